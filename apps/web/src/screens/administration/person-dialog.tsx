import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, put } from '../../api/client.js';
import type { Person } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { Button, Dialog, KeyValue, ProblemBox, TextInput, toast } from '../../parts/index.js';
import { roleWords } from '../../sections.js';
import { usePermissions } from '../../session/session.js';
import { RoleFields } from './add-person.js';
import { Qualifications } from './qualifications.js';

/** One person: roles, access, and what they are qualified for. */
export function PersonDialog(props: { person: Person; onChanged: () => void; onClose: () => void }): JSX.Element {
  const { person } = props;
  const may = usePermissions();
  return (
    <Dialog title={person.name} wide onClose={props.onClose} foot={<Button onClick={props.onClose}>Close</Button>}>
      {may('person.manage') ? (
        <Access person={person} onChanged={props.onChanged} />
      ) : (
        <KeyValue
          rows={[
            ['Signs in as', person.login],
            ['Initials', person.initials],
            ['Roles', roleWords(person.roles)],
          ]}
        />
      )}
      <Qualifications person={person} />
    </Dialog>
  );
}

function Access({ person, onChanged }: { person: Person; onChanged: () => void }): JSX.Element {
  const [roles, setRoles] = useState<string[]>(person.roles);
  const [temporaryPassword, setPassword] = useState<string>();
  const act = useCommand(async (what: 'roles' | 'password' | 'access') => {
    if (what === 'roles') await put(`/people/${person.id}/roles`, { roles });
    if (what === 'password') await post(`/people/${person.id}/password-reset`, { temporaryPassword });
    if (what === 'access') await post(`/people/${person.id}/${person.active ? 'deactivation' : 'reactivation'}`);
    if (what === 'password') setPassword(undefined);
    toast(`${person.name} is saved.`);
    onChanged();
  });
  const same = [...roles].sort().join() === [...person.roles].sort().join();
  return (
    <div class="stack stack-small">
      <RoleFields roles={roles} onChange={setRoles} />
      <div class="row">
        <Button
          kind="primary"
          busy={act.busy}
          disabled={same ? 'The roles are as they were' : false}
          onClick={() => void act.run('roles')}
        >
          Save the roles
        </Button>
        <Button onClick={() => setPassword('')} expanded={temporaryPassword !== undefined}>
          Temporary password
        </Button>
        <Button onClick={() => void act.run('access')}>{person.active ? 'Deactivate' : 'Let in again'}</Button>
      </div>
      {temporaryPassword !== undefined && (
        <div class="order-patient">
          <TextInput
            label="Temporary password"
            hint="Told by word of mouth; changed at the next sign-in"
            maxLength={200}
            autoFocus
            value={temporaryPassword}
            onChange={setPassword}
            onEnter={() => void act.run('password')}
            error={act.problem?.field('temporaryPassword')}
          />
          <Button
            disabled={temporaryPassword === '' ? 'Enter one first' : false}
            onClick={() => void act.run('password')}
          >
            Set it
          </Button>
        </div>
      )}
      <ProblemBox problem={act.problem} />
    </div>
  );
}
