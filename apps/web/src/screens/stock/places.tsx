import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { HeldLot, Lot, StockLookup, StockPlace } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  EmptyState,
  FindingList,
  Loaded,
  ProblemBox,
  StateBadge,
  Table,
  type Column,
} from '../../parts/index.js';
import { ScanBox } from '../../scan/scan-box.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { Ends } from '../desk/ends.js';
import { storageShort } from '../desk/words.js';
import { packages } from './days.js';
import { Excursions } from './excursions.js';
import { ShelfDialog } from './shelf-dialog.js';

const COLUMNS: readonly Column<StockPlace>[] = [
  {
    key: 'name',
    title: 'Place',
    cell: (row) => (
      <>
        <span class="strong">{row.name}</span> {row.kind === 'quarantine' && <Badge tone="warn">Quarantine</Badge>}
        {!row.active && <Badge>Closed</Badge>}
      </>
    ),
  },
  { key: 'storage', title: 'Storage', cell: (row) => storageShort(row.storage) },
  { key: 'products', title: 'Products', number: true, cell: (row) => row.products },
  { key: 'lots', title: 'Lots', number: true, cell: (row) => row.lots },
  { key: 'packages', title: 'Packages', number: true, cell: (row) => packages(row.packages) },
  {
    key: 'blocked',
    title: 'Lots that may not leave',
    number: true,
    cell: (row) => (row.blockedLots === 0 ? '0' : <Badge tone="danger">{row.blockedLots}</Badge>),
  },
];

/** Places with what lies there; a scanned package is moved. */
export function Places(): JSX.Element {
  const { query, set } = useAddress();
  const may = usePermissions();
  const places = useResource<StockPlace[]>('/stock/places', { feed: ['stock', 'facility'] });
  const chosen = places.data?.find((place) => place.id === query.place);
  return (
    <div class="stack">
      {may('stock.move') && <MoveByScan from={chosen?.id} onDone={places.reload} />}
      <Loaded resource={places}>
        {(rows) => (
          <Table
            label="Places"
            columns={COLUMNS}
            rows={rows}
            keyOf={(row) => row.id}
            selected={query.place ?? null}
            onOpen={(row) => set({ place: row.id === query.place ? undefined : row.id })}
            empty={
              <EmptyState icon="stock" title="No places yet">
                Shelves, refrigerators and cabinets are entered under Administration.
              </EmptyState>
            }
          />
        )}
      </Loaded>
      {chosen && <Held place={chosen} />}
      <Excursions places={places.data ?? []} onDone={places.reload} />
    </div>
  );
}

function Held({ place }: { place: StockPlace }): JSX.Element {
  const { go } = useAddress();
  const held = useResource<HeldLot[]>(`/stock/places/${place.id}`, { feed: ['stock'] });
  const columns: Column<HeldLot>[] = [
    {
      key: 'product',
      title: 'Product',
      sort: (row) => row.productName,
      cell: (row) => (
        <>
          <span class="strong">{row.productName}</span> {row.controlled && <Badge tone="accent">Controlled</Badge>}
          <span class="small quiet block">lot {row.lotNumber}</span>
        </>
      ),
    },
    {
      key: 'expiry',
      title: 'Expires',
      sort: (row) => row.expiresOn,
      cell: (row) => <Ends on={row.expiresOn} past="Expired" />,
    },
    { key: 'packages', title: 'Packages', number: true, cell: (row) => packages(row.packages) },
    { key: 'promised', title: 'Promised', number: true, cell: (row) => packages(row.promisedPackages) },
    {
      key: 'state',
      title: 'State',
      cell: (row) => (
        <>
          <StateBadge state={row.state} />
          {row.blocked && <span class="small quiet block">{row.blocked}</span>}
        </>
      ),
    },
  ];
  return (
    <section class="stack stack-small" aria-label={`In ${place.name}`}>
      <h2>In {place.name}</h2>
      <Loaded resource={held}>
        {(rows) => (
          <Table
            label={`What lies in ${place.name}`}
            columns={columns}
            rows={rows}
            keyOf={(row) => row.lotId}
            onOpen={(row) => go(`/stock/products/${row.productId}?lot=${row.lotId}`)}
            empty={
              <EmptyState icon="stock" title="Nothing lies here">
                What is received or moved here appears with its lot and expiry.
              </EmptyState>
            }
          />
        )}
      </Loaded>
    </section>
  );
}

/** Scan a package, then say where it goes. */
function MoveByScan(props: { from: string | undefined; onDone: () => void }): JSX.Element {
  const [found, setFound] = useState<StockLookup>();
  const [lot, setLot] = useState<Lot>();
  const look = useCommand(async (code: string) => {
    const answer = await post<StockLookup>('/stock/lookup', { code });
    setFound(answer);
    if (answer.lot && answer.lot.places.length > 0) setLot(answer.lot);
  });
  const message =
    found && !found.product
      ? 'No product of the formulary has this code.'
      : found && !found.lot
        ? 'The code names no lot that is here. Open the product to choose one.'
        : found?.lot && found.lot.places.length === 0
          ? `Nothing of lot ${found.lot.lotNumber} is on a shelf.`
          : undefined;
  const refused = look.problem !== undefined || message !== undefined;
  const from = lot?.places.some((place) => place.locationId === props.from) ? props.from : undefined;
  return (
    <div class="stack stack-small">
      <ScanBox
        prompt="Scan a package to move it"
        onScan={(code) => look.run(code)}
        state={look.busy ? 'busy' : refused ? 'refused' : 'waiting'}
        message={message}
        enabled={lot === undefined}
      />
      {found?.product && !found.lot && <Button href={`/stock/products/${found.product.id}`}>Open the product</Button>}
      {found && <FindingList findings={found.findings} />}
      <ProblemBox problem={look.problem} />
      {lot && (
        <ShelfDialog act="transfer" lot={lot} from={from} onDone={props.onDone} onClose={() => setLot(undefined)} />
      )}
    </div>
  );
}
