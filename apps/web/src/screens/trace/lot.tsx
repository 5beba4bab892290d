import type { JSX } from 'preact';
import { useLocation, useRoute } from 'preact-iso';
import type { TracedCsp } from '../../api/types.js';
import { showQuantity } from '../../format.js';
import { usePermissions } from '../../session/session.js';
import {
  Badge,
  Button,
  DateTime,
  EmptyState,
  Loaded,
  Page,
  ProblemBox,
  StateBadge,
  Table,
  type Column,
} from '../../parts/index.js';
import { OpenLink } from '../desk/open-link.js';
import { Sums } from '../recalls/radius.js';
import { Chain } from './chain.js';
import { tracedCsv } from './csv.js';
import { saveText } from './save-text.js';
import { useLotTrace } from './use-lot-trace.js';

const COLUMNS: readonly Column<TracedCsp>[] = [
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
    key: 'state',
    title: 'Where it is',
    cell: (csp) => (
      <>
        <StateBadge state={csp.state} />
        {csp.mayBeInfused && <Badge tone="danger">May be infused</Badge>}
        {csp.dispensedAt === null && csp.where !== '' && <span class="small quiet block">{csp.where}</span>}
      </>
    ),
    sort: (csp) => csp.state,
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
    key: 'made',
    title: 'Begun, good until',
    cell: (csp) => (
      <>
        <DateTime at={csp.madeAt} />
        <span class="small quiet block">{csp.budAt !== null && <DateTime at={csp.budAt} />}</span>
      </>
    ),
    sort: (csp) => csp.madeAt,
  },
  {
    key: 'quantity',
    title: 'Of this lot',
    number: true,
    cell: (csp) =>
      csp.depth > 0 ? (
        <span title="It is in a lot that was made here with it">Through a batch</span>
      ) : csp.shared || csp.quantity === '' ? (
        <span title="It went into the worksheet as a whole, such as a reconstitution diluent">Whole batch</span>
      ) : (
        showQuantity({ value: csp.quantity, unit: csp.unit })
      ),
  },
];

/** Where a lot went: every preparation and how many patients. */
export default function LotTracePage(): JSX.Element {
  const { lotId = '' } = useRoute().params;
  const { route } = useLocation();
  const may = usePermissions();
  const trace = useLotTrace(lotId);
  const lot = trace.first.data;
  const save = async (): Promise<void> => {
    const all = await trace.loadAll();
    if (all && lot) saveText(`lot-${lot.lotNumber}.csv`, tracedCsv(all));
  };
  return (
    <Page
      title={lot ? `Lot ${lot.lotNumber}` : 'Lot'}
      back={{ href: '/trace', text: 'Trace' }}
      width="wide"
      note={
        lot && (
          <span class="row">
            <strong>{lot.productName}</strong>
            <span class="nowrap">NDC {lot.ndc}</span>
            <span class="nowrap">Expiry {lot.expiresOn}</span>
            <StateBadge state={lot.state} />
          </span>
        )
      }
      actions={
        lot && (
          <>
            {may('recall.open') && lot.state !== 'recalled' && (
              <Button icon="stop" href={`/recalls/new?lots=${lotId}`}>
                Recall this lot
              </Button>
            )}
            <Button icon="printer" busy={trace.busy} onClick={() => void trace.loadAll().then((all) => all && print())}>
              Print
            </Button>
            <Button icon="down" busy={trace.busy} onClick={() => void save()}>
              Save as CSV
            </Button>
          </>
        )
      }
    >
      <Loaded resource={trace.first}>
        {(data) => (
          <div class="stack">
            <Sums counts={data.counts} />
            <Chain lots={data.chain} counts={data.counts} />
            <ProblemBox problem={trace.problem} retry={trace.loadMore} />
            <Table
              label={`Preparations with lot ${data.lotNumber}`}
              columns={COLUMNS}
              rows={trace.csps}
              keyOf={(csp) => csp.cspId}
              onOpen={(csp) => route(`/trace/csps/${csp.cspId}`)}
              more={trace.more}
              onMore={trace.loadMore}
              busy={trace.busy}
              empty={
                <EmptyState icon="trace" title="In no preparation">
                  Nothing was made with this lot. What is left of it is under Stock.
                </EmptyState>
              }
            />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
