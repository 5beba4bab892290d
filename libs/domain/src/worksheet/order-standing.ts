import type { Finding } from '#domain/finding';

/** The order as it stands now, and the version that a worksheet is made from. */
export interface OrderStanding {
  readonly state: string;
  readonly current: number;
  readonly made: number;
}

/** Whether work for stock may begin: no order stands behind it, so its formula must still be in force (USP <797> section 11.1). */
export function decideStockStart(formulaState: 'draft' | 'approved' | 'retired'): Finding[] {
  if (formulaState === 'approved') return [];
  const message = `The formula is ${formulaState}. Cancel this worksheet and plan it from the version in force.`;
  return [{ code: 'worksheet.formula-not-approved', severity: 'stop', message, source: 'USP <797> section 11.1' }];
}

/**
 * Whether work may begin: the order is approved and unchanged since it was planned. Once begun, the work is finished and the
 * pharmacist who verifies it sees what changed meanwhile.
 */
export function decideStart({ state, current, made }: OrderStanding): Finding[] {
  const findings: Finding[] = [];
  const add = (code: string, message: string): number =>
    findings.push({ code, severity: 'stop', message, source: 'domain-rules 8.4' });
  if (state !== 'approved') add('worksheet.order-not-approved', `The order is ${state}. Do not begin.`);
  if (current !== made)
    add(
      'worksheet.order-changed',
      `Planned from version ${made} of the order; version ${current} is in force. Cancel this worksheet and plan it anew.`,
    );
  return findings;
}
