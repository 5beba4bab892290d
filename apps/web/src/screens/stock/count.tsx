import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { StockCount, StockCountLine, StockLookup } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource, type Resource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  ConfirmDialog,
  Loaded,
  Page,
  ProblemBox,
  Select,
  SignatureDialog,
  StepProgress,
  Table,
  TextInput,
  toast,
  type Column,
} from '../../parts/index.js';
import { ScanBox } from '../../scan/scan-box.js';
import { usePermissions } from '../../session/session.js';
import { countState, lineState, lineToCount, lineTone } from './count-words.js';
import { packages } from './days.js';

export default function CountPage(): JSX.Element {
  const { id = '' } = useRoute().params;
  const count = useResource<StockCount>(`/stock-counts/${id}`, { feed: ['stock'] });
  return (
    <Page
      title={count.data ? `Count ${count.data.number}` : 'Count'}
      note={count.data && `${count.data.locationName ?? 'Controlled substances'} · ${countState(count.data)}`}
      back={{ href: '/stock?tab=counts', text: 'Counts' }}
    >
      <Loaded resource={count}>
        {(data) =>
          data.state === 'open' ? <Sheet count={data} resource={count} /> : <Result count={data} resource={count} />
        }
      </Loaded>
    </Page>
  );
}

type Props = { count: StockCount; resource: Resource<StockCount> };

/** Scan, key what stands there, next. Nothing on this sheet says what is expected. */
function Sheet({ count, resource }: Props): JSX.Element {
  const may = usePermissions();
  const [chosen, setChosen] = useState<string>();
  const [cancelling, setCancelling] = useState(false);
  const open = count.sheet.filter((line) => line.state !== 'counted');
  const line = count.sheet.find((one) => one.id === chosen) ?? open[0];
  const look = useCommand(async (code: string) => {
    const answer = await post<StockLookup>('/stock/lookup', { code });
    const found = lineToCount(count.sheet, answer.lot?.id);
    if (found) setChosen(found.id);
    else if (answer.lot && count.locationName !== null) toast(`Lot ${answer.lot.lotNumber} is not on this sheet.`);
  });
  const submit = useCommand(async () =>
    resource.replace(await post<StockCount>(`/stock-counts/${count.id}/submission`, {})),
  );
  const columns: Column<StockCountLine>[] = [
    ...LINE_COLUMNS,
    {
      key: 'state',
      title: 'State',
      cell: (row) => (
        <>
          <Badge tone={lineTone(row.state)}>{lineState(row.state)}</Badge>
          {row.countedBy.length > 0 && <span class="small quiet block">{row.countedBy.join(', ')}</span>}
        </>
      ),
    },
  ];
  return (
    <div class="stack">
      <StepProgress done={count.counted} total={count.lines} />
      <ScanBox
        prompt="Scan a package to go to its line"
        onScan={(code) => look.run(code)}
        state={look.busy ? 'busy' : look.problem ? 'refused' : 'waiting'}
      />
      <ProblemBox problem={look.problem} />
      {line && may('stock.count') && (
        <Entry
          key={`${line.id} ${line.round}`}
          count={count}
          line={line}
          resource={resource}
          onDone={() => setChosen(undefined)}
        />
      )}
      <Table
        label="Sheet"
        columns={columns}
        rows={count.sheet}
        keyOf={(row) => row.id}
        selected={line?.id ?? null}
        onOpen={(row) => setChosen(row.id)}
        empty={<p class="quiet">Nothing lies there by the books.</p>}
      />
      <ProblemBox problem={submit.problem} />
      {may('stock.count') && (
        <div class="row row-end">
          <Button onClick={() => setCancelling(true)}>Cancel the count</Button>
          <Button
            kind={open.length === 0 ? 'primary' : 'secondary'}
            busy={submit.busy}
            disabled={open.length > 0 && `${open.length} still to count`}
            onClick={() => void submit.run()}
          >
            Submit the count
          </Button>
        </div>
      )}
      {cancelling && (
        <ConfirmDialog
          title={`Cancel ${count.number}`}
          action="Cancel the count"
          danger
          reason="Why it is cancelled"
          onConfirm={async (reason) => {
            resource.replace(await post<StockCount>(`/stock-counts/${count.id}/cancellation`, { reason }));
          }}
          onClose={() => setCancelling(false)}
        >
          Nothing in the books changes.
        </ConfirmDialog>
      )}
    </div>
  );
}

function Entry(props: Props & { line: StockCountLine; onDone: () => void }): JSX.Element {
  const { count, line, resource } = props;
  const [text, setText] = useState('');
  const known = /^\d{1,6}$/.test(text.trim());
  const save = useCommand(async () => {
    const path = `/stock-counts/${count.id}/lines/${line.id}/entries`;
    const after = await post<StockCount>(path, { round: line.round, packages: Number(text.trim()) });
    resource.replace(after);
    props.onDone();
    if (after.sheet.find((one) => one.id === line.id)?.state === 'recount')
      toast(line.controlled ? 'A second person counts this line now.' : 'Count this line once more.');
  });
  if (line.state === 'counted') return <p class="quiet">Lot {line.lotNumber} is counted.</p>;
  return (
    <section class="stack stack-small" aria-label="This line">
      <p class="glance">
        {line.productName} <span class="nowrap">lot {line.lotNumber}</span>
      </p>
      <p class="quiet">
        In {line.locationName}, expires {line.expiresOn}.{' '}
        {line.controlled && 'Controlled: two persons count it, one after the other.'}
      </p>
      <div class="row">
        <TextInput
          label={line.round === 1 ? 'Packages you see' : `Packages you see, count ${line.round}`}
          suffix="packages"
          maxLength={6}
          autoFocus
          value={text}
          onChange={setText}
          onEnter={() => void (known && save.run())}
          error={
            text !== '' && !known ? 'Enter a whole number, 0 where there is none.' : save.problem?.field('packages')
          }
        />
        <Button kind="primary" busy={save.busy} disabled={!known && 'Key what you see'} onClick={() => void save.run()}>
          Next
        </Button>
      </div>
      <ProblemBox problem={save.problem} retry={resource.reload} />
    </section>
  );
}

const LINE_COLUMNS: readonly Column<StockCountLine>[] = [
  {
    key: 'product',
    title: 'Product',
    cell: (row) => (
      <>
        <span class="strong">{row.productName}</span> {row.controlled && <Badge tone="accent">Controlled</Badge>}
        <span class="small quiet block">
          lot {row.lotNumber}, expires {row.expiresOn}
        </span>
      </>
    ),
  },
  { key: 'where', title: 'Place', cell: (row) => row.locationName },
];

/** Figures, once the count is submitted; differences are decided on by somebody who did not count. */
function Result({ count, resource }: Props): JSX.Element {
  const [deciding, setDeciding] = useState<StockCountLine>();
  const columns: Column<StockCountLine>[] = [
    ...LINE_COLUMNS,
    {
      key: 'entries',
      title: 'Counted, and what the books said',
      cell: (row) => (
        <ul class="plain-list">
          {row.entries.map((entry) => (
            <li key={entry.round}>
              <b>{entry.packages}</b> of {packages(entry.expected)} <span class="quiet">{entry.countedBy}</span>
            </li>
          ))}
        </ul>
      ),
    },
    {
      key: 'difference',
      title: 'Difference',
      number: true,
      cell: (row) => (row.difference === null ? '' : packages(row.difference)),
    },
    {
      key: 'state',
      title: 'State',
      cell: (row) => (
        <>
          <Badge tone={lineTone(row.state)}>{lineState(row.state)}</Badge>
          {row.decidedBy && (
            <span class="small quiet block">
              {row.decidedBy}: {row.reason}
            </span>
          )}
          {row.youMayDecide && (
            <Button size="small" onClick={() => setDeciding(row)}>
              Decide
            </Button>
          )}
        </>
      ),
    },
  ];
  return (
    <div class="stack">
      <Table label="Result" columns={columns} rows={count.sheet} keyOf={(row) => row.id} />
      {deciding && (
        <DecideDialog count={count} line={deciding} resource={resource} onClose={() => setDeciding(undefined)} />
      )}
    </div>
  );
}

function DecideDialog(props: Props & { line: StockCountLine; onClose: () => void }): JSX.Element {
  const { count, line, resource } = props;
  const [decision, setDecision] = useState('');
  const [reason, setReason] = useState('');
  return (
    <SignatureDialog
      title={`Difference of lot ${line.lotNumber}: ${packages(line.difference ?? '')} packages`}
      meaning="I did not count this line, and I have looked into the difference."
      action="Sign the decision"
      blocked={decision === '' ? 'Choose first' : reason.trim().length < 3 ? 'Say why first' : undefined}
      onSign={async (password) => {
        const path = `/stock-counts/${count.id}/lines/${line.id}/decision`;
        resource.replace(await post<StockCount>(path, { decision, reason: reason.trim(), password }));
      }}
      onClose={props.onClose}
    >
      <Select
        label="Decision"
        placeholder="Choose"
        value={decision}
        options={[
          { value: 'accept', label: 'The count is right: correct the books' },
          { value: 'refuse', label: 'The count is wrong: keep the books' },
        ]}
        onChange={setDecision}
      />
      <TextInput label="What you found out" lines maxLength={300} value={reason} onChange={setReason} />
    </SignatureDialog>
  );
}
