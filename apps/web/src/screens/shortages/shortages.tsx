import type { JSX } from 'preact';
import type { FeedFreshness } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { Loaded, Page, tabPanelId, Tabs } from '../../parts/index.js';
import { useAddress } from '../desk/address.js';
import { Drugs } from './drugs.js';
import { Freshness, ImportButtons } from './freshness.js';
import { Imports } from './imports.js';
import { Names } from './names.js';
import { Notices } from './notices.js';
import { Packages } from './packages.js';

const LABEL = 'Shortages';
type TabKey = 'drugs' | 'packages' | 'notices' | 'names' | 'imports';

/** The shortage feed: what it says of our drugs, what changed, and how it came here. */
export default function Shortages(): JSX.Element {
  const { query, set } = useAddress();
  const feed = useResource<FeedFreshness>('/shortages/freshness', { feed: ['shortage'] });
  const tabs: { key: TabKey; title: string; count?: number }[] = [
    { key: 'drugs', title: 'Our drugs' },
    { key: 'packages', title: 'All packages' },
    { key: 'notices', title: 'Notices', ...(feed.data?.openNotices ? { count: feed.data.openNotices } : {}) },
    { key: 'names', title: 'Not matched' },
    { key: 'imports', title: 'Imports' },
  ];
  const active = tabs.find(({ key }) => key === query['tab'])?.key ?? 'drugs';
  const title = tabs.find(({ key }) => key === active)?.title ?? LABEL;
  return (
    <Page title="Shortages" width="wide">
      <Loaded resource={feed}>
        {(data) => (
          <div class="stack">
            <div class="row row-between">
              <Freshness feed={data} />
              <ImportButtons feed={data} onBegun={feed.reload} />
            </div>
            <Tabs
              label={LABEL}
              tabs={tabs}
              active={active}
              onSelect={(tab) => set({ tab, q: undefined, status: undefined, standing: undefined })}
            />
            <div role="tabpanel" id={tabPanelId(LABEL)} aria-label={title}>
              {active === 'drugs' && <Drugs hasFeed={data.current !== null} />}
              {active === 'packages' && <Packages />}
              {active === 'notices' && <Notices />}
              {active === 'names' && <Names />}
              {active === 'imports' && <Imports />}
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
