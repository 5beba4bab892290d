import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { Page, tabPanelId, Tabs } from '../../parts/index.js';
import { useScanner } from '../../scan/use-scanner.js';
import { BudTab } from './bud-tab.js';
import { CodeTab } from './code-tab.js';
import { DoseTab } from './dose-tab.js';
import { VialsTab } from './vials-tab.js';

const TABS = [
  { key: 'bud', title: 'Beyond-use date', tab: BudTab },
  { key: 'dose', title: 'Dose, dilution, rate', tab: DoseTab },
  { key: 'vials', title: 'Vials and reconstitution', tab: VialsTab },
  { key: 'code', title: 'Code reader', tab: CodeTab },
] as const;
const LABEL = 'Calculators';

/** Worked out without a patient or an order, many times a day; each calculation is an address that can be kept. */
export default function Calculators(): JSX.Element {
  const { query, route } = useLocation();
  const active = TABS.find(({ key }) => key === query.tab) ?? TABS[0];
  useScanner((code) => route(`/calculators?tab=code&code=${encodeURIComponent(code)}`), active.key !== 'code');
  return (
    <Page title="Calculators">
      <Tabs label={LABEL} tabs={TABS} active={active.key} onSelect={(key) => route(`/calculators?tab=${key}`, true)} />
      <div role="tabpanel" id={tabPanelId(LABEL)} aria-label={active.title}>
        <active.tab key={active.key} />
      </div>
    </Page>
  );
}
