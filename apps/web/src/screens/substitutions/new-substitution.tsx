import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, query as queryString } from '../../api/client.js';
import type { Substitution } from '../../api/substitution-types.js';
import type { DrugSupply } from '../../api/supply-types.js';
import type { Drug, Product } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import {
  Button,
  Card,
  Combobox,
  EmptyState,
  Page,
  ProblemBox,
  RadioCards,
  Select,
  Skeleton,
  TextInput,
} from '../../parts/index.js';
import { useAddress } from '../desk/address.js';

type Kind = 'product' | 'base' | 'drug';
interface List<T> {
  items: T[];
}

/** What is short, and what shall stand in. The comparison comes next; nothing is changed here. */
export default function NewSubstitution(): JSX.Element {
  const { query, set } = useAddress();
  const { drugId } = query;
  const back = drugId
    ? { href: `/supply/drugs/${drugId}`, text: 'Supply' }
    : { href: '/substitutions', text: 'Substitutions' };
  return (
    <Page title="New substitution" width="narrow" back={back}>
      {drugId ? <Form key={drugId} drugId={drugId} /> : <ChooseDrug onChosen={(drug) => set({ drugId: drug.id })} />}
    </Page>
  );
}

function ChooseDrug({ onChosen }: { onChosen: (drug: Drug) => void }): JSX.Element {
  return (
    <Card>
      <Combobox<Drug>
        label="What is short"
        autoFocus
        value={null}
        onChange={(drug) => drug && onChosen(drug)}
        search={(q) => `/drugs${queryString({ q, limit: 20 })}`}
        show={(drug) => drug.displayName}
        keyOf={(drug) => drug.id}
      />
    </Card>
  );
}

/** A drug by its id: products name it, the list of drugs says what kind it is. */
function useShort(drugId: string): { name: string; isBase: boolean; products: Product[] } | undefined {
  const products = useResource<List<Product>>(`/products${queryString({ drugId, limit: 100 })}`).data?.items;
  const name = products?.[0]?.drugName;
  const drugs = useResource<List<Drug>>(
    name === undefined ? null : `/drugs${queryString({ q: name, limit: 50 })}`,
  ).data;
  const drug = drugs?.items.find(({ id }) => id === drugId);
  if (!products || (products.length > 0 && !drugs)) return undefined;
  return { name: drug?.displayName ?? name ?? '', isBase: drug?.kind === 'base-solution', products };
}

function Form({ drugId }: { drugId: string }): JSX.Element {
  const { query, go } = useAddress();
  const short = useShort(drugId);
  const [chosen, setKind] = useState<Kind>();
  const [fromProductId, setFrom] = useState('');
  const [toProductId, setTo] = useState('');
  const [base, setBase] = useState<Drug | null>(null);
  const [alternativeId, setAlternative] = useState('');
  const [reason, setReason] = useState(query.reason ?? '');
  const [reference, setReference] = useState(query.reference ?? '');
  const kind = chosen ?? (short?.isBase ? 'base' : 'product');
  const save = useCommand(async () => {
    const what = {
      product: { toProductId, ...(fromProductId && { fromProductId }) },
      base: { toDrugId: base?.id },
      drug: { alternativeId },
    }[kind];
    const made = await post<Substitution>('/substitutions', {
      kind,
      drugId,
      ...what,
      reason,
      ...(reference.trim() && { shortageReference: reference.trim() }),
    });
    go(`/substitutions/${made.id}`);
  });
  if (!short) return <Skeleton lines={8} />;
  const missing = missingText(kind, { toProductId, base, alternativeId, reason });
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) void save.run();
      }}
    >
      <Card title={`${short.name} is short`}>
        <div class="stack">
          <RadioCards<Kind>
            label="Use instead"
            cardWidth="12rem"
            value={kind}
            onChange={setKind}
            options={[
              {
                value: 'product',
                label: 'Another product',
                note: 'Other vial, strength or maker; the prescription stays',
              },
              short.isBase
                ? { value: 'base', label: 'Another base solution', note: 'Each prescription gets a new version' }
                : { value: 'drug', label: 'Another drug', note: 'Only from the list that pharmacists keep' },
            ]}
          />
          {kind === 'product' && (
            <>
              <Select
                label="Spare"
                optional
                placeholder="Whatever else is used now"
                value={fromProductId}
                options={short.products.map(productOption)}
                onChange={setFrom}
                error={save.problem?.field('fromProductId')}
              />
              <Select
                label="Use"
                required
                placeholder="Choose a product"
                value={toProductId}
                options={short.products.filter((p) => p.active && p.id !== fromProductId).map(productOption)}
                onChange={setTo}
                error={save.problem?.field('toProductId')}
              />
            </>
          )}
          {kind === 'base' && (
            <Combobox<Drug>
              label="Base solution to use"
              value={base}
              onChange={setBase}
              search={(q) => `/drugs${queryString({ q, kind: 'base-solution', limit: 20 })}`}
              show={(drug) => drug.displayName}
              keyOf={(drug) => drug.id}
              error={save.problem?.field('toDrugId')}
            />
          )}
          {kind === 'drug' && (
            <Kept
              drugId={drugId}
              value={alternativeId}
              onChange={setAlternative}
              error={save.problem?.field('alternativeId')}
            />
          )}
          <TextInput
            label="Why"
            required
            maxLength={500}
            value={reason}
            onChange={setReason}
            hint="Stands on every prescription that changes"
            error={save.problem?.field('reason')}
          />
          <TextInput
            label="Shortage reference"
            optional
            maxLength={300}
            value={reference}
            onChange={setReference}
            hint="FDA shortage list with its date, a supplier’s letter, or the prescriber’s statement"
          />
        </div>
      </Card>
      <ProblemBox problem={save.problem} />
      <div class="sticky-foot row row-end">
        <Button kind="primary" type="submit" busy={save.busy} disabled={missing ?? false}>
          Compare every order
        </Button>
      </div>
    </form>
  );
}

const productOption = (p: Product): { value: string; label: string } => ({
  value: p.id,
  label: `${p.name}, NDC ${p.ndc}`,
});

function missingText(
  kind: Kind,
  it: { toProductId: string; base: Drug | null; alternativeId: string; reason: string },
): string | undefined {
  if (kind === 'product' && it.toProductId === '') return 'Choose the product to use';
  if (kind === 'base' && it.base === null) return 'Choose the base solution to use';
  if (kind === 'drug' && it.alternativeId === '') return 'Choose from the kept list';
  return it.reason.trim().length < 3 ? 'Say why' : undefined;
}

/** The pharmacists' list for this drug, with each dose factor. */
function Kept(props: {
  drugId: string;
  value: string;
  onChange: (id: string) => void;
  error: string | undefined;
}): JSX.Element {
  const supply = useResource<DrugSupply>(`/supply/drugs/${props.drugId}`, { feed: ['supply'] });
  if (!supply.data) return supply.error ? <ProblemBox problem={supply.error} /> : <Skeleton lines={3} />;
  const kept = supply.data.alternatives.filter((a) => a.kind === 'drug');
  if (kept.length === 0)
    return (
      <EmptyState icon="formula" title="No alternative is kept for this drug">
        A pharmacist puts alternatives with their dose factor on the list of the{' '}
        <a href={`/supply/drugs/${props.drugId}`}>drug’s supply page</a>.
      </EmptyState>
    );
  return (
    <RadioCards
      label="Kept alternatives"
      cardWidth="14rem"
      value={props.value}
      onChange={props.onChange}
      error={props.error}
      options={kept.map((a) => ({
        value: a.id,
        label: a.name,
        note: `Dose x ${a.doseFactor ?? 'not given'}; for ${a.indication || 'all indications'}`,
        disabled: a.doseFactor === null,
      }))}
    />
  );
}
