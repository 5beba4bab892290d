import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { del, post, query as queryString } from '../../api/client.js';
import type { Drug, Product } from '../../api/types.js';
import type { DrugSupply, SupplyAlternative } from '../../api/supply-types.js';
import { useCommand } from '../../api/use-command.js';
import {
  Button,
  Combobox,
  ConfirmDialog,
  Dialog,
  EmptyState,
  ProblemBox,
  RadioCards,
  Table,
  TextInput,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';

const KINDS = [
  { value: 'drug', label: 'Another drug' },
  { value: 'base', label: 'Another base solution' },
  { value: 'product', label: 'Another product' },
] as const;
type Kind = (typeof KINDS)[number]['value'];
const kindWords = (kind: string): string => KINDS.find(({ value }) => value === kind)?.label ?? kind;

/** The list that pharmacists keep: what may stand in, for what, at which dose. */
export function Alternatives({ data, onChanged }: { data: DrugSupply; onChanged: () => void }): JSX.Element {
  const may = usePermissions()('substitution.approve');
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<SupplyAlternative>();
  const columns: Column<SupplyAlternative>[] = [
    { key: 'name', title: 'Alternative', cell: (row) => <span class="strong">{row.name}</span> },
    { key: 'kind', title: 'Kind', cell: (row) => kindWords(row.kind) },
    { key: 'factor', title: 'Dose factor', number: true, cell: (row) => row.doseFactor ?? '1' },
    { key: 'for', title: 'For', cell: (row) => row.indication || 'all indications' },
    {
      key: 'why',
      title: 'Why',
      cell: (row) => (
        <>
          {row.note}
          <span class="small quiet block">
            {row.keptBy}, {row.keptOn}
            {row.source && `. ${row.source}`}
          </span>
        </>
      ),
    },
    ...(may
      ? [
          {
            key: 'act',
            title: 'Actions',
            cell: (row: SupplyAlternative) => (
              <Button size="small" onClick={() => setRemoving(row)}>
                Remove
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <section class="stack stack-small" aria-label="Alternatives">
      <div class="row row-between">
        <h2>Alternatives</h2>
        <span class="row no-print">
          <a href={`/substitutions?drugId=${data.drugId}`}>Substitutions</a>
          {may && (
            <Button size="small" icon="plus" onClick={() => setAdding(true)}>
              Add an alternative
            </Button>
          )}
        </span>
      </div>
      <Table
        label="Alternatives that pharmacists keep"
        columns={columns}
        rows={data.alternatives}
        keyOf={(row) => row.id}
        empty={
          <EmptyState icon="formula" title="No alternatives yet">
            What a pharmacist keeps here becomes a lever above.
          </EmptyState>
        }
      />
      {adding && <AddDialog drugId={data.drugId} onDone={onChanged} onClose={() => setAdding(false)} />}
      {removing && (
        <ConfirmDialog
          title={`Remove ${removing.name}`}
          action="Remove"
          danger
          onConfirm={async () => {
            await del(`/supply/alternatives/${removing.id}`);
            onChanged();
          }}
          onClose={() => setRemoving(undefined)}
        >
          It is no longer an alternative to {data.drugName}.
        </ConfirmDialog>
      )}
    </section>
  );
}

function AddDialog(props: { drugId: string; onDone: () => void; onClose: () => void }): JSX.Element {
  const [kind, setKind] = useState<Kind>('drug');
  const [drug, setDrug] = useState<Drug | null>(null);
  const [product, setProduct] = useState<Product | null>(null);
  const [factor, setFactor] = useState('1');
  const [indication, setIndication] = useState('');
  const [note, setNote] = useState('');
  const [source, setSource] = useState('');
  const named = kind === 'product' ? product !== null : drug !== null;
  const save = useCommand(async () => {
    await post(`/supply/drugs/${props.drugId}/alternatives`, {
      kind,
      ...(kind === 'product' ? { alternativeProductId: product?.id } : { alternativeDrugId: drug?.id }),
      doseFactor: factor,
      indication,
      note,
      source,
    });
    props.onDone();
    props.onClose();
  });
  return (
    <Dialog
      title="Add an alternative"
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabled={!named ? 'Choose what may stand in' : note.trim().length < 3 ? 'Say why' : false}
            onClick={() => void save.run()}
          >
            Keep it
          </Button>
        </>
      }
    >
      <div class="stack">
        <RadioCards
          label="Kind"
          options={KINDS}
          value={kind}
          onChange={(value) => setKind(value as Kind)}
          cardWidth="10rem"
        />
        {kind === 'product' ? (
          <Combobox<Product>
            label="Product"
            value={product}
            onChange={setProduct}
            search={(q) => `/products${queryString({ q })}`}
            show={(one) => one.name}
            note={(one) => one.ndc}
            keyOf={(one) => one.id}
          />
        ) : (
          <Combobox<Drug>
            label="Drug"
            value={drug}
            onChange={setDrug}
            search={(q) => `/drugs${queryString({ q })}`}
            show={(one) => one.name}
            keyOf={(one) => one.id}
          />
        )}
        <TextInput
          label="Dose factor"
          hint="Dose of the alternative for one unit of the original"
          value={factor}
          onChange={setFactor}
          error={save.problem?.field('doseFactor')}
        />
        <TextInput
          label="Indication"
          optional
          hint="Empty: all"
          value={indication}
          onChange={setIndication}
          maxLength={200}
        />
        <TextInput
          label="Why, and what to mind"
          lines
          value={note}
          onChange={setNote}
          maxLength={1000}
          error={save.problem?.field('note')}
        />
        <TextInput label="Source" optional value={source} onChange={setSource} maxLength={300} />
        <ProblemBox problem={save.problem} />
      </div>
    </Dialog>
  );
}
