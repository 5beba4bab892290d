import type { Finding } from '#domain/finding';
import { earliest, MINUTE_MS, showInstant, type Instant } from '#domain/time';
import type { ContainerFacts, InUse, InUseBound } from './container.js';
import { expiryInstant } from './expiry.js';
import { addLimit } from './limit-clock.js';
import { WINDOWS, type Window } from './windows.js';

type Unranked = Omit<InUseBound, 'governs'>;

/**
 * Until when the rest of a container may be used as an ingredient: the earliest of its in-use time (USP <797> sections 15 and
 * 16; domain-rules 1.10), the label's, the reconstituted drug's stability, its expiry and, if compounded, its beyond-use date.
 * Opening never extends a date. A closed-system device or dispensing pin changes nothing.
 * @throws RangeError for a limit in hours that is not positive.
 */
export function inUseUntil(container: ContainerFacts): InUse {
  const window: Window = WINDOWS[container.kind][container.air];
  const findings: Finding[] = [];
  const bounds = dateBounds(container);
  const opened = container.firstPuncturedAt;
  if (opened === undefined) return rank(bounds, findings);

  if (window.hours === 'not-allowed') {
    findings.push(airFinding(container.kind, window.source));
    return { until: null, bounds: [], governing: [], findings };
  }
  if (window.hours === null) {
    const message = `A ${container.kind} opened ${where(container)} is used at once; the rest is discarded`;
    findings.push({ code: 'in-use.at-once', severity: 'info', message, source: window.source });
    return { until: null, bounds: [], governing: [], findings };
  }
  bounds.push(...openedBounds(container, opened, window.hours, window));
  findings.push(...advice(container, window));
  return rank(bounds, findings);
}

/** Whether something may be withdrawn from the container at a moment: no finding that stops means yes (BUD-19). */
export function mayWithdraw(container: ContainerFacts, at: Instant): Finding[] {
  const use = inUseUntil(container);
  const findings: Finding[] = use.findings.filter((f) => f.severity !== 'info');
  const source = WINDOWS[container.kind][container.air].source;
  const show = (t: Instant): string => showInstant(t, container.zone);
  if (container.status === 'quarantined' || container.status === 'recalled')
    findings.push(stop(`in-use.${container.status}`, `The container is ${container.status}`, 'BUD-19'));
  if (container.kind.startsWith('compounded-') && container.compoundedBud === undefined)
    findings.push(stop('in-use.no-beyond-use-date', 'A compounded ingredient needs its beyond-use date', 'BUD-14'));
  const opened = container.firstPuncturedAt;
  // Not yet opened: it would be opened now, in this air.
  if (opened === undefined && WINDOWS[container.kind][container.air].hours === 'not-allowed')
    findings.push(airFinding(container.kind, source));
  if (opened !== undefined && at < opened)
    findings.push(stop('in-use.before-puncture', `Withdrawn before it was first entered at ${show(opened)}`, source));
  if (opened !== undefined && use.until === null && at > opened && !use.findings.some((f) => f.code === 'in-use.air'))
    findings.push(stop('in-use.at-once', `Opened at ${show(opened)}: was to be used at once and discarded`, source));
  for (const bound of use.bounds.filter((b) => at > b.until))
    findings.push(
      stop(
        EXPIRED[bound.code],
        `${WORDS[bound.code]} ended at ${show(bound.until)} (${bound.arithmetic})`,
        bound.source,
      ),
    );
  return findings;
}

const EXPIRED: Record<InUseBound['code'], string> = {
  'in-use': 'in-use.expired',
  label: 'in-use.expired',
  stability: 'in-use.stability',
  expiry: 'in-use.expiry',
  'beyond-use-date': 'in-use.beyond-use-date',
};
const WORDS: Record<InUseBound['code'], string> = {
  'in-use': 'The in-use time',
  label: 'The in-use time on the label',
  stability: 'The stability of the reconstituted drug',
  expiry: 'The expiry',
  'beyond-use-date': 'The beyond-use date',
};

const stop = (code: string, message: string, source: string): Finding => ({ code, severity: 'stop', message, source });
const airFinding = (kind: ContainerFacts['kind'], source: string): Finding =>
  stop('in-use.air', `A ${kind} may only be entered in ISO 5 air`, source);
const where = (c: ContainerFacts): string => (c.air === 'iso5' ? 'in ISO 5 air' : 'in air worse than ISO 5');

function dateBounds(c: ContainerFacts): Unranked[] {
  const bounds: Unranked[] = [];
  if (c.expiry !== undefined) {
    const until = expiryInstant(c.expiry, c.zone);
    const arithmetic = `expiry ${c.expiry} = ${showInstant(until, c.zone)}`;
    bounds.push({ code: 'expiry', until, arithmetic, source: 'USP General Notices; BUD-34' });
  }
  if (c.compoundedBud !== undefined) {
    const arithmetic = `beyond-use date ${showInstant(c.compoundedBud, c.zone)}`;
    bounds.push({
      code: 'beyond-use-date',
      until: c.compoundedBud,
      arithmetic,
      source: 'USP <797> section 16; BUD-14',
    });
  }
  if (c.reconstituted) {
    const { at, limitHours, citation } = c.reconstituted;
    bounds.push({ code: 'stability', ...addLimit(at, limitHours, c.zone), source: `${citation}; BUD-11` });
  }
  return bounds;
}

function openedBounds(c: ContainerFacts, opened: Instant, hours: number, window: Window): Unranked[] {
  const bounds: Unranked[] = [];
  const byLabel = c.labelHours !== undefined && window.labelReplaces;
  if (!byLabel) bounds.push({ code: 'in-use', ...addLimit(opened, hours, c.zone), source: window.source });
  if (c.labelHours !== undefined)
    bounds.push({
      code: 'label',
      ...addLimit(opened, c.labelHours, c.zone),
      source: 'Package label; domain-rules 1.10',
    });
  return bounds;
}

function advice(c: ContainerFacts, window: Window): Finding[] {
  const findings: Finding[] = [];
  const source = window.source;
  if (c.kind === 'pharmacy-bulk-package' && c.labelHours === undefined)
    findings.push({
      code: 'in-use.bulk-label-unknown',
      severity: 'soft',
      message: 'The in-use time on the label of the bulk package is not recorded: no more than 4 h is assumed',
      source,
    });
  if (c.kind === 'multiple-dose-vial' && c.air === 'other')
    findings.push({
      code: 'in-use.not-back-into-hood',
      severity: 'soft',
      message: 'A multiple-dose vial entered outside ISO 5 does not go back into hood stock',
      source,
    });
  return findings;
}

function rank(bounds: readonly Unranked[], findings: readonly Finding[]): InUse {
  if (bounds.length === 0) return { until: null, bounds: [], governing: [], findings };
  const until = earliest(...bounds.map((b) => b.until));
  const ranked = bounds.map((b) => ({ ...b, governs: b.until - until <= MINUTE_MS }));
  return { until, bounds: ranked, governing: ranked.filter((b) => b.governs).map((b) => b.code), findings };
}
