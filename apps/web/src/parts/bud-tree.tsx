import type { JSX } from 'preact';
import { Badge } from './badge.js';
import { barOf, type BudView, type BudViewBound } from './bud-view.js';
import { DateTime } from './shown.js';
import { FindingList } from './findings.js';
import { Icon } from './icon.js';

const STORAGE: Readonly<Record<string, string>> = {
  CRT: 'Room temperature, 20 to 25 °C',
  REF: 'Refrigerator, 2 to 8 °C',
  FRZ: 'Freezer, -25 to -10 °C',
};
export const storageWords = (storage: string): string => STORAGE[storage] ?? storage;

const categoryWords = (category: string): string =>
  /^[123]$/.test(category) ? `Category ${category}` : category.charAt(0).toUpperCase() + category.slice(1);

/** A beyond-use date that explains itself: every limit, its arithmetic and source, and which one governs (promise 3). */
export function BudTree({ view }: { view: BudView }): JSX.Element {
  return (
    <div class="stack stack-large">
      <BudHead view={view} />
      <FindingList findings={view.findings} />
      {view.bounds.length > 0 && (
        <section>
          <h2>Limits: the earliest governs</h2>
          <ul class="bud-bounds">
            {[...view.bounds]
              .sort((a, b) => a.until - b.until)
              .map((bound, i) => (
                <BudBound key={i} view={view} bound={bound} />
              ))}
          </ul>
        </section>
      )}
      {view.gates.length > 0 && (
        <section class="stack stack-small">
          <h2>What must hold</h2>
          <ul class="bud-gates">
            {view.gates.map((gate) => (
              <li class="bud-gate" data-passed={gate.passed} key={gate.code}>
                <Icon name={gate.passed ? 'ok' : 'stop'} />
                <span>
                  <span class="only-read-aloud">{gate.passed ? 'Met: ' : 'Not met: '}</span>
                  {gate.claim} <span class="finding-source">{gate.source}</span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {view.rulePacks.length > 0 && <p class="small quiet">Rules in force: {view.rulePacks.join(', ')}</p>}
    </div>
  );
}

function BudHead({ view }: { view: BudView }): JSX.Element {
  return (
    <div class="stack stack-small">
      <div class="bud-head">
        <div class="result">
          <span class="quiet">{view.until === null ? 'No beyond-use date' : 'Beyond-use date'}</span>
          {view.until === null ? (
            <BudRefusal view={view} />
          ) : (
            <strong class="result-value">
              <DateTime at={view.until} />
            </strong>
          )}
        </div>
        <div class="row">
          {view.category && (
            <Badge tone="accent" icon="hood">
              {categoryWords(view.category)}
            </Badge>
          )}
          <Badge tone="info" icon="refrigerator">
            {storageWords(view.storage)}
          </Badge>
        </div>
      </div>
      {view.why.length > 0 && <p class="quiet">{view.why.join(' ')}</p>}
      {view.statements.map((statement) => (
        <p key={statement} class="strong">
          {statement}
        </p>
      ))}
    </div>
  );
}

function BudRefusal({ view }: { view: BudView }): JSX.Element {
  if (view.decision === 'not-compounding')
    return <strong class="lead">This is not compounding: the label of the product applies.</strong>;
  if (view.decision === 'refused') return <strong class="lead">Refused: a claim below does not hold.</strong>;
  return (
    <span class="lead">
      <strong>A pharmacist must decide on stability.</strong>
      {view.ceiling !== null && (
        <span class="quiet">
          {' '}
          No later than <DateTime at={view.ceiling} /> in any case.
        </span>
      )}
    </span>
  );
}

function BudBound({ view, bound }: { view: BudView; bound: BudViewBound }): JSX.Element {
  const bar = barOf(view, bound);
  return (
    <li class="bud-bound" data-governs={bound.governs}>
      <span>
        {bound.governs ? <strong>{bound.label}</strong> : bound.label}{' '}
        {bound.governs && (
          <Badge tone="accent" icon="right">
            Governs
          </Badge>
        )}
      </span>
      <strong>
        <DateTime at={bound.until} />
      </strong>
      <span class="small quiet bud-bound-wide">
        {bound.arithmetic} · {bound.source}
        {bound.rulePack && ` · ${bound.rulePack}`}
      </span>
      {bound.confirm && (
        <span class="small quiet bud-bound-wide">
          A pharmacist must compare this figure with the standard itself: {bound.citation}
        </span>
      )}
      <div class="bud-bar" data-beyond={bar.beyond} aria-hidden="true">
        <i style={{ width: `${bar.share * 100}%` }} />
      </div>
    </li>
  );
}
