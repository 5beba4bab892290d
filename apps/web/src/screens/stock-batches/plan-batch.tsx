import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { BatchPreview, InHouseProduct, WorksheetRecord } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import {
  Badge,
  Button,
  Card,
  CheckBox,
  DateTimeInput,
  FindingList,
  KeyValue,
  ProblemBox,
  SignatureDialog,
  Skeleton,
  Table,
  TextInput,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { containersOf, decisionOf, missing, type StabilityDraft } from './batch-draft.js';

const COLUMNS: readonly Column<BatchPreview['ingredients'][number]>[] = [
  {
    key: 'name',
    title: 'Ingredient',
    cell: (row) => (
      <>
        <span class="strong">{row.name}</span> <span class="small quiet">{row.ndc}</span>
      </>
    ),
  },
  { key: 'packages', title: 'Needed', number: true, cell: (row) => row.packages },
  {
    key: 'free',
    title: 'Free',
    number: true,
    cell: (row) => (row.free < row.packages ? <Badge tone="warn">{row.free}</Badge> : row.free),
  },
];
const SETTLE_MS = 300;
const NO_DECISION: StabilityDraft = { limitHours: '', reason: '', citation: '' };

/** How many, what they take and until when they would be good; then the worksheet is planned. */
export function PlanBatch({ product, versionId }: { product: InHouseProduct; versionId: string }): JSX.Element {
  const { route } = useLocation();
  const may = usePermissions();
  const [count, setCount] = useState('2');
  const [neededAt, setNeededAt] = useState('');
  const [read, setRead] = useState(false);
  const [draft, setDraft] = useState(NO_DECISION);
  const [signing, setSigning] = useState(false);
  const [decides, setDecides] = useState(false);
  const containers = containersOf(count);
  const decision = decisionOf(draft);
  const look = useCommand(async (number: number, decided: ReturnType<typeof decisionOf>) => {
    const body = { productId: product.id, containers: number, ...(decided && { stabilityDecision: decided }) };
    const preview = await post<BatchPreview>('/stock-batches/preview', body);
    if (preview.needsStabilityDecision) setDecides(true);
    return preview;
  });
  const [preview, setPreview] = useState<BatchPreview>();
  useEffect(() => {
    if (containers === null) return undefined;
    const timer = setTimeout(
      () => void look.run(containers, decision).then((found) => found && setPreview(found)),
      SETTLE_MS,
    );
    return () => clearTimeout(timer);
  }, [containers, decision?.limitHours, decision?.reason, decision?.citation]);

  const soft = preview?.findings.filter(({ severity }) => severity === 'soft') ?? [];
  const plan = async (password?: string): Promise<void> => {
    const made = await post<WorksheetRecord>('/stock-batches', {
      formulationVersionId: versionId,
      productId: product.id,
      containers,
      ...(neededAt !== '' && { neededAt }),
      acknowledged: read ? soft.map(({ code }) => code) : [],
      ...(decision && { stabilityDecision: decision, password }),
    });
    route(`/bench/${made.id}`);
  };
  const save = useCommand(plan);
  const why = missing({ containers, preview, read, decision, mayDecide: may('order.review') });
  return (
    <div class="stack">
      <Card title="How many">
        <div class="columns-2">
          <TextInput
            label="Containers"
            value={count}
            onChange={setCount}
            error={containers === null ? 'A whole number from 1 to 100' : save.problem?.field('containers')}
          />
          <DateTimeInput
            label="Ready by"
            optional
            value={neededAt}
            onChange={setNeededAt}
            error={save.problem?.field('neededAt')}
          />
        </div>
      </Card>
      {decides && may('order.review') && <Stability draft={draft} onChange={setDraft} />}
      <Card title="What it takes">
        {!preview && look.busy && <Skeleton lines={3} />}
        <ProblemBox problem={look.problem} />
        {preview && (
          <div class="stack">
            <Table label="Ingredients" columns={COLUMNS} rows={preview.ingredients} keyOf={(row) => row.ndc} />
            <KeyValue rows={[['Usable until, if begun now', preview.budText ?? 'No date can be given yet']]} />
            <FindingList findings={preview.findings} />
            {soft.length > 0 && (
              <CheckBox label="I have read this, and the quantity is right" checked={read} onChange={setRead} />
            )}
          </div>
        )}
      </Card>
      <div class="sticky-foot">
        <span class="grow">
          <ProblemBox problem={save.problem} />
        </span>
        <Button
          kind="primary"
          size="large"
          icon="plus"
          busy={save.busy}
          disabled={why ?? false}
          onClick={() => (decision ? setSigning(true) : void save.run())}
        >
          Plan the batch
        </Button>
      </div>
      {signing && (
        <SignatureDialog
          title="Decide on stability"
          meaning="I have judged the stability of this preparation on the source named, and set this limit."
          action="Sign and plan"
          onSign={plan}
          onClose={() => setSigning(false)}
        >
          <p>
            {product.name}: {decision?.limitHours} h, {decision?.citation}
          </p>
        </SignatureDialog>
      )}
    </div>
  );
}

function Stability(props: { draft: StabilityDraft; onChange: (draft: StabilityDraft) => void }): JSX.Element {
  const { draft, onChange } = props;
  return (
    <Card title="Stability">
      <p class="quiet">No confirmed evidence fits. A pharmacist sets the limit, says from what source, and signs.</p>
      <div class="columns-3">
        <TextInput
          label="Limit"
          suffix="h"
          value={draft.limitHours}
          onChange={(limitHours) => onChange({ ...draft, limitHours })}
        />
        <TextInput label="Source" value={draft.citation} onChange={(citation) => onChange({ ...draft, citation })} />
        <TextInput label="Reason" value={draft.reason} onChange={(reason) => onChange({ ...draft, reason })} />
      </div>
    </Card>
  );
}
