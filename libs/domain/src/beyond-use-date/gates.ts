import { mayWithdraw, showHours } from '#domain/in-use-time';
import { HOUR_MS, showInstant } from '#domain/time';
import type { Finding } from '#domain/finding';
import { expiryInstant } from '#domain/in-use-time';
import type { Gate } from './answer.js';
import { isStoragePermitted } from './bounds.js';
import { hasNonsterileStart, type CategoryDecision } from './category-row.js';
import type { ComponentFacts, PreparationFacts } from './facts.js';
import { ROW_WORDS, STERILIZE_WITHIN_HOURS, STORAGE_WORDS } from './limits.js';
import { needsSterilityTest } from './release-tests.js';
import { strictest, type RulesInForce } from './rules.js';

/** A claim with what speaks against it. It fails only when a finding stops. */
export function gate(code: string, claim: string, source: string, findings: readonly Finding[]): Gate {
  return { code, claim, source, findings, passed: findings.every((f) => f.severity !== 'stop') };
}

export const stop = (code: string, message: string, source: string, field?: string): Finding => ({
  code,
  severity: 'stop',
  message,
  source,
  ...(field === undefined ? {} : { field }),
});

/** The gates of a preparation under a category. */
export function categoryGates(facts: PreparationFacts, decision: CategoryDecision, rules: RulesInForce): Gate[] {
  return [
    gate('placement', 'The room and hood allow it', 'USP <797> section 4.2; domain-rules 1.4, 5.4', decision.findings),
    storageGate(facts, decision, rules),
    sterilizationGate(facts),
    batchGate(facts, decision, rules),
    testsGate(facts),
    ...multipleDoseGate(facts, decision),
  ];
}

function storageGate(facts: PreparationFacts, { row }: CategoryDecision, rules: RulesInForce): Gate {
  const source = 'USP <797> Tables 12 to 14; BUD-10';
  const refused = row !== null && !isStoragePermitted(rules, row, facts.storage);
  const message = row && `${ROW_WORDS[row]} has no limit in the ${STORAGE_WORDS[facts.storage]}: not permitted`;
  const findings = refused && message ? [stop('storage.not-permitted', message, source, 'storage')] : [];
  return gate('storage', 'This category may be stored so', source, findings);
}

function sterilizationGate(facts: PreparationFacts): Gate {
  const source = 'USP <797> section 10; domain-rules 1.13';
  const { method, sterilizedBy: by, nonsterileSolution: solution } = facts;
  const findings: Finding[] = [];
  const add = (code: string, message: string): number => findings.push(stop(code, message, source, 'method'));
  if (hasNonsterileStart(facts) && method === 'aseptic' && by !== 'filtration')
    add('sterilization.missing', 'A nonsterile component that is processed aseptically is sterilized by filtration');
  if (method === 'terminal' && by === 'filtration')
    add('sterilization.method', 'Filtration is not terminal sterilization: steam, dry heat or irradiation');
  if (solution) {
    const waited = (solution.sterilizedAt ?? solution.madeAt) - solution.madeAt;
    if (waited > STERILIZE_WITHIN_HOURS * HOUR_MS)
      add(
        'sterilization.late',
        `Sterilized at ${showInstant(solution.sterilizedAt ?? solution.madeAt, facts.zone)}, more than ${showHours(STERILIZE_WITHIN_HOURS)} after the solution was made`,
      );
    if (solution.sterilizedAt === undefined)
      add('sterilization.missing', 'The solution from a nonsterile start is not yet sterilized');
  }
  return gate('sterilization', 'What is nonsterile is sterilized, and in time', source, findings);
}

function batchGate(facts: PreparationFacts, { row }: CategoryDecision, rules: RulesInForce): Gate {
  const source = 'USP <797> section 12.2; domain-rules 1.13';
  const limit = strictest(rules, (pack) => pack.testedBatchUnits);
  const over = limit !== undefined && needsSterilityTest(facts, row) && facts.batchUnits > limit;
  const message = `${facts.batchUnits} units: a batch whose date needs a sterility test has at most ${limit}`;
  return gate(
    'batch',
    'The batch is small enough for its tests',
    source,
    over ? [stop('batch.too-large', message, source, 'batchUnits')] : [],
  );
}

function testsGate(facts: PreparationFacts): Gate {
  const source = 'USP <797> sections 12 and 18.1; domain-rules 1.13, REL-07';
  const failed = Object.entries(facts.testResults ?? {}).filter(([, result]) => result === 'failed');
  const findings = failed.map(([code]) => stop('test.failed', `${code.replaceAll('-', ' ')}: failed`, source));
  return gate('tests', 'No test failed', source, findings);
}

function multipleDoseGate(facts: PreparationFacts, { assigned }: CategoryDecision): Gate[] {
  if (!facts.multipleDose) return [];
  const source = 'USP <797> section 14.5; domain-rules 1.12';
  const findings: Finding[] = [];
  if (assigned === 1)
    findings.push(stop('multiple-dose.category', 'A multiple-dose preparation is Category 2 or 3', source, 'category'));
  if (facts.multipleDose.aqueous && facts.testResults?.['antimicrobial-effectiveness'] !== 'passed')
    findings.push(
      stop(
        'multiple-dose.antimicrobial',
        'An aqueous multiple-dose preparation must have passed antimicrobial effectiveness testing (USP <51>)',
        source,
      ),
    );
  return [gate('multiple-dose', 'It may be a multiple-dose preparation', source, findings)];
}

/** Every ingredient: known dates, not held, not expired, and within its in-use time at each withdrawal (BUD-13, 14, 19). */
export const componentGates = (facts: PreparationFacts): Gate[] =>
  [...facts.components].sort((a, b) => a.id.localeCompare(b.id)).map((c) => componentGate(c, facts));

function componentGate(c: ComponentFacts, facts: PreparationFacts): Gate {
  const source = 'USP <797> sections 14.2, 15, 16; BUD-13, BUD-14, BUD-19';
  const show = (at: Parameters<typeof showInstant>[0]): string => showInstant(at, facts.zone);
  const findings: Finding[] = [];
  const add = (code: string, message: string): number => findings.push(stop(code, message, source, c.id));
  if (c.lotStatus === 'quarantined' || c.lotStatus === 'recalled')
    add(`component.${c.lotStatus}`, `${c.name}: the lot is ${c.lotStatus}`);
  if (c.origin === 'compounded' ? c.beyondUseDate === undefined : (c.expiry ?? c.beyondUseDate) === undefined)
    add('component.no-date', `${c.name}: ${c.origin === 'compounded' ? 'beyond-use date' : 'expiry'} is not known`);
  if (c.expiry !== undefined && expiryInstant(c.expiry, facts.zone) < facts.startedAt)
    add('component.expired', `${c.name}: expired ${c.expiry}, before preparation began`);
  // A justified exception lifts the bound (BUD-14), never the gate: what is past its own date is not used.
  if (c.beyondUseDate !== undefined && c.beyondUseDate < facts.startedAt)
    add('component.expired', `${c.name}: past its beyond-use date ${show(c.beyondUseDate)}`);
  for (const { container, at } of c.withdrawals ?? []) {
    findings.push(
      ...mayWithdraw(container, at).map((f) => ({ ...f, message: `${c.name}: ${f.message}`, field: c.id })),
    );
    if (facts.provision.kind === 'category' && container.air === 'other' && container.kind !== 'multiple-dose-vial')
      add('component.room-air', `${c.name}: entered in air worse than ISO 5, for immediate use only`);
    if (at < facts.startedAt)
      add(
        'start.after-withdrawal',
        `${c.name}: withdrawn at ${show(at)}, before the start ${show(facts.startedAt)}; the first manipulation is the start (BUD-30)`,
      );
  }
  if (c.origin === 'compounded' && c.justifiedException)
    findings.push({
      code: 'component.exception',
      severity: 'info',
      message: `${c.name}: its date does not bound; ${c.justifiedException.reason} (${c.justifiedException.decidedBy})`,
      source: 'BUD-14',
      field: c.id,
    });
  return gate(`component:${c.id}`, `${c.name} may be used`, source, findings);
}
