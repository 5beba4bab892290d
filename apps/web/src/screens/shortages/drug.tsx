import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import type { DrugShortage, ShortageChange, ShortageRow } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  Card,
  DateTime,
  EmptyState,
  KeyValue,
  Loaded,
  Page,
  Table,
  type Column,
} from '../../parts/index.js';
import { Freshness } from './freshness.js';
import { PACKAGE_COLUMN, STATE_COLUMNS } from './packages.js';
import { StandingBadge, StandingCounts } from './standing.js';
import { changeWords, MATCH_WORDS, tellingOf } from './words.js';

const COLUMNS: readonly Column<ShortageRow>[] = [
  PACKAGE_COLUMN,
  {
    key: 'ours',
    title: 'Ours',
    sort: (row) => (row.productId === null ? 1 : 0),
    cell: (row) =>
      row.productId !== null ? (
        <a href={`/stock/products/${row.productId}`}>{row.productName}</a>
      ) : (
        <span class="small quiet">{row.matchedBy ? MATCH_WORDS[row.matchedBy] : ''}</span>
      ),
  },
  ...STATE_COLUMNS,
];

/** All that the feed says of one drug, package by package, and how it came to be so. */
export default function DrugShortagePage(): JSX.Element {
  const { drugId = '' } = useRoute().params;
  const drug = useResource<DrugShortage>(`/shortages/drugs/${drugId}`, { feed: ['shortage'] });
  return (
    <Page
      title={drug.data ? `${drug.data.drugName} in the shortage feed` : 'Drug'}
      back={{ href: '/shortages', text: 'Shortages' }}
      width="wide"
      note={drug.data && <Freshness feed={drug.data.freshness} />}
      actions={
        <Button icon="printer" onClick={() => print()}>
          Print
        </Button>
      }
    >
      <Loaded resource={drug}>
        {(data) => (
          <div class="stack">
            <Summary data={data} />
            <Listed rows={data.packages.filter((row) => row.goneAt === null)} />
            <Gone rows={data.packages.filter((row) => row.goneAt !== null)} />
            <Card title="History">
              <History changes={data.history} />
            </Card>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Summary({ data: { summary } }: { data: DrugShortage }): JSX.Element | null {
  if (!summary) return null;
  return (
    <Card>
      <KeyValue
        stacked
        rows={[
          ['What we buy', <StandingBadge key="o" standing={summary.worstOfOurs} />],
          [`All ${summary.packages} packages`, <StandingCounts key="c" counts={summary.byStanding} />],
        ]}
      />
      <p class="small quiet">Makers: {summary.companies.join('; ')}</p>
    </Card>
  );
}

const Listed = ({ rows }: { rows: readonly ShortageRow[] }): JSX.Element => (
  <Table
    label="Packages in the feed"
    columns={COLUMNS}
    rows={rows}
    keyOf={(row) => row.id}
    empty={
      <EmptyState icon="ok" title="Not in the list">
        The feed in use names no package of this drug.
      </EmptyState>
    }
  />
);

const Gone = ({ rows }: { rows: readonly ShortageRow[] }): JSX.Element | null =>
  rows.length === 0 ? null : (
    <Card title="No longer in the list">
      <ul class="plain-list">
        {rows.map((row) => (
          <li key={row.id}>
            <strong>{row.companyName}</strong>, NDC {row.packageNdc}, until <DateTime at={row.goneAt} short />
          </li>
        ))}
      </ul>
    </Card>
  );

/** Changes of one moment together, newest first. */
function History({ changes }: { changes: readonly ShortageChange[] }): JSX.Element {
  const moments = [...new Set(changes.map((change) => change.at))];
  if (moments.length === 0) return <p class="quiet">Nothing has changed since the first import.</p>;
  return (
    <ol class="shortage-history">
      {moments.map((at) => {
        const here = tellingOf(changes.filter((change) => change.at === at));
        const came = here.filter((change) => change.field === 'listed' && change.after === 'yes').length;
        const many = came === here.length && came > 5;
        return (
          <li key={at}>
            <h3>
              <DateTime at={at} short /> {here[0]?.feedOf && <Badge tone="plain">Feed of {here[0].feedOf}</Badge>}
            </h3>
            {many ? (
              <p>{came} packages came on the list.</p>
            ) : (
              <ul class="plain-list">
                {here.map((change) => (
                  <li key={`${change.packageNdc} ${change.field} ${change.after ?? ''}`}>
                    <span class="quiet small">
                      {change.companyName}, NDC {change.packageNdc}
                    </span>
                    <span class="block">{changeWords(change)}</span>
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ol>
  );
}
