import type { JSX } from 'preact';
import type { OrderReview, PreparationPreview } from '../../api/types.js';
import { toInstant } from '../../format.js';
import {
  Badge,
  BudTree,
  budOfRecord,
  Card,
  DateTime,
  Derivation,
  EmptyState,
  KeyValue,
  QuantityText,
  RadioCards,
} from '../../parts/index.js';

/** The formula it would be made by; another can be chosen where it fits, and why the rest do not is said. */
export function Formulas(props: {
  review: OrderReview;
  open: boolean;
  onChoose: (versionId: string) => void;
}): JSX.Element {
  const { formulas, chosenFormulationVersionId: chosen } = props.review;
  const fitting = formulas.filter(({ fits }) => fits);
  const others = formulas.filter(({ fits }) => !fits);
  const shown = formulas.find((f) => f.formulationVersionId === chosen);
  const choosable = props.open && fitting.length > 1;
  return (
    <Card title="Formula">
      <div class="stack">
        {choosable ? (
          <RadioCards
            label="Made by"
            cardWidth="18rem"
            value={chosen ?? ''}
            onChange={props.onChoose}
            options={fitting.map((f) => ({
              value: f.formulationVersionId,
              label: f.name,
              note: `version ${f.version}`,
            }))}
          />
        ) : shown ? (
          <p>
            <a href={`/formulas/${shown.formulationId}`}>{shown.name}</a>{' '}
            <span class="quiet">{[shown.number, `version ${shown.version}`].filter(Boolean).join(', ')}</span>
          </p>
        ) : (
          <EmptyState icon="formula" title="No approved formula fits">
            Without an approved master formulation record for these drugs and this route nothing can be prepared. Write
            and approve one under <a href="/formulas">Formulas</a>.
          </EmptyState>
        )}
        {others.length > 0 && (
          <details>
            <summary>Why {others.length === 1 ? 'another formula does' : `${others.length} others do`} not fit</summary>
            <ul class="plain-list">
              {others.map((f) => (
                <li key={f.formulationVersionId}>
                  <span class="strong">{f.name}</span>
                  <span class="small quiet block">{f.whyNot.join(' ')}</span>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Card>
  );
}

/** Amounts in one container, and how they were worked out. */
export function Preparation({ preparation }: { preparation: PreparationPreview | null }): JSX.Element | null {
  if (!preparation) return null;
  return (
    <Card title="Preparation of one container">
      <div class="stack">
        <KeyValue
          stacked
          rows={[
            ['Final volume', <QuantityText key="volume" quantity={preparation.finalVolume} />],
            ['Concentration', preparation.concentrationText],
            ['On the label', preparation.strengthText],
          ]}
        />
        <ul class="plain-list preparation-lines">
          {preparation.lines.map((line) => (
            <li key={`${line.drugName} ${line.productName}`}>
              <span class="strong">
                {line.drugName} {line.perContainerText}
              </span>
              <span class="block">
                from {line.packages} × {line.productName} for all containers
              </span>
              {line.note && <span class="small quiet block">{line.note}</span>}
            </li>
          ))}
        </ul>
        {preparation.derivation.length > 0 && (
          <details>
            <summary>How the amounts were worked out</summary>
            <Derivation steps={preparation.derivation} />
          </details>
        )}
      </div>
    </Card>
  );
}

/** How long it would last if it were begun now, against how long it is needed. */
export function Bud({ review, busy }: { review: OrderReview; busy: boolean }): JSX.Element | null {
  const { bud } = review;
  if (!bud) return null;
  const view = budOfRecord(bud.answer);
  return (
    <Card title="Beyond-use date, if begun now" actions={busy && <Badge tone="info">Working it out again</Badge>}>
      <div class="stack">
        {bud.neededUntil && (
          <p class="row">
            <span>
              Needed until <DateTime at={bud.neededUntil} />
            </span>
            {bud.beyondUseDate !== null &&
              (toInstant(bud.beyondUseDate) >= toInstant(bud.neededUntil) ? (
                <Badge tone="ok">Lasts long enough</Badge>
              ) : (
                <Badge tone="warn">Ends before it is needed</Badge>
              ))}
          </p>
        )}
        {view ? <BudTree view={view} /> : <p>{bud.summary}</p>}
      </div>
    </Card>
  );
}
