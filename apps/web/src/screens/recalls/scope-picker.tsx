import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, query } from '../../api/client.js';
import type { Product, Room, StockLookup, TraceHit } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import { Button, Combobox, DateInput, Icon, ProblemBox, Select, TextInput } from '../../parts/index.js';
import { ScanBox } from '../../scan/scan-box.js';
import { usePermissions } from '../../session/session.js';
import { isWork, SCOPE_KINDS, type Chosen, type ScopeDraft, type ScopeKind } from './scope.js';

interface Props {
  readonly draft: ScopeDraft;
  readonly onChange: (draft: ScopeDraft) => void;
}

/** What it starts from: scanned or chosen. */
export function ScopePicker({ draft, onChange }: Props): JSX.Element {
  const may = usePermissions();
  const kinds = SCOPE_KINDS.filter((kind) => kind.value !== 'person' || may('person.read'));
  const set = (part: Partial<ScopeDraft>): void => onChange({ ...draft, ...part });
  return (
    <div class="stack">
      <Select
        label="Starts from"
        options={kinds}
        value={draft.kind}
        onChange={(kind) => onChange({ ...draft, kind: kind as ScopeKind, subject: null, text: '' })}
      />
      {draft.kind === 'lots' && <Lots draft={draft} onChange={onChange} />}
      {draft.kind === 'product' && (
        <Combobox<Product>
          label="Product"
          value={null}
          placeholder={draft.subject?.name ?? 'Name or NDC'}
          onChange={(product) => set({ subject: product && { id: product.id, name: product.name } })}
          search={(q) => `/products${query({ q, limit: 20 })}`}
          show={(product) => product.name}
          note={(product) => `${product.manufacturer}, NDC ${product.ndc}`}
          keyOf={(product) => product.id}
        />
      )}
      {draft.kind === 'manufacturer' && (
        <TextInput
          label="Manufacturer"
          hint="As it stands in the formulary"
          value={draft.text}
          onChange={(text) => set({ text })}
        />
      )}
      {draft.kind === 'serial' && (
        <TextInput
          label="Serial number"
          hint="The whole lot of the package is meant"
          value={draft.text}
          onChange={(text) => set({ text })}
        />
      )}
      {(draft.kind === 'room' || draft.kind === 'hood') && <Places draft={draft} onChange={onChange} />}
      {draft.kind === 'person' && <Subjects label="Person" path="/people" draft={draft} onChange={onChange} />}
      {draft.kind === 'formula' && <Formulas draft={draft} onChange={onChange} />}
      {draft.kind !== 'lots' && draft.kind !== 'serial' && (
        <div class="columns-2">
          <DateInput
            label={isWork(draft.kind) ? 'Begun from' : 'First arrived from'}
            optional={draft.kind === 'product' || draft.kind === 'manufacturer'}
            value={draft.from}
            onChange={(from) => set({ from })}
          />
          <DateInput
            label="To"
            optional={draft.kind === 'product' || draft.kind === 'manufacturer'}
            value={draft.to}
            onChange={(to) => set({ to })}
          />
        </div>
      )}
    </div>
  );
}

function Lots({ draft, onChange }: Props): JSX.Element {
  const add = (lot: Chosen): void => {
    if (!draft.lots.some((l) => l.id === lot.id)) onChange({ ...draft, lots: [...draft.lots, lot] });
  };
  const scan = useCommand(async (code: string) => {
    const { lot, product } = await post<StockLookup>('/stock/lookup', { code });
    if (!lot) throw new Error('No lot of ours has this code. Type its lot number.');
    add({ id: lot.id, name: `${lot.lotNumber}, ${product?.name ?? lot.productName}` });
  });
  return (
    <div class="stack stack-small">
      <ScanBox
        prompt="Scan a package of the lot"
        onScan={(code) => scan.run(code)}
        state={scan.busy ? 'busy' : scan.problem ? 'refused' : scan.done ? 'ok' : 'waiting'}
      />
      <ProblemBox problem={scan.problem} />
      <Combobox<TraceHit>
        label="Or type its lot number"
        value={null}
        onChange={(hit) => hit?.kind === 'lot' && add({ id: hit.id, name: `${hit.number}, ${hit.title}` })}
        search={(q) => `/trace/search${query({ q })}`}
        show={(hit) => `${hit.number}, ${hit.title}`}
        note={(hit) => (hit.kind === 'lot' ? 'Lot' : 'Not a lot: cannot be chosen here')}
        keyOf={(hit) => hit.id}
      />
      <ul class="chosen">
        {draft.lots.map((lot) => (
          <li key={lot.id}>
            <span class="grow">{lot.name}</span>
            <Button
              kind="plain"
              icon="close"
              label={`Leave out ${lot.name}`}
              onClick={() => onChange({ ...draft, lots: draft.lots.filter((l) => l.id !== lot.id) })}
            >
              {''}
            </Button>
          </li>
        ))}
      </ul>
      {draft.lots.length === 0 && (
        <p class="quiet row">
          <Icon name="info" size={20} /> Lots of every expiry with the same number have to be chosen one by one.
        </p>
      )}
    </div>
  );
}

function Places({ draft, onChange }: Props): JSX.Element {
  const rooms = useResource<Room[]>('/facility/rooms');
  const all = rooms.data ?? [];
  const options = draft.kind === 'room' ? all : all.flatMap((room) => room.hoods);
  return <Choice label={draft.kind === 'room' ? 'Room' : 'Hood'} options={options} draft={draft} onChange={onChange} />;
}

function Subjects({ path, label, ...props }: Props & { path: string; label: string }): JSX.Element {
  const found = useResource<Chosen[] | { items: Chosen[] }>(path);
  const options = Array.isArray(found.data) ? found.data : (found.data?.items ?? []);
  return <Choice label={label} options={options} {...props} />;
}

interface FormulaWithVersions {
  readonly name: string;
  readonly versions: readonly { readonly id: string; readonly version: number }[];
}

/** A formula, then the version of it: each version is another recipe. */
function Formulas(props: Props): JSX.Element {
  const [formulaId, setFormulaId] = useState('');
  const formulas = useResource<{ items: Chosen[] }>('/formulas?limit=200');
  const formula = useResource<FormulaWithVersions>(formulaId === '' ? null : `/formulas/${formulaId}`);
  const versions = (formula.data?.versions ?? []).map((v) => ({ id: v.id, name: `Version ${v.version}` }));
  return (
    <div class="columns-2">
      <Select
        label="Formula"
        placeholder="Choose"
        options={(formulas.data?.items ?? []).map((f) => ({ value: f.id, label: f.name }))}
        value={formulaId}
        onChange={(id) => {
          setFormulaId(id);
          props.onChange({ ...props.draft, subject: null });
        }}
      />
      <Choice label="Version" options={formulaId === '' ? [] : versions} {...props} />
    </div>
  );
}

function Choice({
  label,
  options,
  draft,
  onChange,
}: Props & { label: string; options: readonly Chosen[] }): JSX.Element {
  return (
    <Select
      label={label}
      placeholder="Choose"
      options={options.map((option) => ({ value: option.id, label: option.name }))}
      value={draft.subject?.id ?? ''}
      onChange={(id) => {
        const found = options.find((option) => option.id === id);
        onChange({ ...draft, subject: found ? { id: found.id, name: found.name } : null });
      }}
    />
  );
}
