import type { Finding } from '#domain/finding';

/** The order as it stands now, and the version that a worksheet is made from. */
export interface OrderStanding {
  readonly state: string;
  readonly current: number;
  readonly made: number;
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
