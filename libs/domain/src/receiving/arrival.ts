import type { Finding } from '#domain/finding';
import { Decimal } from '#domain/quantity';
import type { LocalDate } from '#domain/time';
import { isShortDated, type ReceivingPolicy } from './policy.js';

export type Storage = 'CRT' | 'REF' | 'FRZ';

/** Degrees Celsius at which a delivery may arrive; nothing is measured of what is kept at room temperature (USP <659>). */
const ARRIVAL_LIMITS: Readonly<Record<Exclude<Storage, 'CRT'>, readonly [lowest: string, highest: string]>> = {
  REF: ['2', '8'],
  FRZ: ['-25', '-10'],
};

/** One line of a delivery as the person who unpacks sees it. */
export interface ArrivalFacts {
  /** Counted from 0, for the fields of findings. */
  readonly index: number;
  readonly productName: string;
  readonly storage: Storage;
  /** Outside DSCSA (DS-12). */
  readonly dscsaExempt: boolean;
  readonly lotNumber: string;
  readonly expiresOn: LocalDate;
  /** Fit for stock, and broken ones beside them. */
  readonly packages: number;
  readonly damagedPackages: number;
  /** Of these, how many are more than the order still expects; 0 without an order. */
  readonly overPackages: number;
  readonly overReason: string | null;
  readonly shortDatedReason: string | null;
  /** Decimal text, degrees Celsius. */
  readonly temperature: string | null;
  /** What the person says of it: packed cold, indicator not tripped. */
  readonly temperatureOk: boolean | null;
  readonly serials: readonly string[];
  /** Packages covered by the serial numbers of scanned cartons. */
  readonly cartonPackages: number;
}

export interface ArrivalJudgement {
  readonly findings: readonly Finding[];
  /** Why the lot goes into quarantine; null when it need not. */
  readonly hold: string | null;
}

/**
 * What is to be said of a line before it is taken in: `stop` refuses it, `soft` was accepted for the reason given (domain-rules 7.5).
 * Expiry in the past and the wrong place are refused elsewhere, for whatever is put on a shelf.
 */
export function judgeArrival(line: ArrivalFacts, policy: ReceivingPolicy, today: LocalDate): ArrivalJudgement {
  const temperature = judgeTemperature(line);
  return {
    findings: [
      ...counted(line),
      ...overFindings(line),
      ...shortDated(line, policy, today),
      ...temperature.findings,
      ...serialFindings(line),
    ],
    hold: temperature.hold,
  };
}

const at = (line: ArrivalFacts, name: string): string => `lines.${line.index}.${name}`;

function counted(line: ArrivalFacts): Finding[] {
  const found: Finding[] = [];
  if (line.packages + line.damagedPackages === 0)
    found.push({
      code: 'receipt.nothing-counted',
      severity: 'stop',
      message: `${line.productName}: no package was counted.`,
      field: at(line, 'packages'),
    });
  if (line.serials.length + line.cartonPackages > line.packages + line.damagedPackages)
    found.push({
      code: 'receipt.more-serials-than-packages',
      severity: 'stop',
      message: `${line.productName}: more packages were scanned than are counted.`,
      field: at(line, 'packages'),
    });
  return found;
}

function overFindings(line: ArrivalFacts): Finding[] {
  if (line.overPackages === 0) return [];
  const reason = line.overReason?.trim() ?? '';
  const message = `${line.productName}: ${line.overPackages} more than the order still expects.`;
  return [
    {
      code: 'receipt.over',
      severity: reason === '' ? 'stop' : 'soft',
      message: reason === '' ? `${message} Say why it is accepted, or send it back.` : `${message} Accepted: ${reason}`,
      facts: { over: String(line.overPackages) },
      field: at(line, 'overReason'),
      source: 'domain-rules 7.5',
    },
  ];
}

function shortDated(line: ArrivalFacts, policy: ReceivingPolicy, today: LocalDate): Finding[] {
  if (!isShortDated(line.expiresOn, today, policy)) return [];
  const reason = line.shortDatedReason?.trim() ?? '';
  const message = `${line.productName}, lot ${line.lotNumber}: expires ${line.expiresOn}, within ${policy.shortDatedDays} days.`;
  return [
    {
      code: 'receipt.short-dated',
      severity: reason === '' ? 'stop' : 'soft',
      message: reason === '' ? `${message} Say why it is accepted, or send it back.` : `${message} Accepted: ${reason}`,
      facts: { expiry: line.expiresOn, days: String(policy.shortDatedDays) },
      field: at(line, 'shortDatedReason'),
      source: 'domain-rules 7.5',
    },
  ];
}

function judgeTemperature(line: ArrivalFacts): ArrivalJudgement {
  if (line.storage === 'CRT') return { findings: [], hold: null };
  const [lowest, highest] = ARRIVAL_LIMITS[line.storage];
  const field = at(line, 'temperature');
  if (line.temperature === null || line.temperatureOk === null)
    return {
      hold: null,
      findings: [
        {
          code: 'receipt.temperature-missing',
          severity: 'stop',
          message: `${line.productName} is kept cold: enter the temperature it arrived at, and whether the packing was sound.`,
          facts: { lowest, highest },
          field,
          source: 'domain-rules 7.5',
        },
      ],
    };
  const reading = Decimal.of(line.temperature);
  const outside = reading.lt(Decimal.of(lowest)) || reading.gt(Decimal.of(highest));
  if (!outside && line.temperatureOk) return { findings: [], hold: null };
  const why = outside
    ? `arrived at ${line.temperature} °C; ${lowest} to ${highest} °C is right`
    : `arrived at ${line.temperature} °C with packing that was not sound`;
  return {
    hold: why,
    findings: [
      {
        code: 'receipt.temperature-not-ok',
        severity: 'soft',
        message: `${line.productName}, lot ${line.lotNumber}, ${why}. It goes into quarantine until a pharmacist decides.`,
        facts: { temperature: line.temperature, lowest, highest },
        field,
        source: 'domain-rules 7.5; QE-07',
      },
    ],
  };
}

function serialFindings(line: ArrivalFacts): Finding[] {
  if (line.dscsaExempt || line.packages === 0) return [];
  const missing = line.packages - Math.min(line.packages, line.serials.length + line.cartonPackages);
  if (missing === 0) return [];
  return [
    {
      code: 'receipt.serial-missing',
      severity: 'info',
      message: `${line.productName}: ${missing} of ${line.packages} without a serial number. Scan the two-dimensional code of each package.`,
      facts: { missing: String(missing) },
      source: 'DS-05',
    },
  ];
}
