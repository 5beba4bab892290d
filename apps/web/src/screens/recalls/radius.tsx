import type { JSX } from 'preact';
import type { AffectedCounts, AffectedCsp, BlastRadius } from '../../api/types.js';
import { Badge, DateTime, EmptyState, StateBadge, Table, type Column } from '../../parts/index.js';
import { OpenLink } from '../desk/open-link.js';
import { Chain } from '../trace/chain.js';
import { count, PLACE_WORDS } from './scope.js';

const COLUMNS: readonly Column<AffectedCsp>[] = [
  {
    key: 'csp',
    title: 'Preparation',
    cell: (csp) => (
      <>
        <a class="nowrap" href={`/trace/csps/${csp.cspId}`}>
          {csp.cspNumber}
        </a>
        <span class="small quiet block">{csp.title}</span>
      </>
    ),
    sort: (csp) => csp.cspNumber,
  },
  {
    key: 'where',
    title: 'Where it is',
    cell: (csp) => (
      <>
        <StateBadge state={csp.state} /> {csp.mayBeInfused && <Badge tone="danger">May be infused</Badge>}
        <span class="small quiet block">
          {csp.dispensedAt === null ? csp.where : <DateTime at={csp.dispensedAt} />}
        </span>
      </>
    ),
    sort: (csp) => csp.place,
  },
  {
    key: 'patient',
    title: 'Patient',
    cell: (csp) =>
      csp.patientId === null ? (
        <span class="quiet">For stock</span>
      ) : (
        <>
          <OpenLink href={`/patients/${csp.patientId}`}>{csp.patientName}</OpenLink>
          <span class="small quiet block nowrap">{csp.patientNumber}</span>
        </>
      ),
    sort: (csp) => csp.patientName,
  },
  {
    key: 'when',
    title: 'Begun, good until',
    cell: (csp) => (
      <>
        <DateTime at={csp.madeAt} />
        <span class="small quiet block">{csp.budAt !== null && <DateTime at={csp.budAt} />}</span>
      </>
    ),
    sort: (csp) => csp.madeAt,
  },
];

/** How many of what, in words that are read at a glance. */
export function Sums({ counts }: { counts: AffectedCounts }): JSX.Element {
  return (
    <div class="stack stack-small">
      <p class="trace-sum">
        <span>
          <strong>{counts.csps.toLocaleString('en-US')}</strong> {counts.csps === 1 ? 'preparation' : 'preparations'}
        </span>
        <span>
          <strong>{counts.patients.toLocaleString('en-US')}</strong> {counts.patients === 1 ? 'patient' : 'patients'}
        </span>
        <span>
          <strong>{counts.lots.toLocaleString('en-US')}</strong> {counts.lots === 1 ? 'lot' : 'lots'}
          {counts.madeLots > 0 && `, ${counts.madeLots} of them made here`}
        </span>
      </p>
      <p class="row">
        {counts.byPlace.map(({ name, count: n }) => (
          <Badge key={name} tone={name === 'patient' ? 'danger' : name === 'gone' ? 'plain' : 'warn'}>
            {PLACE_WORDS[name] ?? name}: {n.toLocaleString('en-US')}
          </Badge>
        ))}
      </p>
    </div>
  );
}

/** What came of it: the sums, the way it went, and the first preparations. */
export function Radius({ answer }: { answer: BlastRadius }): JSX.Element {
  return (
    <div class="stack">
      <Sums counts={answer.counts} />
      <Chain lots={answer.chain} counts={answer.counts} />
      <Table
        label={`Preparations: ${answer.scopeText}`}
        columns={COLUMNS}
        rows={answer.csps}
        keyOf={(csp) => csp.cspId}
        height="24rem"
        empty={
          <EmptyState icon="ok" title="In no preparation">
            Nothing was made with it. What is on the shelf is held when the recall is opened.
          </EmptyState>
        }
      />
      {answer.next !== null && (
        <p class="quiet">
          The first {count(answer.csps.length, 'preparation')} are shown. “Save as CSV” has all of them.
        </p>
      )}
    </div>
  );
}
