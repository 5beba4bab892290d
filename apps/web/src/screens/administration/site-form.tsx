import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { put } from '../../api/client.js';
import type { Site } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import { Button, Card, KeyValue, Loaded, ProblemBox, TextInput, toast } from '../../parts/index.js';
import { refreshSession, usePermissions } from '../../session/session.js';

/** The pharmacy as labels and records print it. */
export function SiteForm(): JSX.Element {
  const may = usePermissions();
  const site = useResource<Site>('/site', { feed: ['facility'] });
  const editable = may('site.manage');
  return (
    <Loaded resource={site}>
      {(data) => (
        <Card title="Site">
          {editable ? (
            <Editor key={data.id} site={data} onSaved={site.reload} />
          ) : (
            <KeyValue
              rows={[
                ['Name', data.name],
                ['Address', data.addressLines.join(', ')],
                ['Telephone', data.phone],
                ['Time zone', data.zone],
              ]}
            />
          )}
        </Card>
      )}
    </Loaded>
  );
}

function Editor({ site, onSaved }: { site: Site; onSaved: () => void }): JSX.Element {
  const [name, setName] = useState(site.name);
  const [address, setAddress] = useState(site.addressLines.join('\n'));
  const [phone, setPhone] = useState(site.phone ?? '');
  const [zone, setZone] = useState(site.zone);
  const lines = address
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const save = useCommand(async () => {
    const part = { name: name.trim(), zone: zone.trim() };
    await put<Site>('/site', { ...part, addressLines: lines, phone: phone.trim() || undefined });
    toast('The site is saved.');
    onSaved();
    void refreshSession();
  });
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
      <div class="columns-2">
        <TextInput
          label="Name"
          required
          maxLength={120}
          value={name}
          onChange={setName}
          error={save.problem?.field('name')}
        />
        <TextInput
          label="Telephone"
          type="tel"
          maxLength={40}
          value={phone}
          onChange={setPhone}
          error={save.problem?.field('phone')}
        />
        <TextInput
          label="Address"
          lines
          hint="One line each, as printed on labels"
          maxLength={300}
          value={address}
          onChange={setAddress}
          error={save.problem?.field('addressLines')}
        />
        <TextInput
          label="Time zone"
          hint="IANA name, such as America/Phoenix. Every time is shown in it; what is stored does not change."
          maxLength={60}
          value={zone}
          onChange={setZone}
          error={save.problem?.field('zone')}
        />
      </div>
      <ProblemBox problem={save.problem} />
      <div class="row row-end">
        <Button kind="primary" type="submit" busy={save.busy}>
          Save the site
        </Button>
      </div>
    </form>
  );
}
