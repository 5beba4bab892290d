import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { addCalendarDays, parseLocalDate } from '#domain/time';
import { post } from '../../api/client.js';
import type { Formula, FormulaVersion } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import {
  Button,
  Card,
  ConfirmDialog,
  DateInput,
  DateTime,
  FindingList,
  HazardBadge,
  KeyValue,
  Loaded,
  Page,
  Select,
  SignatureDialog,
  Skeleton,
  StateBadge,
  toast,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { Ends } from '../desk/ends.js';
import { useToday } from '../patients/patient-facts.js';
import { compare, recordOf } from './record.js';
import { ComparedRecord, FormulaRecord } from './record-view.js';
import { useNames } from './use-names.js';

export default function FormulaPage(): JSX.Element {
  const { id = '' } = useRoute().params;
  const { query } = useAddress();
  const formula = useResource<Formula>(`/formulas/${id}`, { feed: ['formula'] });
  const { data } = formula;
  const shown =
    data?.versions.find(({ version }) => String(version) === query.version) ??
    data?.versions.find(({ state }) => state === 'approved') ??
    data?.versions[0];
  return (
    <Page
      title={data?.name ?? 'Formula'}
      note={
        data && (
          <span class="row">
            {data.number} {data.hazardous && <HazardBadge />}
            {shown && (
              <>
                <span>Version {shown.version}</span> <StateBadge state={shown.state} />
              </>
            )}
          </span>
        )
      }
      back={{ href: '/formulas', text: 'Formulas' }}
      actions={data && shown && <Actions formula={data} version={shown} onChanged={formula.replace} />}
    >
      <Loaded resource={formula}>{(loaded) => shown && <Versions formula={loaded} shown={shown} />}</Loaded>
    </Page>
  );
}

function Versions({ formula, shown }: { formula: Formula; shown: FormulaVersion }): JSX.Element {
  const { query, set } = useAddress();
  const may = usePermissions();
  const waits = shown.state === 'draft' && may('formula.approve') && !shown.allowed.includes('approve');
  const nameOf = useNames(formula.versions.map(({ content }) => content));
  const other = formula.versions.find(({ version }) => String(version) === query.compare);
  const sections = nameOf && recordOf(shown.content, nameOf);
  return (
    <div class="beside">
      <div class="stack">
        <FindingList findings={shown.findings} />
        {!sections ? (
          <Skeleton lines={12} />
        ) : other && nameOf ? (
          <ComparedRecord
            before={`Version ${other.version}`}
            after={`Version ${shown.version}`}
            sections={compare(recordOf(other.content, nameOf), sections)}
          />
        ) : (
          <FormulaRecord sections={sections} />
        )}
      </div>
      <div class="stack">
        <Card title={`Version ${shown.version}`}>
          {waits && <p class="small quiet record-wait">Another pharmacist approves what you wrote.</p>}
          <KeyValue
            rows={[
              ['Written by', shown.author.name],
              ['Written', <DateTime key="written" at={shown.writtenAt} />],
              ['Approved by', shown.approvedBy?.name],
              ['Approved', shown.approvedAt && <DateTime key="approved" at={shown.approvedAt} />],
              ['Review by', shown.reviewBy && <Ends key="review" on={shown.reviewBy} past="Overdue" />],
            ]}
          />
        </Card>
        {formula.versions.length > 1 && (
          <Card title="Versions">
            <div class="stack">
              <ul class="plain-list">
                {formula.versions.map((version) => (
                  <li key={version.id} class="row row-between">
                    <a
                      href={`/formulas/${formula.id}?version=${version.version}`}
                      aria-current={version.id === shown.id ? 'true' : undefined}
                    >
                      Version {version.version}
                    </a>
                    <StateBadge state={version.state} />
                  </li>
                ))}
              </ul>
              <Select
                label="Compare with"
                optional
                placeholder="nothing"
                value={query.compare ?? ''}
                options={formula.versions
                  .filter(({ id }) => id !== shown.id)
                  .map(({ version }) => ({ value: String(version), label: `Version ${version}` }))}
                onChange={(version) => set({ version: String(shown.version), compare: version || undefined })}
              />
            </div>
          </Card>
        )}
      </div>
    </div>
  );
}

function Actions(props: {
  formula: Formula;
  version: FormulaVersion;
  onChanged: (formula: Formula) => void;
}): JSX.Element {
  const { formula, version } = props;
  const [asked, setAsked] = useState<'approve' | 'retire'>();
  const can = (what: string): boolean => version.allowed.includes(what);
  const close = (): void => setAsked(undefined);
  const draft = formula.draftVersion !== null;
  const may = usePermissions();
  return (
    <>
      {version.state === 'approved' && may('worksheet.plan') && (
        <Button icon="stock" href={`/stock/made/new?formula=${formula.id}`}>
          Make for stock
        </Button>
      )}
      <Button icon="printer" onClick={() => print()}>
        Print
      </Button>
      {can('retire') && <Button onClick={() => setAsked('retire')}>Retire</Button>}
      {(can('edit') || (can('revise') && !draft)) && (
        <Button icon="pen" href={`/formulas/${formula.id}/edit`} kind={can('approve') ? 'secondary' : 'primary'}>
          {can('edit') ? 'Edit the draft' : 'Write a new version'}
        </Button>
      )}
      {can('revise') && draft && (
        <Button href={`/formulas/${formula.id}?version=${formula.draftVersion}`}>Open the draft</Button>
      )}
      {can('approve') && (
        <Button kind="primary" icon="pen" onClick={() => setAsked('approve')}>
          Approve
        </Button>
      )}
      {asked === 'approve' && <Approve {...props} onClose={close} />}
      {asked === 'retire' && (
        <ConfirmDialog
          title={`Retire version ${version.version}`}
          action="Retire it"
          danger
          reason="Why it is retired"
          onConfirm={async (reason) => {
            props.onChanged(await post<Formula>(`/formulas/${formula.id}/retirement`, { reason }));
            toast(`${formula.name} is retired.`);
          }}
          onClose={close}
        >
          No new worksheet will be made from it. Worksheets that were made keep it.
        </ConfirmDialog>
      )}
    </>
  );
}

function Approve(props: {
  formula: Formula;
  version: FormulaVersion;
  onChanged: (formula: Formula) => void;
  onClose: () => void;
}): JSX.Element {
  const { formula, version } = props;
  const today = useToday();
  const [reviewBy, setReviewBy] = useState<string>(() => addCalendarDays(parseLocalDate(today), 365));
  return (
    <SignatureDialog
      title={`Approve version ${version.version}`}
      meaning="I have checked this master formulation record against its sources and approve it for use."
      action="Sign and approve"
      blocked={reviewBy > today ? undefined : 'Choose a day to come for the next review'}
      onSign={async (password) => {
        const body = { version: version.version, reviewBy, password };
        props.onChanged(await post<Formula>(`/formulas/${formula.id}/approval`, body));
        toast(`${formula.name}, version ${version.version}, is approved.`);
      }}
      onClose={props.onClose}
    >
      <p>
        {formula.name}, written by {version.author.name}
        {formula.approvedVersion !== null && `. Version ${formula.approvedVersion} is retired by this.`}
      </p>
      <DateInput label="Next review by" value={reviewBy} min={today} onChange={setReviewBy} />
    </SignatureDialog>
  );
}
