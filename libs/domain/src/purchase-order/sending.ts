import type { Finding } from '#domain/finding';
import type { LocalDate } from '#domain/time';

export interface SupplierStanding {
  readonly name: string;
  readonly active: boolean;
  /** Until when its license is known to be good; null: nobody has looked. */
  readonly licenseCheckedUntil: LocalDate | null;
}

export interface OrderToSend {
  readonly lines: readonly {
    readonly position: number;
    readonly productName: string;
    readonly schedule: 'CII' | 'CIII' | 'CIV' | 'CV' | null;
    readonly productActive: boolean;
  }[];
  /** Number of the DEA Form 222 or of the CSOS order. */
  readonly deaOrderNumber: string | null;
  readonly supplier: SupplierStanding;
}

/** Whether a supplier's license is known to be good on a day (DS-01). Told, not refused: checking it is a phone call away. */
export function licenseFindings(supplier: SupplierStanding, today: LocalDate): Finding[] {
  const { name, licenseCheckedUntil } = supplier;
  if (licenseCheckedUntil !== null && licenseCheckedUntil >= today) return [];
  const since = licenseCheckedUntil === null ? 'has never been checked' : `was checked until ${licenseCheckedUntil}`;
  return [
    {
      code: 'supplier.license-unchecked',
      severity: 'soft',
      message: `The license of ${name} ${since}. Buy only from licensed trading partners: look it up and enter the date.`,
      source: '21 USC 360eee-1(d)(2); DS-01',
    },
  ];
}

/** What stands against sending an order; a `stop` cannot be sent. */
export function sendingFindings(order: OrderToSend, today: LocalDate): Finding[] {
  const stop = (code: string, message: string, extra: Partial<Finding> = {}): Finding => ({
    code,
    severity: 'stop',
    message,
    ...extra,
  });
  const findings: Finding[] = [];
  if (order.lines.length === 0) findings.push(stop('purchase-order.empty', 'An order needs at least one line.'));
  if (!order.supplier.active)
    findings.push(stop('supplier.inactive', `${order.supplier.name} is not a supplier in use.`));
  for (const line of order.lines.filter((l) => !l.productActive))
    findings.push(
      stop('product.inactive', `${line.productName} is not a product in use.`, { field: `lines.${line.position - 1}` }),
    );
  const scheduleTwo = order.lines.filter((l) => l.schedule === 'CII');
  if (scheduleTwo.length > 0 && (order.deaOrderNumber ?? '').trim() === '')
    findings.push(
      stop(
        'purchase-order.dea-number-missing',
        `${scheduleTwo.map((l) => l.productName).join(', ')}: schedule II is ordered by DEA Form 222 or CSOS only. Enter its number.`,
        { field: 'deaOrderNumber', source: '21 CFR 1305; CS-02' },
      ),
    );
  if (scheduleTwo.length > 0 && scheduleTwo.length < order.lines.length)
    findings.push({
      code: 'purchase-order.schedule-two-mixed',
      severity: 'soft',
      message: 'Records of schedule II are kept apart from all others: put it on an order of its own.',
      source: '21 CFR 1304.04; CS-02',
    });
  return [...findings, ...licenseFindings(order.supplier, today)];
}
