import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { post, query as queryString } from '../../api/client.js';
import type { Lot, Movement, Product, StockRow } from '../../api/types.js';
import { usePages, useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  Card,
  ConfirmDialog,
  EmptyState,
  HazardBadge,
  KeyValue,
  Loaded,
  Page,
  StateBadge,
  storageWords,
  Table,
  toast,
  type Column,
} from '../../parts/index.js';
import { showQuantity } from '../../format.js';
import { DateTime } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { AdjustDialog } from './adjust-dialog.js';
import { packages } from './days.js';
import { MergeDialog } from './merge-dialog.js';
import { ShelfDialog, type ShelfAct } from './shelf-dialog.js';
import { Ends } from '../desk/ends.js';

export default function ProductPage(): JSX.Element {
  const { id = '' } = useRoute().params;
  const lots = useResource<Lot[]>(`/stock/products/${id}/lots`, { feed: ['stock'] });
  const product = useProduct(id, lots.data?.[0]?.ndc);
  return (
    <Page
      title={product?.name ?? lots.data?.[0]?.productName ?? 'Product'}
      note={
        product && (
          <span class="row">
            {product.ndc} {product.hazardous && <HazardBadge />}
          </span>
        )
      }
      back={{ href: '/stock', text: 'Stock' }}
    >
      <div class="stack">
        {product && <Facts product={product} />}
        <Loaded resource={lots}>{(rows) => <Lots lots={rows} onChanged={lots.reload} />}</Loaded>
        <Movements productId={id} />
      </div>
    </Page>
  );
}

/** The formulary has no address for one product; it is found by its NDC, and without any lot among all of them. */
function useProduct(id: string, ndc: string | undefined): Product | undefined {
  const byNdc = usePages<Product>(ndc === undefined ? null : `/products${queryString({ q: ndc })}`).data;
  const row = usePages<StockRow>(ndc === undefined ? '/stock?limit=200' : null).data?.find((r) => r.productId === id);
  const byRow = usePages<Product>(row ? `/products${queryString({ q: row.ndc })}` : null).data;
  return (byNdc ?? byRow)?.find((product) => product.id === id);
}

const Facts = ({ product }: { product: Product }): JSX.Element => (
  <Card>
    <KeyValue
      stacked
      rows={[
        ['Drug', product.drugName],
        ['Strength', product.strengthText],
        ['Reconstitution', product.reconstitutionText],
        ['Container', product.containerKind.replaceAll('-', ' ')],
        ['Storage', storageWords(product.storage)],
        ['Manufacturer', product.manufacturer],
        ['GTIN', product.gtin],
      ]}
    />
  </Card>
);

type Asked = { what: 'quarantine' | 'release' | 'adjust' | 'merge' | ShelfAct; lot: Lot };
const isShelfAct = (what: Asked['what']): what is ShelfAct => ['transfer', 'waste', 'return'].includes(what);

function Lots({ lots, onChanged }: { lots: readonly Lot[]; onChanged: () => void }): JSX.Element {
  const { query } = useAddress();
  const may = usePermissions();
  const [asked, setAsked] = useState<Asked>();
  const close = (): void => setAsked(undefined);
  const columns: Column<Lot>[] = [
    {
      key: 'lot',
      title: 'Lot',
      cell: (lot) => (
        <>
          <span class="strong">{lot.lotNumber}</span>{' '}
          {lot.id === query.lot && (
            <Badge tone="accent" icon="scan">
              Scanned
            </Badge>
          )}
        </>
      ),
    },
    {
      key: 'expiry',
      title: 'Expires',
      sort: (lot) => lot.expiresOn,
      cell: (lot) => (lot.daysToExpiry < 0 ? lot.expiresOn : <Ends on={lot.expiresOn} past="Expired" />),
    },
    {
      key: 'state',
      title: 'State',
      cell: (lot) => (
        <>
          <StateBadge state={lot.blocked !== null && lot.daysToExpiry < 0 ? 'expired' : lot.state} />
          {(lot.stateReason || lot.blocked) && <span class="small quiet block">{lot.stateReason || lot.blocked}</span>}
        </>
      ),
    },
    {
      key: 'places',
      title: 'Where, in packages',
      cell: (lot) => (
        <ul class="plain-list">
          {lot.places.map((place) => (
            <li key={place.locationId}>
              {place.locationName}: <b>{packages(place.onHandPackages)}</b>
              {packages(place.allocatedPackages) !== '0' && (
                <span class="quiet"> ({packages(place.allocatedPackages)} set aside)</span>
              )}
            </li>
          ))}
          {lot.places.length === 0 && <li class="quiet">nowhere</li>}
        </ul>
      ),
    },
    {
      key: 'actions',
      title: 'Actions',
      cell: (lot) => (
        <div class="row row-end">
          {lot.state === 'available' && may('stock.quarantine') && (
            <Button size="small" onClick={() => setAsked({ what: 'quarantine', lot })}>
              Quarantine
            </Button>
          )}
          {lot.state === 'quarantine' && may('stock.release') && (
            <Button size="small" onClick={() => setAsked({ what: 'release', lot })}>
              Release
            </Button>
          )}
          {may('stock.adjust') && lot.places.length > 0 && (
            <Button size="small" onClick={() => setAsked({ what: 'adjust', lot })}>
              Correct count
            </Button>
          )}
          {may('stock.move') && lot.places.length > 0 && (
            <>
              <Button size="small" onClick={() => setAsked({ what: 'transfer', lot })}>
                Move
              </Button>
              <Button size="small" onClick={() => setAsked({ what: 'return', lot })}>
                Return
              </Button>
            </>
          )}
          {may('stock.waste') && lot.places.length > 0 && (
            <Button size="small" onClick={() => setAsked({ what: 'waste', lot })}>
              Waste
            </Button>
          )}
          {may('stock.adjust') && lots.length > 1 && (
            <Button size="small" onClick={() => setAsked({ what: 'merge', lot })}>
              Merge
            </Button>
          )}
        </div>
      ),
    },
  ];
  return (
    <section class="stack stack-small" aria-label="Lots">
      <h2>Lots</h2>
      <Table
        label="Lots, first to expire first"
        columns={columns}
        rows={lots}
        keyOf={(lot) => lot.id}
        selected={query.lot ?? null}
        empty={
          <EmptyState icon="stock" title="Nothing on the shelf">
            Lots appear here once stock is received.
          </EmptyState>
        }
      />
      {asked?.what === 'adjust' && <AdjustDialog lot={asked.lot} onDone={onChanged} onClose={close} />}
      {asked && isShelfAct(asked.what) && (
        <ShelfDialog act={asked.what} lot={asked.lot} onDone={onChanged} onClose={close} />
      )}
      {asked?.what === 'merge' && (
        <MergeDialog
          lot={asked.lot}
          others={lots.filter((lot) => lot.id !== asked.lot.id)}
          onDone={onChanged}
          onClose={close}
        />
      )}
      {(asked?.what === 'quarantine' || asked?.what === 'release') && (
        <ConfirmDialog
          title={`${asked.what === 'quarantine' ? 'Quarantine' : 'Release'} lot ${asked.lot.lotNumber}`}
          action={asked.what === 'quarantine' ? 'Quarantine the lot' : 'Release the lot'}
          reason={asked.what === 'quarantine' ? 'Why it may not be used' : 'Why it may be used again'}
          onConfirm={async (reason) => {
            await post(`/lots/${asked.lot.id}/${asked.what}`, { reason });
            toast(`Lot ${asked.lot.lotNumber} is ${asked.what === 'quarantine' ? 'in quarantine' : 'released'}.`);
            onChanged();
          }}
          onClose={close}
        >
          {asked.lot.productName}, expires {asked.lot.expiresOn}.
        </ConfirmDialog>
      )}
    </section>
  );
}

const MOVEMENTS: readonly Column<Movement>[] = [
  { key: 'at', title: 'When', cell: (row) => <DateTime at={row.effectiveAt} /> },
  {
    key: 'what',
    title: 'What',
    cell: (row) => (
      <>
        <span class="strong">{row.reason.charAt(0).toUpperCase() + row.reason.slice(1).replaceAll('-', ' ')}</span>{' '}
        {row.reversed && <Badge tone="plain">Reversed</Badge>}
        <span class="small quiet block">
          {row.who}
          {row.note && `: ${row.note}`}
        </span>
      </>
    ),
  },
  {
    key: 'entries',
    title: 'Entries',
    cell: (row) => (
      <ul class="plain-list small">
        {row.entries.map((entry, i) => (
          <li key={i} class="movement-entry">
            <span>
              {entry.account} <span class="quiet">lot {entry.lotNumber}</span>
            </span>
            <span class="number">
              {entry.quantity.startsWith('-') ? '' : '+'}
              {showQuantity({ value: entry.quantity, unit: entry.unit })}
            </span>
          </li>
        ))}
      </ul>
    ),
  },
];

function Movements({ productId }: { productId: string }): JSX.Element {
  const movements = usePages<Movement>(`/stock/movements${queryString({ productId, limit: 20 })}`, { feed: ['stock'] });
  return (
    <section class="stack stack-small" aria-label="Movements">
      <h2>Movements</h2>
      <Loaded resource={movements}>
        {(rows) => (
          <Table
            label="Movements, latest first"
            columns={MOVEMENTS}
            rows={rows}
            keyOf={(row) => row.id}
            more={movements.more}
            onMore={movements.loadMore}
            busy={movements.refreshing}
            empty={
              <EmptyState icon="trace" title="No movements yet">
                Every receipt, use and correction appears here and is never changed.
              </EmptyState>
            }
          />
        )}
      </Loaded>
    </section>
  );
}
