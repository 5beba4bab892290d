import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { DrugSupply, LeverChoice, WhatIf } from '../../api/supply-types.js';
import { useCommand } from '../../api/use-command.js';
import { Badge, Card, CheckBox, DateInput, ProblemBox, Select, TextInput } from '../../parts/index.js';
import { gainText, wholeNumber } from './gain.js';

type Choices = Readonly<Record<string, LeverChoice>>;

/** Each lever with the days it buys alone; those that are on are tried together at once. */
export function Levers(props: {
  data: DrugSupply;
  tried: WhatIf | undefined;
  onTried: (tried: WhatIf | undefined) => void;
}): JSX.Element {
  const { data, tried, onTried } = props;
  const [chosen, setChosen] = useState<Choices>({});
  const levers = Object.values(chosen);
  const attempt = useCommand(async (wanted: readonly LeverChoice[]) =>
    onTried(
      wanted.length === 0 ? undefined : await post<WhatIf>(`/supply/drugs/${data.drugId}/what-if`, { levers: wanted }),
    ),
  );
  const asked = JSON.stringify(levers);
  const done = useRef('');
  // Also when the drug's own figures changed behind: what is tried stands on them. What was chosen meanwhile is tried next.
  useEffect(() => {
    const wanted = `${asked} ${data.computedAt}`;
    if (attempt.busy || done.current === wanted) return;
    done.current = wanted;
    void attempt.run(levers);
  }, [asked, data.computedAt, attempt.busy]);
  const put = (key: string, choice: LeverChoice | undefined): void => {
    const { [key]: _, ...rest } = chosen;
    setChosen(choice ? { ...rest, [key]: choice } : rest);
  };
  return (
    <Card title="What buys days">
      <div class="stack stack-small levers">
        {byGain(data.levers).map((lever) => (
          <div key={lever.key} class="lever">
            <CheckBox
              label={lever.title}
              checked={lever.key in chosen}
              onChange={(on) => put(lever.key, on ? { key: lever.key } : undefined)}
            />
            <Badge tone={(lever.daysGained ?? 0) > 0 ? 'ok' : 'plain'}>{gainText(lever)}</Badge>
            <p class="small quiet">
              {lever.explanation}{' '}
              {lever.packs !== null && `Counted with ${lever.packs} pack${lever.packs === 1 ? '' : 's'}.`}{' '}
              {lever.effect}
            </p>
          </div>
        ))}
        <Restriction data={data} choice={chosen['restrict']} put={(choice) => put('restrict', choice)} />
        <Transfer data={data} put={(choice) => put('transfer', choice)} />
        <p class="lead" role="status">
          {tried && levers.length > 0 ? `Together: ${gainText(tried)}.` : 'Choose levers to see them together.'}
        </p>
        <ProblemBox problem={attempt.problem} />
      </div>
    </Card>
  );
}

/** What buys most first; among equals as they came. */
const byGain = (levers: DrugSupply['levers']): DrugSupply['levers'] =>
  levers.toSorted((a, b) => (b.daysGained ?? 0) - (a.daysGained ?? 0));

function Restriction(props: {
  data: DrugSupply;
  choice: LeverChoice | undefined;
  put: (choice: LeverChoice | undefined) => void;
}): JSX.Element | null {
  const { data, choice, put } = props;
  if (data.indications.length < 2) return null;
  const all = data.indications.map(({ name }) => name);
  const kept = choice?.indications ?? all;
  const toggle = (name: string, on: boolean): void => {
    const next = on ? [...kept, name] : kept.filter((one) => one !== name);
    put(next.length === 0 || next.length === all.length ? undefined : { key: 'restrict', indications: next });
  };
  return (
    <details class="lever">
      <summary>Restrict to indications</summary>
      {data.indications.map(({ name, doses }) => (
        <CheckBox
          key={name}
          label={`${name || 'Indication not given'}: ${doses} doses`}
          checked={kept.includes(name)}
          onChange={(on) => toggle(name, on)}
        />
      ))}
    </details>
  );
}

function Transfer({ data, put }: { data: DrugSupply; put: (choice: LeverChoice | undefined) => void }): JSX.Element {
  const [productId, setProduct] = useState(data.products[0]?.id ?? '');
  const [packages, setPackages] = useState('');
  const [on, setOn] = useState(data.answer.series[1]?.on ?? '');
  useEffect(() => {
    const count = wholeNumber(packages);
    put(count !== undefined && on !== '' ? { key: 'transfer', productId, packages: count, on } : undefined);
  }, [productId, packages, on]);
  return (
    <details class="lever">
      <summary>Transfer from another site</summary>
      <div class="stack stack-small">
        <Select
          label="Product"
          options={data.products.map(({ id, name }) => ({ value: id, label: name }))}
          value={productId}
          onChange={setProduct}
        />
        <TextInput
          label="Packages"
          value={packages}
          onChange={setPackages}
          error={packages !== '' && wholeNumber(packages) === undefined ? 'A whole number' : undefined}
        />
        <DateInput label="Comes on" value={on} onChange={setOn} />
      </div>
    </details>
  );
}
