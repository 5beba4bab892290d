import type { JSX } from 'preact';
import type { OrderReview, StabilityRow } from '../../api/types.js';
import { Badge, Button, Card, DecimalInput, Icon, RadioCards, StateBadge, TextInput } from '../../parts/index.js';
import { STORAGES } from '../desk/words.js';
import { limitHours, stabilityDecision, type StabilityDraft } from './decision.js';

/** Published evidence that fits, what nearly fits and why not, and the pharmacist's own decision where it is needed. */
export function Stability(props: {
  review: OrderReview;
  draft: StabilityDraft;
  open: boolean;
  /** The answer shown was worked out with what is filled in. */
  settled: boolean;
  onChange: (draft: StabilityDraft) => void;
}): JSX.Element | null {
  const { fits, nearMisses, decisionNeeded } = props.review.stability;
  if (!props.review.preparation) return null;
  const decided = stabilityDecision(props.draft) !== undefined;
  const deciding = props.open && (decisionNeeded || decided);
  const cite = deciding ? { onCite: (citation: string) => props.onChange({ ...props.draft, citation }) } : {};
  const unconfirmed = fits.find(({ status }) => status === 'unconfirmed');
  return (
    <Card title="Stability evidence">
      <div class="stack">
        {fits.length > 0 ? (
          <Rows rows={fits} {...cite} />
        ) : (
          <p class="row">
            <Badge tone="warn">No confirmed evidence fits this preparation</Badge>
          </p>
        )}
        {decisionNeeded && unconfirmed && (
          <p class="small">
            No pharmacist has compared the row with its source yet, so it bounds nothing.{' '}
            <a href="/administration?tab=stability&status=unconfirmed">Confirm it with your signature</a>, or decide for
            this order below.
          </p>
        )}
        {nearMisses.length > 0 && (
          <details open={fits.length === 0}>
            <summary>
              {nearMisses.length === 1 ? 'One row nearly fits' : `${nearMisses.length} rows nearly fit`}
            </summary>
            <Rows rows={nearMisses} {...cite} />
          </details>
        )}
        {deciding && (
          <Decision
            draft={props.draft}
            onChange={props.onChange}
            uncovered={props.settled && decided && decisionNeeded}
          />
        )}
      </div>
    </Card>
  );
}

function Rows(props: { rows: readonly StabilityRow[]; onCite?: (citation: string) => void }): JSX.Element {
  return (
    <ul class="plain-list evidence">
      {props.rows.map((row) => (
        <li key={row.id} class="evidence-row">
          <Icon name={row.whyNot !== null ? 'close' : row.status === 'confirmed' ? 'ok' : 'wait'} />
          <span>
            {row.text} {row.status !== 'confirmed' && <StateBadge state={row.status} />}
            {row.whyNot !== null && <span class="block strong">{row.whyNot}</span>}
            <span class="small quiet block">{row.citation}</span>
            {props.onCite && (
              <Button size="small" kind="plain" onClick={() => props.onCite?.(row.citation)}>
                Cite this source
              </Button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The label never claims more than this; reason and source are signed with the approval. */
function Decision(props: {
  draft: StabilityDraft;
  onChange: (draft: StabilityDraft) => void;
  /** Worked out with this decision, stability is still missing. */
  uncovered: boolean;
}): JSX.Element {
  const { draft, onChange } = props;
  const set = (part: Partial<StabilityDraft>): void => onChange({ ...draft, ...part });
  const wrong = draft.limit !== '' && limitHours(draft) === undefined;
  return (
    <fieldset class="entry stack" id="stability-decision">
      <legend class="only-read-aloud">Your decision on stability</legend>
      <div>
        <h3>Your decision on stability</h3>
        <p class="small quiet">
          It holds for this order only and is part of what you sign. The beyond-use date below follows as soon as every
          field is filled in.
        </p>
      </div>
      <div class="columns-2">
        <DecimalInput
          label="Stable for"
          value={draft.limit}
          onChange={(limit) => set({ limit })}
          unit={draft.limitUnit}
          units={[
            { value: 'h', label: 'hours' },
            { value: 'd', label: 'days' },
          ]}
          onUnit={(unit) => set({ limitUnit: unit === 'd' ? 'd' : 'h' })}
          error={wrong ? 'Enter whole hours or days, at most 180 days.' : undefined}
        />
        <TextInput
          label="Source"
          hint="Labeling, handbook, article"
          maxLength={500}
          value={draft.citation}
          onChange={(citation) => set({ citation })}
        />
      </div>
      <RadioCards
        label="Stored"
        cardWidth="8rem"
        options={STORAGES}
        value={draft.storage}
        onChange={(storage) => set({ storage })}
        error={
          props.uncovered
            ? 'This does not cover the preparation as the order has it stored. Choose the storage of the order.'
            : undefined
        }
      />
      <TextInput
        label="Why this applies here"
        maxLength={500}
        value={draft.reason}
        onChange={(reason) => set({ reason })}
      />
    </fieldset>
  );
}
