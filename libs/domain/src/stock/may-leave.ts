import type { Finding } from '#domain/finding';
import { endOfDay, type Instant, type ZoneId } from '#domain/time';
import type { LotFacts } from './candidate.js';

/**
 * Whether anything of a lot may be picked, opened, used or dispensed: the one predicate for every exit. Empty means yes; every
 * finding stops. A lot may be used to 23:59:59 of its expiry date on the pharmacy's clock (BUD-34), whatever its state says.
 */
export function mayLeave(lot: LotFacts, at: Instant, zone: ZoneId): Finding[] {
  const findings: Finding[] = [];
  const say = (code: string, message: string, source: string): void => {
    findings.push({ code, severity: 'stop', message, source, facts: { lot: lot.lotNumber } });
  };
  if (lot.state === 'recalled')
    say('lot.recalled', `Lot ${lot.lotNumber} is recalled. Put it into quarantine.`, 'domain-rules 7.4');
  if (lot.state === 'quarantine')
    say('lot.quarantined', `Lot ${lot.lotNumber} is in quarantine. A pharmacist must release it first.`, 'QE-07');
  if (lot.state === 'expired' || at > endOfDay(lot.expiresOn, zone))
    say(
      'lot.expired',
      `Lot ${lot.lotNumber} expired on ${lot.expiresOn}. Take another lot.`,
      'BUD-34; domain-rules 7.5',
    );
  return findings;
}
