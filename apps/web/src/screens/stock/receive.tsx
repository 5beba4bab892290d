import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { ApiProblem } from '../../api/problem.js';
import type { Location, Product, Receipt, StockLookup } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import {
  Button,
  Card,
  EmptyState,
  FindingList,
  KeyHint,
  Page,
  ProblemBox,
  TextInput,
  toast,
} from '../../parts/index.js';
import { ScanBox } from '../../scan/scan-box.js';
import { useSubmitKey } from '../desk/keys.js';
import { count } from '../desk/words.js';
import { addScan, lineOf, missingIn, requestOf, type ReceiptLine } from './receipt.js';
import { ReceiptLineFields } from './receipt-line.js';

/** A delivery: each package kind is scanned once and counted; everything is taken in together. */
export default function Receive(): JSX.Element {
  const { route } = useLocation();
  const [lines, setLines] = useState<readonly ReceiptLine[]>([]);
  const [supplier, setSupplier] = useState('');
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState<Receipt>();
  const locations = useResource<Location[]>('/facility/locations', { feed: ['facility'] });
  const active = (locations.data ?? []).filter((location) => location.active);
  const scan = useScan((product, lookup) => setLines((old) => addScan(old, product, lookup, active)));
  const missing = missingIn(lines, supplier);
  const save = useCommand(async () => {
    const receipt = await post<Receipt>('/stock/receipts', requestOf(lines, supplier, note));
    toast(`${count(receipt.lots.length, 'lot')} received.`);
    if (receipt.findings.length > 0) setDone(receipt);
    else route('/stock');
  });
  const submit = (): void => {
    setTried(true);
    if (Object.keys(missing).length === 0 && lines.length > 0) void save.run();
  };
  useSubmitKey(submit);
  const back = { href: '/stock', text: 'Stock' };
  if (done)
    return (
      <Page title="Received" back={back} width="narrow">
        <div class="stack">
          <p>The delivery is in stock. Look at this:</p>
          <FindingList findings={done.findings} />
          <Button kind="primary" href="/stock">
            Back to stock
          </Button>
        </div>
      </Page>
    );
  return (
    <Page title="Receive stock" back={back}>
      <div class="stack">
        <ScanBox
          prompt="Scan a package of each kind"
          onScan={(code) => void scan.run(code)}
          state={scan.state}
          message={scan.message}
        />
        {scan.found && <FindingList findings={scan.found.findings} />}
        <ProblemBox problem={scan.problem} />
        <Lines
          lines={lines}
          locations={active}
          onChange={setLines}
          error={(field) => (tried ? missing[field] : undefined) ?? save.problem?.field(field)}
        />
        <Card>
          <div class="columns-2">
            <TextInput
              label="Supplier"
              required
              maxLength={120}
              value={supplier}
              onChange={setSupplier}
              error={(tried ? missing.supplier : undefined) ?? save.problem?.field('supplier')}
            />
            <TextInput
              label="Note"
              optional
              hint="Invoice or delivery number"
              maxLength={200}
              value={note}
              onChange={setNote}
            />
          </div>
        </Card>
        <ProblemBox problem={save.problem} />
        <div class="sticky-foot">
          <span class="grow">{lines.length > 0 && count(lines.length, 'line')}</span>
          <KeyHint keys="Ctrl+Enter" />
          <Button href="/stock">Cancel</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabled={lines.length === 0 ? 'Scan a package first' : false}
            onClick={submit}
          >
            Take into stock
          </Button>
        </div>
      </div>
    </Page>
  );
}

interface Scan {
  run: (code: string) => Promise<void>;
  state: 'waiting' | 'busy' | 'ok' | 'refused';
  message: string | undefined;
  found: StockLookup | undefined;
  problem: ApiProblem | undefined;
}

function useScan(onProduct: (product: Product, lookup: StockLookup) => void): Scan {
  const [found, setFound] = useState<StockLookup>();
  const look = useCommand(async (code: string) => {
    const answer = await post<StockLookup>('/stock/lookup', { code });
    setFound(answer);
    if (answer.product) onProduct(answer.product, answer);
  });
  const known = found?.product;
  const unknown = found !== undefined && !known;
  return {
    run: async (code) => {
      await look.run(code);
    },
    state: look.busy ? 'busy' : look.problem || unknown ? 'refused' : known ? 'ok' : 'waiting',
    message: known
      ? `${known.name}, ${known.ndc}`
      : unknown && found.scanned.kind === 'refused'
        ? 'This code cannot be used. Scan again, or add a line without scanning.'
        : unknown
          ? 'No product of the formulary has this code. Add the product first, or search for it below.'
          : undefined,
    found,
    problem: look.problem,
  };
}

function Lines(props: {
  lines: readonly ReceiptLine[];
  locations: readonly Location[];
  onChange: (lines: readonly ReceiptLine[]) => void;
  error: (field: string) => string | undefined;
}): JSX.Element {
  const { lines, onChange } = props;
  return (
    <div class="stack stack-small">
      {lines.length === 0 && (
        <Card>
          <EmptyState icon="scan" title="Nothing scanned yet">
            The 2D code brings product, lot and expiry. From a linear code only the product comes; lot and expiry are
            keyed as printed.
          </EmptyState>
        </Card>
      )}
      {lines.map((line, i) => (
        <ReceiptLineFields
          key={line.key}
          index={i}
          line={line}
          locations={props.locations}
          error={(field) => props.error(`lines.${i}.${field}`)}
          onChange={(part) => onChange(lines.map((one, at) => (at === i ? { ...one, ...part } : one)))}
          onRemove={() => onChange(lines.filter((_, at) => at !== i))}
        />
      ))}
      <div>
        <Button size="small" icon="plus" onClick={() => onChange([...lines, lineOf(null, lines)])}>
          Add a line without scanning
        </Button>
      </div>
    </div>
  );
}
