import type { JSX } from 'preact';
import { Tabs } from '../../parts/index.js';
import { useAddress } from '../desk/address.js';

const TABS = [
  { key: 'draft', title: 'Drafts', path: '/purchasing?tab=draft' },
  { key: 'open', title: 'On their way', path: '/purchasing?tab=open' },
  { key: 'done', title: 'Ended', path: '/purchasing?tab=done' },
  { key: 'suppliers', title: 'Suppliers', path: '/purchasing/suppliers' },
  { key: 'exceptions', title: 'Exceptions', path: '/purchasing/exceptions' },
] as const;
export type PurchasingTab = (typeof TABS)[number]['key'];
export const PURCHASING = 'Purchasing';

/** The parts of purchasing; each has an address of its own. */
export function PurchasingTabs({ active }: { active: PurchasingTab }): JSX.Element {
  const { go } = useAddress();
  return (
    <Tabs
      label={PURCHASING}
      tabs={TABS}
      active={active}
      onSelect={(key) => go(TABS.find((tab) => tab.key === key)?.path ?? '/purchasing')}
    />
  );
}
