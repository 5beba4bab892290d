import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { useResource } from '../../api/use-resource.js';
import type { CspTrace, TracedLot } from '../../api/types.js';
import { showQuantity } from '../../format.js';
import {
  Button,
  Card,
  DateTime,
  EmptyState,
  KeyValue,
  Loaded,
  Page,
  StateBadge,
  Table,
  type Column,
} from '../../parts/index.js';
import { OpenLink } from '../desk/open-link.js';

const COLUMNS: readonly Column<TracedLot>[] = [
  {
    key: 'lot',
    title: 'Lot',
    cell: (lot) => (
      <>
        <a class="code" href={`/trace/lots/${lot.lotId}`}>
          {lot.lotNumber}
        </a>
        <span class="small quiet nowrap block">Expiry {lot.expiresOn}</span>
      </>
    ),
    sort: (lot) => lot.lotNumber,
  },
  {
    key: 'product',
    title: 'Product',
    width: '30%',
    cell: (lot) => (
      <>
        <strong>{lot.productName}</strong>
        <br />
        {lot.level > 1 && <span class="small block">In batch {lot.usedInWorksheetNumber}, which is in this</span>}
        <span class="small quiet">
          {lot.manufacturer && `${lot.manufacturer} · `}
          {lot.ndc === '' ? 'made here' : `NDC ${lot.ndc}`}
          {lot.madeInWorksheetNumber !== null && ` in ${lot.madeInWorksheetNumber}`}
        </span>
      </>
    ),
    sort: (lot) => lot.productName,
  },
  {
    key: 'quantity',
    title: 'Quantity',
    number: true,
    cell: (lot) => (
      <>
        {showQuantity({ value: lot.quantity, unit: lot.unit })}
        {lot.shared && (
          <>
            <br />
            <span class="small quiet">for the whole batch</span>
          </>
        )}
      </>
    ),
  },
  {
    key: 'scan',
    title: 'Proven by',
    cell: (lot) => (
      <>
        {lot.openContainerNumber && (
          <>
            <span class="code nowrap">{lot.openContainerNumber}</span>
            <br />
          </>
        )}
        <span class="small">
          {lot.scannedBy === '' ? 'No scan on record' : `Scanned by ${lot.scannedBy}`}
          {lot.scannedAt !== '' && (
            <>
              , <DateTime at={lot.scannedAt} />
            </>
          )}
        </span>
      </>
    ),
  },
  {
    key: 'receipts',
    title: 'Received',
    cell: (lot) =>
      lot.receipts.length === 0 ? (
        <span class="quiet">none on record</span>
      ) : (
        <ul class="plain-list small">
          {lot.receipts.map((receipt) => (
            <li key={`${receipt.at} ${receipt.supplier}`}>
              <DateTime at={receipt.at} />, {receipt.packages.replace(/\.0+$/, '')} from {receipt.supplier}
            </li>
          ))}
        </ul>
      ),
  },
];

/** What is in a preparation: every lot, and where each came from. */
export default function CspTracePage(): JSX.Element {
  const { cspId = '' } = useRoute().params;
  const trace = useResource<CspTrace>(`/trace/csps/${cspId}`, { feed: ['worksheet'] });
  const csp = trace.data?.csp;
  return (
    <Page
      title={csp?.cspNumber ?? 'Preparation'}
      back={{ href: '/trace', text: 'Trace' }}
      width="wide"
      note={
        csp && (
          <span class="row">
            <strong>{csp.title}</strong>
            <StateBadge state={csp.state} />
          </span>
        )
      }
      actions={
        csp && (
          <Button icon="printer" onClick={() => print()}>
            Print
          </Button>
        )
      }
    >
      <Loaded resource={trace}>
        {(data) => (
          <div class="stack">
            <Card>
              <KeyValue
                stacked
                rows={[
                  [
                    'Patient',
                    data.csp.patientId === null ? (
                      'Made for stock'
                    ) : (
                      <OpenLink key="p" href={`/patients/${data.csp.patientId}`}>
                        {data.csp.patientName}, {data.csp.patientNumber}
                      </OpenLink>
                    ),
                  ],
                  [
                    'Worksheet',
                    <OpenLink key="w" href={`/bench/${data.csp.worksheetId}`}>
                      {data.csp.worksheetNumber}
                    </OpenLink>,
                  ],
                  ['Begun', <DateTime key="m" at={data.csp.madeAt} />],
                  ['Beyond-use date', <DateTime key="b" at={data.csp.budAt} />],
                ]}
              />
            </Card>
            <Table
              label={`Lots in ${data.csp.cspNumber}`}
              columns={COLUMNS}
              rows={data.lots}
              keyOf={(lot) =>
                `${lot.lotId} ${lot.openContainerNumber ?? ''} ${lot.unit} ${String(lot.shared)} ${lot.level} ${lot.usedInWorksheetNumber ?? ''}`
              }
              empty={
                <EmptyState icon="stock" title="Nothing was recorded yet">
                  Lots appear here as their packages are scanned at the bench.
                </EmptyState>
              }
            />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
