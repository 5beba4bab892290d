import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type {
  Location,
  Product,
  PurchaseOrder,
  ReceivingProduct,
  ReceivingScan,
  RecordedReceipt,
} from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  Card,
  Combobox,
  EmptyState,
  FindingList,
  KeyHint,
  ProblemBox,
  TextInput,
  toast,
} from '../../parts/index.js';
import { query as queryString } from '../../api/client.js';
import { ScanBox } from '../../scan/scan-box.js';
import { useSubmitKey } from '../desk/keys.js';
import { count } from '../desk/words.js';
import {
  countScan,
  keyedLine,
  linesOf,
  missingIn,
  progressOf,
  type CountedLine,
  type Progress,
} from './receive-count.js';
import { useKept } from './receive-kept.js';
import { CountedLineFields } from './receive-line.js';

/** Scan, scan, scan: every package is counted; then everything is taken in together. */
export function Delivery(props: {
  source: { purchaseOrderId: string } | { supplierId: string };
  supplierId: string;
  order: PurchaseOrder | null;
}): JSX.Element {
  const { route } = useLocation();
  const { lines, change, undo, canUndo, clear } = useKept(`receive:${JSON.stringify(props.source)}`);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const locations = useResource<Location[]>('/facility/locations', { feed: ['facility'] });
  const places = (locations.data ?? []).filter((place) => place.active);
  const [choice, setChoice] = useState<{ code: string; scan: ReceivingScan }>();
  const [told, setTold] = useState<{ message: string; refused: boolean; scan: ReceivingScan }>();
  const look = useCommand(async (code: string, entry: string, productId?: string) => {
    const scan = await post<ReceivingScan>('/receiving/scans', { code, entry, productId, ...props.source });
    if (scan.candidates.length > 0) {
      setChoice({ code, scan });
      setTold(undefined);
      return;
    }
    setChoice(undefined);
    const taken = countScan(lines, code, scan, places);
    change(taken.lines);
    setTold({ ...taken, scan });
  });
  const missing = missingIn(lines);
  const save = useCommand(async () => {
    const body = { ...props.source, note: note.trim() || undefined, lines: linesOf(lines) };
    const receipt = await post<RecordedReceipt>('/receipts', body);
    clear();
    toast(receipt.state === 'posted' ? `${receipt.number} is in stock.` : `${receipt.number} waits for its review.`);
    route(`/stock/receipts/${receipt.id}`, true);
  });
  const submit = (): void => {
    setTried(true);
    if (Object.keys(missing).length === 0 && lines.length > 0) void save.run();
  };
  useSubmitKey(submit);
  const progress = progressOf(props.order?.lines ?? [], lines);
  const error = (field: string): string | undefined =>
    (tried ? missing[field] : undefined) ?? findingAt(save.problem, field);
  return (
    <div class="stack">
      <ScanBox
        prompt="Scan each package"
        enabled={locations.data !== undefined}
        onScan={(code, entry) => look.run(code, entry)}
        state={look.busy ? 'busy' : look.problem || told?.refused || choice ? 'refused' : told ? 'ok' : 'waiting'}
        message={choice ? 'This code is of more than one product. Choose.' : told?.message}
      />
      {choice && <Choice scan={choice.scan} onChoose={(id) => void look.run(choice.code, 'scanned', id)} />}
      {told && <FindingList findings={told.scan.findings.filter((f) => f.severity !== 'info')} />}
      {told?.scan.notOrdered && (
        <p class="strong">This product is not on the order. Say why it is accepted, or send it back.</p>
      )}
      <ProblemBox problem={look.problem} />
      {progress.length > 0 && <Counts progress={progress} />}
      {lines.length === 0 && (
        <Card>
          <EmptyState icon="scan" title="Nothing scanned yet">
            The 2D code brings product, lot, expiry and serial. From a linear code only the product comes; lot and
            expiry are keyed as printed. An unknown code is kept apart for a pharmacist.
          </EmptyState>
        </Card>
      )}
      {lines.toReversed().map((line) => {
        const i = lines.indexOf(line);
        return (
          <CountedLineFields
            key={line.key}
            line={line}
            over={progressFor(progress, props.order, line)}
            locations={places}
            error={(field) => error(`lines.${i}.${field}`)}
            onChange={(part) => change(lines.map((one) => (one === line ? { ...one, ...part } : one)))}
            onRemove={() => change(lines.filter((one) => one !== line))}
          />
        );
      })}
      <Keyed onProduct={(product) => change([...lines, keyedLine(lines, product, places)])} />
      <Card>
        <TextInput
          label="Note"
          optional
          hint="Invoice or delivery number"
          maxLength={200}
          value={note}
          onChange={setNote}
        />
      </Card>
      <ProblemBox problem={save.problem} />
      <div class="sticky-foot">
        <span class="grow">{lines.length > 0 && <Summary progress={progress} lines={lines} />}</span>
        <Button icon="left" disabled={!canUndo} onClick={undo}>
          Undo last
        </Button>
        <KeyHint keys="Ctrl+Enter" />
        <Button
          kind="primary"
          busy={save.busy}
          disabled={lines.length === 0 ? 'Scan a package first' : false}
          onClick={submit}
        >
          Take in
        </Button>
      </div>
    </div>
  );
}

type Refusal = ReturnType<typeof useCommand>['problem'];
const findingAt = (problem: Refusal, field: string): string | undefined =>
  problem?.field(field) ?? problem?.findings.find((f) => f.field === field && f.severity === 'stop')?.message;

/** Whether the line's product is over what the order expects; its reason is asked for then. */
function progressFor(progress: readonly Progress[], order: PurchaseOrder | null, line: CountedLine): boolean {
  if (!order || !line.product) return false;
  const of = order.lines.find((one) => one.productId === line.product?.id);
  return of ? (progress.find((p) => p.id === of.id)?.over ?? 0) > 0 : true;
}

function Choice(props: { scan: ReceivingScan; onChoose: (id: string) => void }): JSX.Element {
  return (
    <Card title="Which product is it?">
      <div class="stack stack-small">
        {props.scan.candidates.map((product) => (
          <Button key={product.id} onClick={() => props.onChoose(product.id)}>
            {product.name}, {product.ndc}, {product.manufacturer}
          </Button>
        ))}
      </div>
    </Card>
  );
}

/** `12 of 20`, large enough to be read from the carton. */
function Counts({ progress }: { progress: readonly Progress[] }): JSX.Element {
  return (
    <ul class="receive-counts plain-list">
      {progress.map((line) => (
        <li key={line.id} class="card">
          <span class="glance nowrap">
            {line.counted} of {line.expected}
          </span>
          <span>{line.productName}</span>
          {line.over > 0 && <Badge tone="danger">{line.over} over</Badge>}
          {line.counted > 0 && line.over === 0 && line.short === 0 && <Badge tone="ok">All here</Badge>}
          {line.damaged > 0 && <Badge tone="warn">{line.damaged} damaged</Badge>}
        </li>
      ))}
    </ul>
  );
}

function Summary({ progress, lines }: { progress: readonly Progress[]; lines: readonly CountedLine[] }): JSX.Element {
  const sum = (pick: (line: Progress) => number): number => progress.reduce((total, line) => total + pick(line), 0);
  const strangers = lines.filter((line) => line.product === null).length;
  const parts = [
    count(lines.length, 'line'),
    ...(sum((p) => p.short) > 0 ? [`${sum((p) => p.short)} short`] : []),
    ...(sum((p) => p.over) > 0 ? [`${sum((p) => p.over)} over`] : []),
    ...(sum((p) => p.damaged) > 0 ? [`${sum((p) => p.damaged)} damaged`] : []),
    ...(strangers > 0 ? [count(strangers, 'unknown code')] : []),
  ];
  return <>{parts.join(', ')}</>;
}

/** Where a code cannot be read at all. */
function Keyed({ onProduct }: { onProduct: (product: ReceivingProduct) => void }): JSX.Element {
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <div>
        <Button size="small" icon="plus" onClick={() => setOpen(true)}>
          Add a line without scanning
        </Button>
      </div>
    );
  return (
    <Card>
      <Combobox<Product>
        label="Product"
        value={null}
        onChange={(product) => {
          if (!product) return;
          setOpen(false);
          onProduct({ ...product, schedule: null, dscsaExempt: false });
        }}
        search={(q) => `/products${queryString({ q, limit: 20 })}`}
        show={(product) => product.name}
        note={(product) => `${product.ndc}, ${product.strengthText}`}
        keyOf={(product) => product.id}
      />
    </Card>
  );
}
