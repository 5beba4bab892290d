import type { JSX } from 'preact';
import { EmptyState, Page, tabPanelId, Tabs } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { Account } from './account.js';
import { Locations } from './locations.js';
import { People } from './people.js';
import { Rooms } from './rooms.js';
import { SiteForm } from './site-form.js';
import { Evidence } from './evidence.js';

const TABS = [
  { key: 'people', title: 'People', permission: 'person.read', tab: People },
  { key: 'rooms', title: 'Rooms and hoods', permission: 'facility.read', tab: Rooms },
  { key: 'locations', title: 'Locations', permission: 'facility.read', tab: Locations },
  { key: 'site', title: 'Site', permission: 'facility.read', tab: SiteForm },
  { key: 'stability', title: 'Stability evidence', permission: 'stability.read', tab: Evidence },
  { key: 'account', title: 'My account', permission: null, tab: Account },
] as const;
const LABEL = 'Administration';

export default function Administration(): JSX.Element {
  const { query, set } = useAddress();
  const may = usePermissions();
  const tabs = TABS.filter(({ permission }) => permission === null || may(permission));
  const active = tabs.find(({ key }) => key === query.tab) ?? tabs[0];
  if (!active)
    return (
      <Page title="Administration">
        <EmptyState icon="settings" title="Nothing is open to you here" />
      </Page>
    );
  return (
    <Page title="Administration">
      <Tabs
        label={LABEL}
        tabs={tabs}
        active={active.key}
        onSelect={(tab) => set({ tab, q: undefined, person: undefined, status: undefined })}
      />
      <div role="tabpanel" id={tabPanelId(LABEL)} aria-label={active.title}>
        <active.tab key={active.key} />
      </div>
    </Page>
  );
}
