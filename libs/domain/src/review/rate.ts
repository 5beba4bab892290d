import { bodySurfaceArea } from '#domain/dose';
import type { Finding } from '#domain/finding';
import { parseDoseRate, shown } from '#domain/formula';
import { Quantity, UNITS, type DoseRate } from '#domain/quantity';
import { RATE_OR_MINUTES } from './compatibility-table.js';
import { lineField, type ReviewedLine, type ReviewFacts } from './facts.js';

interface RateLimit {
  readonly value: string;
  readonly unit: string;
  readonly source: string;
}

/** How fast each drug runs against its highest rate and shortest time (domain-rules 8.5). */
export function checkRates(facts: ReviewFacts): Finding[] {
  const limit = facts.formula?.content.rateLimit ?? null;
  return facts.order.lines
    .filter((line) => line.role === 'additive')
    .flatMap((line) => {
      const own = line.drug.maximumRate;
      const maximum = limit?.maximum && limit.source ? { ...limit.maximum, source: limit.source } : null;
      const single = facts.order.lines.filter((l) => l.role === 'additive').length === 1;
      // A formula's limit is of the preparation: with one drug in it, of that drug.
      const limits = [own, single ? maximum : null].filter((l): l is RateLimit => l !== null);
      const found = limits.flatMap((l) => tooFast(line, l, facts));
      return [...worst(found), ...tooShort(line, facts)];
    });
}

/** Two sources with the same thing to say say it once. */
function worst(findings: readonly Finding[]): Finding[] {
  const hard = findings.find((f) => f.severity === 'hard');
  const first = hard ?? findings[0];
  return first ? [first] : [];
}

function tooFast(line: ReviewedLine, limit: RateLimit, facts: ReviewFacts): Finding[] {
  const field = lineField(line);
  const minutes = facts.order.durationMinutes;
  const maximum = parseDoseRate(limit.value, limit.unit);
  const unclear = (message: string): Finding[] => [
    {
      code: 'review.rate-not-checked',
      severity: 'hard',
      message: `${line.drug.name}: ${message}`,
      source: limit.source,
      field,
    },
  ];
  if (!maximum || maximum.amount.dimension !== line.dose.dimension)
    return unclear(`the highest rate of ${limit.value} ${limit.unit} cannot be compared with this dose`);
  const measure = bodyOf(maximum, facts);
  if (maximum.per && !measure) return unclear('the highest rate is per body, and the body measure is not on record');
  const allowed = maximum.forBody(measure);
  const time = Quantity.of(minutes, 'min');
  const most = allowed.amount.times(time.ratioTo(allowed.time));
  if (line.dose.lte(most)) return [];
  const actual = line.dose.times(allowed.time.ratioTo(time)).in(allowed.amount.unit);
  const shortest = allowed.time.in('min').times(line.dose.ratioTo(allowed.amount)).value.ceil();
  const either = RATE_OR_MINUTES.find((row) => row.drug.test(line.drug.name));
  const longEnough = either !== undefined && minutes >= either.minutes;
  const rule = either ? ` (${either.text})` : '';
  return [
    {
      code: 'review.rate-over-limit',
      severity: longEnough ? 'soft' : 'hard',
      message: `${line.drug.name} runs at ${perTime(actual, allowed)} over ${minutes} min; highest ${perTime(allowed.amount, allowed)}${rule}. That takes at least ${shortest} min.`,
      source: limit.source,
      field,
    },
  ];
}

/** `13.9 mg/min`: three decimals at most, in the unit of the limit. */
function perTime(amount: Quantity, { time }: DoseRate): string {
  const unit = time.value.eq(1) ? UNITS[time.unit].display : shown(time);
  return `${shown(Quantity.of(amount.value.rounded(3, 'half-up'), amount.unit))}/${unit}`;
}

function bodyOf(rate: DoseRate, { patient }: ReviewFacts): Quantity | undefined {
  if (rate.per === 'kg') return patient.weight ?? undefined;
  if (rate.per !== 'm2' || !patient.weight || !patient.height) return undefined;
  return bodySurfaceArea({ height: patient.height, weight: patient.weight }).result.rounded;
}

function tooShort(line: ReviewedLine, facts: ReviewFacts): Finding[] {
  const limit = facts.formula?.content.rateLimit;
  const minutes = facts.order.durationMinutes;
  if (!limit?.minimumMinutes || minutes >= limit.minimumMinutes) return [];
  return [
    {
      code: 'review.time-too-short',
      severity: 'hard',
      message: `${line.drug.name} runs over ${minutes} min; the formula asks for at least ${limit.minimumMinutes} min`,
      source: limit.source,
      field: 'durationMinutes',
    },
  ];
}
