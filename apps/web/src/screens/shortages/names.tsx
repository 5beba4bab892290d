import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, query as queryString } from '../../api/client.js';
import type { Drug, FeedName } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { usePages } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  Combobox,
  Dialog,
  EmptyState,
  ProblemBox,
  Skeleton,
  Table,
  toast,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { SearchBox } from '../desk/search-box.js';

/** Names of the feed that are none of our drugs as far as the program can tell; a person may know better. */
export function Names(): JSX.Element {
  const { query } = useAddress();
  const may = usePermissions();
  const [asked, setAsked] = useState<FeedName>();
  const list = usePages<FeedName>(`/shortages/names${queryString({ q: query['q'] })}`, { feed: ['shortage'] });
  const change = useCommand(async (path: string, body: object) => {
    await post(path, body);
    list.reload();
  });
  const columns: Column<FeedName>[] = [
    { key: 'name', title: 'Name in the feed', cell: (row) => <strong>{row.genericName}</strong> },
    { key: 'packages', title: 'Packages', number: true, cell: (row) => row.packages },
    {
      key: 'decision',
      title: 'Our drug',
      cell: (row) =>
        row.decision === null ? (
          <span class="quiet">none found</span>
        ) : (
          <>
            {row.decision === 'ours' ? row.drugName : <Badge tone="plain">None of ours</Badge>}
            <span class="small quiet block">by {row.decidedBy}</span>
          </>
        ),
    },
    {
      key: 'actions',
      title: 'Actions',
      width: '16rem',
      cell: (row) =>
        may('supply.manage') && (
          <div class="row row-end">
            <Button size="small" onClick={() => setAsked(row)}>
              Match
            </Button>
            {row.decision === null ? (
              <Button
                size="small"
                kind="plain"
                busy={change.busy}
                onClick={() => void change.run('/shortages/names', { genericName: row.genericName })}
              >
                None of ours
              </Button>
            ) : (
              <Button
                size="small"
                kind="plain"
                busy={change.busy}
                onClick={() => void change.run('/shortages/names/removal', { genericName: row.genericName })}
              >
                Undo
              </Button>
            )}
          </div>
        ),
    },
  ];
  return (
    <div class="stack">
      <div class="row row-between">
        <SearchBox label="Search a name in the feed" />
        {may('supply.manage') && (
          <Button
            busy={change.busy}
            onClick={() =>
              void change.run('/shortages/matches', {}).then(() => toast('Matched with the formulary as it is now.'))
            }
          >
            Match again
          </Button>
        )}
      </div>
      <p class="small quiet">
        Matching goes by NDC and by ingredient. A mixture is matched only with the same mixture; what you decide here is
        kept over imports.
      </p>
      <ProblemBox problem={change.problem ?? list.error} />
      {list.loading && <Skeleton />}
      {list.data && (
        <Table
          label="Names of the feed that are not matched"
          columns={columns}
          rows={list.data}
          keyOf={(row) => row.genericName}
          more={list.more}
          onMore={list.loadMore}
          busy={list.refreshing}
          empty={
            <EmptyState icon="ok" title="Nothing to match">
              Every name of the feed is one of our drugs, or there is no feed yet.
            </EmptyState>
          }
        />
      )}
      {asked && <MatchDialog name={asked} onClose={() => setAsked(undefined)} onMatched={list.reload} />}
    </div>
  );
}

function MatchDialog(props: { name: FeedName; onClose: () => void; onMatched: () => void }): JSX.Element {
  const [drug, setDrug] = useState<Drug | null>(null);
  const save = useCommand(async (drugId: string) => {
    await post('/shortages/names', { genericName: props.name.genericName, drugId });
    props.onMatched();
    props.onClose();
  });
  return (
    <Dialog
      title={`Which drug is “${props.name.genericName}”?`}
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabled={drug === null && 'Choose a drug first'}
            onClick={() => drug && void save.run(drug.id)}
          >
            Match
          </Button>
        </>
      }
    >
      <div class="stack">
        <Combobox<Drug>
          label="Our drug"
          value={drug}
          onChange={setDrug}
          search={(q) => `/drugs${queryString({ q, limit: 20 })}`}
          show={(one) => one.displayName}
          keyOf={(one) => one.id}
          autoFocus
          error={save.problem?.field('drugId')}
        />
        <ProblemBox problem={save.problem} />
      </div>
    </Dialog>
  );
}
