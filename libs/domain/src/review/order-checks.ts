import { findErrorProneAbbreviations } from '#domain/display';
import type { Finding } from '#domain/finding';
import { showInstant } from '#domain/time';
import { lineField, type ReviewFacts } from './facts.js';

const DAY_MINUTES = 1440;

/** Another order of the patient for the same drug that is not finished. */
export function checkDuplicates(facts: ReviewFacts): Finding[] {
  return facts.order.lines
    .filter((line) => line.role === 'additive')
    .flatMap((line) =>
      facts.otherOrders
        .filter((other) => other.drugIds.includes(line.drug.id))
        .map((other): Finding => ({
          code: 'review.duplicate-order',
          severity: 'hard',
          message: `${line.drug.name} is also in order ${other.number}, which is ${other.state}`,
          source: 'domain-rules 8.5',
          field: lineField(line),
          facts: { order: other.number },
        })),
    );
}

/** Whether schedule, number of containers and days' supply say the same. */
export function checkSupply({ order }: ReviewFacts): Finding[] {
  const findings: Finding[] = [];
  const { schedule, intervalMinutes, durationMinutes, containers, daysSupply } = order;
  const tell = (code: string, severity: Finding['severity'], message: string, field: string): void => {
    findings.push({ code, severity, message, source: 'PKG-05; domain-rules 9.8', field });
  };
  if (schedule === 'intermittent' && intervalMinutes !== null && durationMinutes > intervalMinutes)
    tell(
      'review.duration-over-interval',
      'hard',
      `Each dose runs ${durationMinutes} min but is due every ${intervalMinutes} min`,
      'durationMinutes',
    );
  if (schedule === 'once' && containers > 1)
    tell('review.supply-differs', 'soft', `${containers} containers for an order to be given once`, 'containers');
  const each = schedule === 'intermittent' ? intervalMinutes : schedule === 'continuous' ? durationMinutes : null;
  if (daysSupply === null || each === null) return findings;
  // A continuous container is needed for every part of it that is begun; an intermittent one for every start.
  const needed = Math.ceil((daysSupply * DAY_MINUTES) / each);
  // One pump of 46 h is two days' supply, and the second day needs no second pump.
  const one = schedule === 'continuous' && containers === 1 && Math.ceil(durationMinutes / DAY_MINUTES) === daysSupply;
  if (needed !== containers && !one)
    tell(
      'review.supply-differs',
      'soft',
      `${daysSupply} days' supply takes ${needed} containers; ${containers} are ordered`,
      'containers',
    );
  return findings;
}

export const checkDirections = ({ order }: ReviewFacts): Finding[] =>
  findErrorProneAbbreviations(order.directions).map((f) => ({ ...f, field: 'directions' }));

/** What handling the drug asks for. */
export function checkHandling({ order }: ReviewFacts): Finding[] {
  return order.lines.flatMap((line): Finding[] => {
    const { drug } = line;
    const findings: Finding[] = [];
    if (drug.hazard !== 'none')
      findings.push({
        code: 'review.hazardous',
        severity: drug.antineoplastic ? 'soft' : 'info',
        message: drug.antineoplastic
          ? `${drug.name} is an antineoplastic hazardous drug: made in a C-PEC in a C-SEC, by people qualified for it, labeled and transported as hazardous`
          : `${drug.name} is a hazardous drug: follow its assessment of risk, or full containment`,
        source: 'USP <800> sections 2 and 5; NIOSH 2024',
        field: lineField(line),
      });
    if (drug.highAlert)
      findings.push({
        code: 'review.high-alert',
        severity: 'info',
        message: `${drug.name} is a high-alert drug: independent check of the calculation`,
        source: 'INS-05; INS-06',
        field: lineField(line),
      });
    return findings;
  });
}

/** Whether there is a formula that fits and everything could be worked out by it. */
export function checkFormula(facts: ReviewFacts): Finding[] {
  const { formula, formulas, scaled, scaleFindings = [] } = facts;
  if (!formula) {
    const fitting = formulas.filter((f) => f.whyNot.length === 0).length;
    const message =
      fitting > 0
        ? 'Choose one of the master formulation records that fit'
        : 'No approved master formulation record fits this order. Write one, or ask the prescriber.';
    return [
      { code: 'review.formula-missing', severity: 'stop', message, source: 'domain-rules 2.1', field: 'formula' },
    ];
  }
  const why = formulas.find((f) => f.versionId === formula.versionId)?.whyNot ?? [];
  const findings: Finding[] = why.map((f) => ({ ...f, severity: 'stop', field: 'formula' }));
  if (scaled) return [...findings, ...scaled.findings];
  const calculated: readonly Finding[] =
    scaleFindings.length > 0
      ? scaleFindings
      : [
          {
            code: 'review.not-calculated',
            severity: 'stop',
            message: 'The amounts could not be worked out',
            field: 'formula',
          },
        ];
  return [...findings, ...calculated];
}

/** Code of the finding that only a signed decision on stability resolves. */
export const STABILITY_MISSING = 'review.stability-missing';

/** Whether a beyond-use date can be given, and whether it reaches as far as the use that is planned. */
export function checkBeyondUseDate(facts: ReviewFacts): Finding[] {
  const { budPreview, neededUntil, zone } = facts;
  if (!budPreview || budPreview.decision === 'not-compounding') return [];
  if (budPreview.decision === 'needs-pharmacist')
    return [
      {
        code: STABILITY_MISSING,
        severity: 'hard',
        message: 'No confirmed stability evidence fits this preparation. Set a limit with its source, and sign it.',
        source: 'BUD-11; USP <797> section 14.3',
        field: 'stability',
      },
    ];
  if (budPreview.decision === 'refused' || budPreview.until === null)
    return [
      {
        code: 'review.bud-refused',
        severity: 'hard',
        message: 'No beyond-use date could be given to this preparation as planned. See the gates of the answer.',
        source: 'BUD-10',
        field: 'bud',
      },
    ];
  if (neededUntil === null || budPreview.until >= neededUntil) return [];
  return [
    {
      code: 'review.bud-too-short',
      severity: 'hard',
      message: `Made now, it may be started until ${showInstant(budPreview.until, zone)}; the last start is planned for ${showInstant(neededUntil, zone)}. Deliver in parts.`,
      source: 'PKG-05; BUD-32',
      field: 'containers',
    },
  ];
}
