import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, query as queryString } from '../../api/client.js';
import type { StockLookup, StockRow } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { usePages } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  EmptyState,
  FindingList,
  HazardBadge,
  Page,
  ProblemBox,
  Skeleton,
  tabPanelId,
  Table,
  Tabs,
  type Column,
} from '../../parts/index.js';
import { ScanBox } from '../../scan/scan-box.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { moveRow, useKeys } from '../desk/keys.js';
import { SearchBox } from '../desk/search-box.js';
import { storageShort } from '../desk/words.js';
import { packages } from './days.js';
import { Ends } from '../desk/ends.js';
import { AsOf } from './as-of.js';
import { Controlled } from './controlled.js';
import { Counts } from './counts.js';
import { OpenContainers } from './open-containers.js';
import { Places } from './places.js';

const TABS = [
  { key: 'products', title: 'Products' },
  { key: 'places', title: 'Places and moves' },
  { key: 'counts', title: 'Counts' },
  { key: 'open', title: 'Open containers' },
  { key: 'controlled', title: 'Controlled' },
  { key: 'as-of', title: 'As of' },
] as const;
const PANELS: Readonly<Record<(typeof TABS)[number]['key'], () => JSX.Element>> = {
  products: Products,
  places: Places,
  counts: Counts,
  open: OpenContainers,
  controlled: Controlled,
  'as-of': AsOf,
};
const LABEL = 'Stock';

export default function Stock(): JSX.Element {
  const { query, set } = useAddress();
  const may = usePermissions();
  const active = TABS.find(({ key }) => key === query.tab) ?? TABS[0];
  const Panel = PANELS[active.key];
  return (
    <Page
      title="Stock"
      actions={
        <>
          {may('worksheet.read') && (
            <Button icon="formula" href="/stock/made">
              Made here
            </Button>
          )}
          {may('stock.receive') && (
            <Button kind="primary" icon="plus" href="/stock/receive">
              Receive stock
            </Button>
          )}
        </>
      }
    >
      <Tabs
        label={LABEL}
        tabs={TABS}
        active={active.key}
        onSelect={(tab) => set({ tab, q: undefined, place: undefined, product: undefined, at: undefined })}
      />
      <div role="tabpanel" id={tabPanelId(LABEL)} aria-label={active.title}>
        <Panel />
      </div>
    </Page>
  );
}

const zero = (text: string): boolean => /^0(\.0+)?$/.test(text);

const COLUMNS: readonly Column<StockRow>[] = [
  {
    key: 'product',
    title: 'Product',
    sort: (row) => row.productName,
    cell: (row) => (
      <>
        <span class="strong">{row.productName}</span> {row.hazardous && <HazardBadge />}
        <span class="small quiet block">
          {row.ndc} · {row.strengthText}
        </span>
      </>
    ),
  },
  { key: 'storage', title: 'Storage', cell: (row) => storageShort(row.storage) },
  {
    key: 'usable',
    title: 'Usable',
    number: true,
    sort: (row) => Number(row.usablePackages),
    cell: (row) => (zero(row.usablePackages) ? <Badge tone="warn">None</Badge> : <b>{packages(row.usablePackages)}</b>),
  },
  {
    key: 'allocated',
    title: 'Set aside',
    number: true,
    sort: (row) => Number(row.allocatedPackages),
    cell: (row) => packages(row.allocatedPackages),
  },
  {
    key: 'blocked',
    title: 'Blocked',
    number: true,
    sort: (row) => Number(row.blockedPackages),
    cell: (row) => (zero(row.blockedPackages) ? '0' : <Badge tone="danger">{packages(row.blockedPackages)}</Badge>),
  },
  {
    key: 'expiry',
    title: 'Earliest expiry',
    sort: (row) => row.earliestExpiry,
    cell: (row) =>
      row.earliestExpiry === null ? <span class="quiet">none</span> : <Ends on={row.earliestExpiry} past="Expired" />,
  },
];

function Products(): JSX.Element {
  const { query, go } = useAddress();
  const stock = usePages<StockRow>(`/stock${queryString({ q: query.q })}`, { feed: ['stock'] });
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1) });
  return (
    <div class="stack">
      <Find />
      <div class="row">
        <SearchBox label="Search by drug, product or NDC" />
      </div>
      <ProblemBox problem={stock.error} retry={stock.reload} />
      {stock.loading && <Skeleton />}
      {stock.data && (
        <Table
          label="Products, in whole packages"
          columns={COLUMNS}
          rows={stock.data}
          keyOf={(row) => row.productId}
          onOpen={(row) => go(`/stock/products/${row.productId}`)}
          more={stock.more}
          onMore={stock.loadMore}
          busy={stock.refreshing}
          empty={
            <EmptyState icon="stock" title={query.q ? 'No product found' : 'No products yet'}>
              {query.q
                ? `No product has “${query.q}” in its name, drug or NDC.`
                : 'Products of the formulary appear here with what there is of them.'}
            </EmptyState>
          }
        />
      )}
    </div>
  );
}

/** Any package, scanned anywhere on the page, leads to its product and lot. */
function Find(): JSX.Element {
  const { go } = useAddress();
  const [found, setFound] = useState<StockLookup>();
  const look = useCommand(async (code: string) => {
    setFound(undefined);
    const answer = await post<StockLookup>('/stock/lookup', { code });
    if (answer.product) go(`/stock/products/${answer.product.id}${queryString({ lot: answer.lot?.id })}`);
    else setFound(answer);
  });
  const refused = look.problem !== undefined || found !== undefined;
  return (
    <div class="stack stack-small">
      <ScanBox
        prompt="Scan a package to find it"
        onScan={(code) => look.run(code)}
        state={look.busy ? 'busy' : refused ? 'refused' : 'waiting'}
        message={found && found.findings.length === 0 ? 'No product of the formulary has this code.' : undefined}
      />
      {found && <FindingList findings={found.findings} />}
      <ProblemBox problem={look.problem} />
    </div>
  );
}
