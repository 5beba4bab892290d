import type { JSX } from 'preact';
import type { SharingHood, SharingPlan, SharingSaving, SharingVial } from '../../api/day-plan-types.js';
import { showMoment, showQuantity } from '../../format.js';
import { Badge, Card, DateTime, EmptyState, FindingList, HazardBadge, Table, type Column } from '../../parts/index.js';
import { useSite } from '../../session/session.js';
import { Timeline } from './timeline.js';
import { figure, ordinal, proof, savedInAll } from './words.js';

/** A whole plan: what it saves, each hood's day, every shared vial with its reason, and what cannot be made. */
export function PlanView({ plan }: { plan: SharingPlan }): JSX.Element {
  const shared = plan.vials.filter((v) => v.draws.length > 1);
  return (
    <div class="stack">
      <p class="lead">
        <strong>{savedInAll(plan)}</strong>
        <br />
        <span class="small quiet">Compared with opening every package for its own worksheet.</span>
      </p>
      {plan.notMade.length > 0 && (
        <Card title="Cannot be made">
          <ul class="stack stack-small">
            {plan.notMade.map((one) => (
              <li key={one.worksheetId}>
                <a href={`/bench/${one.worksheetId}`}>{one.number}</a> {one.title}
                <FindingList findings={one.why} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {plan.hoods.map((hood) => (
        <HoodDay key={hood.id} hood={hood} vials={plan.vials} />
      ))}
      <Card title="Shared vials" flush={shared.length > 0}>
        {shared.length === 0 ? (
          <EmptyState icon="stock" title="No vial is shared">
            A vial is shared where two worksheets draw the same drug in the same strength, in one hood, within its
            in-use time.
          </EmptyState>
        ) : (
          <Table label="Shared vials" columns={VIALS} rows={shared} keyOf={(v) => String(v.vial)} />
        )}
      </Card>
      <Card title="What it saves" flush>
        <Table
          label="What it saves"
          columns={SAVINGS}
          rows={plan.savings}
          keyOf={(s) => `${s.drugName} ${s.baseline} ${s.cost}`}
        />
      </Card>
    </div>
  );
}

function HoodDay({ hood, vials }: { hood: SharingHood; vials: readonly SharingVial[] }): JSX.Element {
  return (
    <Card title={hood.name}>
      <Timeline hood={hood} vials={vials} />
      <ol class="day-plan-jobs" aria-label={`Order of work in ${hood.name}`}>
        {hood.jobs.map((job) => (
          <li key={job.worksheetId}>
            <span class="day-plan-turn">
              <span class="nowrap">
                <Clock at={job.startsAt} /> – <Clock at={job.endsAt} />
              </span>
              <span>
                <a href={`/bench/${job.worksheetId}`}>{job.number}</a> <strong>{job.title}</strong>
                {job.sharesWith.length > 0 && (
                  <span class="quiet">
                    {' '}
                    · shares with <span class="nowrap">{job.sharesWith.join(', ')}</span>
                  </span>
                )}
              </span>
              {job.hazardous && <HazardBadge />}
              {job.late ? (
                <Badge tone="danger" icon="clock">
                  Late: needed <Clock at={job.neededAt} />
                </Badge>
              ) : (
                job.neededAt !== null && (
                  <span class="small quiet">
                    needed <DateTime at={job.neededAt} short />
                  </span>
                )
              )}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** The hour alone, for the day stands above. */
function Clock({ at }: { at: string | null }): JSX.Element {
  const { zone } = useSite();
  return <time dateTime={at ?? undefined}>{at === null ? '' : showMoment(at, zone).slice(11, 16)}</time>;
}

const VIALS: readonly Column<SharingVial>[] = [
  { key: 'vial', title: 'Vial', number: true, cell: (v) => v.vial },
  {
    key: 'what',
    title: 'What',
    cell: (v) => (
      <>
        <strong>{v.drugName}</strong>
        <br />
        <span class="small">{v.productName}</span>
      </>
    ),
  },
  {
    key: 'where',
    title: 'Opened',
    cell: (v) => (
      <>
        <Clock at={v.openedAt} />
        <br />
        <span class="small">{v.hoodName}</span>
      </>
    ),
  },
  {
    key: 'draws',
    title: 'Draws, in their order',
    cell: (v) => (
      <ol class="day-plan-draws">
        {v.draws.map((d, i) => (
          <li key={d.worksheetId}>
            {ordinal(i + 1)} {d.number}: <span class="nowrap">{showQuantity(d.amount)}</span>
          </li>
        ))}
      </ol>
    ),
  },
  { key: 'left', title: 'Left over', number: true, cell: (v) => showQuantity(v.leftover) },
  { key: 'why', title: 'Why it may be shared', cell: (v) => <span class="small">{v.why}</span> },
];

const SAVINGS: readonly Column<SharingSaving>[] = [
  { key: 'drug', title: 'Drug', cell: (s) => s.drugName, sort: (s) => s.drugName },
  { key: 'draws', title: 'Draws', number: true, cell: (s) => s.draws },
  { key: 'before', title: 'One package each', number: true, cell: (s) => figure(s, s.baseline) },
  { key: 'cost', title: 'As planned', number: true, cell: (s) => figure(s, s.cost) },
  { key: 'saved', title: 'Saved', number: true, cell: (s) => <strong>{figure(s, s.saved)}</strong> },
  { key: 'proof', title: 'How sure', cell: (s) => proof(s) },
];
