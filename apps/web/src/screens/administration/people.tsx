import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Person } from '../../api/types.js';
import { usePages } from '../../api/use-resource.js';
import { Badge, Button, EmptyState, Loaded, StateBadge, Table, type Column } from '../../parts/index.js';
import { roleWords } from '../../sections.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { AddPerson } from './add-person.js';
import { PersonDialog } from './person-dialog.js';

const COLUMNS: readonly Column<Person>[] = [
  {
    key: 'name',
    title: 'Name',
    sort: (person) => person.name,
    cell: (person) => (
      <>
        <span class="strong">{person.name}</span>
        <span class="small quiet block">
          {person.initials} · signs in as {person.login}
        </span>
      </>
    ),
  },
  { key: 'roles', title: 'Roles', cell: (person) => roleWords(person.roles) || <span class="quiet">none</span> },
  {
    key: 'state',
    title: 'State',
    cell: (person) => (
      <span class="row">
        <StateBadge state={person.active ? 'active' : 'inactive'} />
        {person.passwordMustChange && person.active && <Badge tone="info">Must set a password</Badge>}
        {person.demo && (
          <Badge tone="plain" icon="person">
            Demo
          </Badge>
        )}
      </span>
    ),
  },
];

/** Everybody who can sign in. */
export function People(): JSX.Element {
  const { query, set } = useAddress();
  const may = usePermissions();
  const [adding, setAdding] = useState(false);
  const people = usePages<Person>('/people?limit=100', { feed: ['person'] });
  const opened = people.data?.find((person) => person.id === query.person);
  return (
    <div class="stack">
      {may('person.manage') && (
        <div class="row row-end">
          <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>
            Add a person
          </Button>
        </div>
      )}
      <Loaded resource={people}>
        {(rows) => (
          <Table
            label="People"
            columns={COLUMNS}
            rows={rows}
            keyOf={(person) => person.id}
            onOpen={(person) => set({ person: person.id })}
            more={people.more}
            onMore={people.loadMore}
            busy={people.refreshing}
            empty={<EmptyState icon="person" title="Nobody yet" />}
          />
        )}
      </Loaded>
      {adding && <AddPerson onSaved={people.reload} onClose={() => setAdding(false)} />}
      {opened && (
        <PersonDialog
          key={opened.id}
          person={opened}
          onChanged={people.reload}
          onClose={() => set({ person: undefined })}
        />
      )}
    </div>
  );
}
