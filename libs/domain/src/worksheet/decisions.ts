import { bySeverity, type Finding } from '#domain/finding';
import { next, type Machine } from '#domain/state-machine';
import { mayLeave } from '#domain/stock';
import { showInstant, type Instant, type ZoneId } from '#domain/time';
import { CSP_MACHINE } from './csp-states.js';
import type { ActivationFacts, CompletionFacts, DispenseFacts, UsedLot, VerificationFacts } from './decision-facts.js';
import { budReachFindings } from './needs.js';
import { WORKSHEET_MACHINE } from './states.js';

const stop = (code: string, message: string, source: string): Finding => ({ code, severity: 'stop', message, source });

/** Whether the maker may say that it is done: by whoever claimed it, all steps, counted, photographed, lots still good. */
export function decideComplete(facts: CompletionFacts): Finding[] {
  const findings = state(WORKSHEET_MACHINE, facts.state, 'complete');
  if (facts.claimedBy !== facts.actorId)
    findings.push(
      stop('worksheet.not-claimed-by-you', 'Only the person who claimed this worksheet completes it', 'P11-09'),
    );
  return bySeverity([...findings, ...record(facts), ...stillGood(facts.lots, facts.at, facts.zone)]);
}

/** Whether this pharmacist may verify it (promise 4; domain-rules 2.5, 2.6). `hard`: may be overridden with a reason. */
export function decideVerify(facts: VerificationFacts): Finding[] {
  return bySeverity([
    ...state(WORKSHEET_MACHINE, facts.state, 'verify'),
    ...notTheMaker(facts),
    ...record(facts),
    ...bud(facts.budAt, facts.at, facts.zone),
    ...stillGood(facts.lots, facts.at, facts.zone),
    ...order(facts.orderVersion),
  ]);
}

/** Whether this pharmacist may reject it: not the maker, with a reason, to rework or to waste. */
export function decideReject(
  facts: VerificationFacts & { readonly reason: string; readonly disposition: 'rework' | 'waste' },
): Finding[] {
  const findings = [...state(WORKSHEET_MACHINE, facts.state, 'reject'), ...notTheMaker(facts)];
  if (facts.reason.trim() === '')
    findings.push({
      ...stop('worksheet.reason-missing', 'Say why it is rejected', 'domain-rules 2.6'),
      field: 'reason',
    });
  // Nothing is made anew out of what was recalled: then only waste is left.
  if (facts.disposition === 'rework') findings.push(...stillGood(facts.lots, facts.at, facts.zone));
  return bySeverity(findings);
}

/** Whether a printed label may become the label of this preparation: scanned, this one's, read back, in date (promise 7). */
export function decideActivate(facts: ActivationFacts): Finding[] {
  const { label, scannedNumber, cspNumber } = facts;
  const findings = state(CSP_MACHINE, facts.cspState, 'activate');
  if (scannedNumber === null) findings.push(stop('label.not-scanned', 'Scan the label on the preparation', 'INS-03'));
  else if (scannedNumber !== cspNumber)
    findings.push(
      stop('label.wrong-preparation', `This label is of ${scannedNumber}. Needed: ${cspNumber}.`, 'INS-03'),
    );
  if (!label) findings.push(stop('label.missing', `${cspNumber} has no label yet`, 'INS-03'));
  else if (label.voided)
    findings.push(stop('label.voided', `Label ${label.number} is void. Print a new one.`, 'INS-07'));
  else if (!label.matches)
    findings.push(
      stop('label.does-not-match', `Label ${label.number} did not match the record when it was read back`, 'INS-03'),
    );
  return bySeverity([
    ...findings,
    ...bud(facts.budAt, facts.at, facts.zone),
    ...stillGood(facts.lots, facts.at, facts.zone),
  ]);
}

/**
 * Whether the preparations may leave: all active, in date for the whole planned use (PKG-05), made from the order as it stands, lots
 * not recalled.
 */
export function decideDispense(facts: DispenseFacts): Finding[] {
  const findings = state(WORKSHEET_MACHINE, facts.worksheetState, 'dispense');
  if (facts.csps.length === 0)
    findings.push(stop('worksheet.nothing-to-dispense', 'There is no preparation to dispense', 'INS-07'));
  findings.push(...order(facts.orderVersion));
  if (facts.budAt !== null)
    findings.push(...budReachFindings({ budAt: facts.budAt, neededUntil: facts.neededUntil, zone: facts.zone }));
  for (const { number, state: cspState, labelMatches } of facts.csps) {
    // A label that does not read back is none: what bears it is not what was verified.
    const asLabeled = cspState === 'active' && !labelMatches ? 'labeled' : cspState;
    const thing = { kind: 'preparation', number, state: asLabeled, budAt: facts.budAt, lots: facts.lots } as const;
    findings.push(...mayLeave({ thing, exit: 'dispense' }, facts.at, facts.zone));
  }
  return bySeverity([...new Map(findings.map((f) => [f.code + f.message, f])).values()]);
}

function state<S extends string, E extends string>(machine: Machine<S, E>, from: string, event: string): Finding[] {
  const answer = next(machine, from, event);
  return answer.allowed ? [] : [answer.finding];
}

/** Promise 4: whoever claimed it, completed it or did any step of it never verifies or rejects it. */
function notTheMaker(facts: VerificationFacts): Finding[] {
  const makers = [facts.claimedBy, facts.completedBy, ...facts.steps.map((s) => s.doneBy)];
  if (!makers.includes(facts.actorId)) return [];
  return [
    stop(
      'worksheet.maker-is-verifier',
      'You took part in making this. Another pharmacist must verify it.',
      'domain-rules 2.5, 8.2',
    ),
  ];
}

function record(facts: CompletionFacts): Finding[] {
  const findings: Finding[] = [];
  const open = facts.steps.filter((s) => s.state !== 'done').map((s) => s.position);
  if (facts.steps.length === 0 || open.length > 0)
    findings.push(
      stop('worksheet.steps-open', `Not done yet: step ${open.sort((a, b) => a - b).join(', ') || '1'}`, 'P11-08'),
    );
  if (facts.photos === 0) findings.push(stop('worksheet.no-photo', 'There is no photo yet', 'domain-rules 8.4'));
  if (facts.inspected !== facts.containers)
    findings.push(
      stop(
        'worksheet.count-differs',
        `${facts.containers} planned, ${facts.inspected ?? 'none'} counted at the inspection`,
        'INS-01; INS-07',
      ),
    );
  return findings;
}

function bud(budAt: Instant | null, at: Instant, zone: ZoneId): Finding[] {
  if (budAt === null) return [stop('worksheet.no-bud', 'No beyond-use date is assigned', 'domain-rules 2.5')];
  if (at <= budAt) return [];
  return [
    stop(
      'worksheet.bud-passed',
      `The beyond-use date ${showInstant(budAt, zone)} has passed`,
      'BUD-32; domain-rules 2.5',
    ),
  ];
}

/** What went in must not have been recalled or put into quarantine since. Its expiry already bounds the date (BUD-13). */
function stillGood(lots: readonly UsedLot[], at: Instant, zone: ZoneId): Finding[] {
  return mayLeave({ thing: { kind: 'contents', lots }, exit: 'dispense' }, at, zone);
}

function order(version: VerificationFacts['orderVersion']): Finding[] {
  if (version === null) return [];
  const { current, made, state: orderState } = version;
  const findings: Finding[] = [];
  const hard = (code: string, message: string): void => {
    findings.push({ code, severity: 'hard', message, source: 'domain-rules 8.4' });
  };
  if (current !== made)
    hard(
      'worksheet.order-changed',
      `Made from version ${made} of the order; version ${current} is in force. Compare them first.`,
    );
  if (orderState !== 'approved') hard('worksheet.order-not-approved', `The order is ${orderState}`);
  return findings;
}
