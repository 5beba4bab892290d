import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import type { PerpetualEntry, PerpetualInventory } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { showQuantity } from '../../format.js';
import { Badge, Button, Card, DateTime, KeyValue, Loaded, Page, Table, type Column } from '../../parts/index.js';

const sentence = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).replaceAll('-', ' ');

/** The perpetual inventory of one controlled product, and whether the last month adds up. */
export default function ControlledProductPage(): JSX.Element {
  const { id = '' } = useRoute().params;
  const kept = useResource<PerpetualInventory>(`/controlled/products/${id}`, { feed: ['stock'] });
  return (
    <Page
      title={kept.data?.product.productName ?? 'Controlled substance'}
      note={kept.data && `Schedule ${kept.data.product.schedule.slice(1)} · ${kept.data.product.ndc ?? ''}`}
      back={{ href: '/stock?tab=controlled', text: 'Controlled' }}
      actions={<Button href={`/stock/products/${id}`}>Lots and actions</Button>}
    >
      <Loaded resource={kept}>{(data) => <Kept data={data} />}</Loaded>
    </Page>
  );
}

function Kept({ data }: { data: PerpetualInventory }): JSX.Element {
  const { reconciliation: r, product } = data;
  const show = (value: string): string => showQuantity({ value, unit: product.unit });
  const columns: Column<PerpetualEntry>[] = [
    { key: 'at', title: 'When', cell: (row) => <DateTime at={row.at} short /> },
    {
      key: 'what',
      title: 'What',
      cell: (row) => (
        <>
          <span class="strong">{sentence(row.reason)}</span>{' '}
          {row.record && <span class="small nowrap">{row.record}</span>}
          <span class="small quiet block">
            lot {row.lots}
            {row.note && `: ${row.note}`}
          </span>
        </>
      ),
    },
    {
      key: 'who',
      title: 'Who',
      cell: (row) => (
        <>
          {row.who}
          {row.witness && <span class="small quiet block">Witness {row.witness}</span>}
        </>
      ),
    },
    {
      key: 'change',
      title: 'In or out',
      number: true,
      cell: (row) => (row.change === '0' ? <span class="quiet">moved inside</span> : show(row.change)),
    },
    { key: 'balance', title: 'Balance', number: true, cell: (row) => <b>{show(row.balance)}</b> },
  ];
  return (
    <div class="stack">
      <Card
        title="Reconciliation"
        actions={
          r.unexplained === '0' ? (
            <Badge tone="ok">Adds up</Badge>
          ) : (
            <Badge tone="danger">{show(r.unexplained)} unexplained</Badge>
          )
        }
      >
        <p class="small quiet">
          <DateTime at={r.from} short /> to <DateTime at={r.until} short />. In = preparations + waste + residue.
        </p>
        <KeyValue
          stacked
          rows={[
            ['Opening', show(r.opening)],
            ['Received', show(r.received)],
            ['Into preparations', show(r.intoPreparations)],
            ['Wasted', show(r.wasted)],
            ['Residue discarded', show(r.residueDiscarded)],
            ['Returned', show(r.returned)],
            ['Counted and overfill', show(r.counted)],
            ['Adjusted', show(r.adjusted)],
            ['Closing', show(r.closing)],
          ]}
        />
      </Card>
      <Table label="Every entry, latest first" columns={columns} rows={data.entries} keyOf={(row) => row.movementId} />
    </div>
  );
}
