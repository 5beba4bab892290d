import { bySeverity, type Finding } from '#domain/finding';
import { next } from '#domain/state-machine';
import { mayLeave } from '#domain/stock';
import { showInstant } from '#domain/time';
import type { StockingFacts } from './decision-facts.js';
import { WORKSHEET_MACHINE } from './states.js';

const stop = (code: string, message: string, source: string, field?: string): Finding => ({
  code,
  severity: 'stop',
  message,
  source,
  ...(field !== undefined && { field }),
});

/**
 * Whether what was made for stock may go to its shelf: verified by signature, every container's label read back, in date, no lot in
 * it held since, and a shelf of the condition that its date rests on (USP <797> sections 13, 16; INS-03; domain-rules 1.10).
 */
export function decideStock(facts: StockingFacts): Finding[] {
  const { budAt, at, zone, shelf } = facts;
  const findings: Finding[] = [];
  const state = next(WORKSHEET_MACHINE, facts.worksheetState, 'stock');
  if (!state.allowed) findings.push(state.finding);
  for (const csp of facts.csps)
    if (csp.state !== 'active' || !csp.labelMatches)
      findings.push(
        stop('worksheet.label-not-active', `The label of ${csp.number} was not read back and scanned yet`, 'INS-03'),
      );
  if (facts.csps.length === 0)
    findings.push(stop('worksheet.nothing-made', 'There is no container to put away', 'INS-07'));
  if (budAt === null) findings.push(stop('worksheet.no-bud', 'No beyond-use date is assigned', 'domain-rules 2.5'));
  else if (at > budAt)
    findings.push(stop('worksheet.bud-passed', `The beyond-use date ${showInstant(budAt, zone)} has passed`, 'BUD-32'));
  for (const lot of facts.lots)
    for (const held of mayLeave(lot, at, zone))
      if (held.code === 'lot.recalled' || held.code === 'lot.quarantined')
        findings.push({ ...held, message: `${lot.drugName}: ${held.message}` });
  return bySeverity([...findings, ...place(facts, shelf)]);
}

function place({ storage, hazardous }: StockingFacts, shelf: StockingFacts['shelf']): Finding[] {
  const findings: Finding[] = [];
  const say = (code: string, message: string, source: string): number =>
    findings.push(stop(code, message, source, 'locationId'));
  if (!shelf.active) say('lot.wrong-storage', `${shelf.name} is not in use`, 'domain-rules 7.5');
  if (shelf.storage !== storage)
    say(
      'lot.wrong-storage',
      `${shelf.name} is a place for ${shelf.storage}; the beyond-use date holds for ${storage}`,
      'USP <797> section 16; domain-rules 1.10',
    );
  if (shelf.kind === 'quarantine')
    say('lot.wrong-storage', `${shelf.name} is for what is in quarantine. This batch is released.`, 'QE-07');
  if (hazardous && shelf.kind === 'shelf')
    findings.push({
      ...stop(
        'lot.hazardous-on-shelf',
        `${shelf.name} is not a place for hazardous drugs`,
        'USP <800> section 5',
        'locationId',
      ),
      severity: 'soft',
    });
  return findings;
}
