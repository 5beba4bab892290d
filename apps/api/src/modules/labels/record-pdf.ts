import { displayRounded, tallMan } from '#domain/display';
import { Quantity } from '#domain/quantity';
import { parseInstant, parseLocalDate, showInstant, type Instant, type ZoneId } from '#domain/time';
import type { WorksheetFacts } from '#labels';
import type { Site } from '../../platform/site/site.js';
import type { RecordRow, RecordStep } from '../worksheets/record-rows.js';
import { drugTitle, recordSummary } from './label-facts.js';

/** The compounding record on paper (USP <797> 11.2): what was planned, what was done, by whom, from which lots. */
export function recordFacts(
  row: RecordRow,
  site: Site,
  printedAt: Instant,
  findings: readonly string[],
): WorksheetFacts {
  const show = (text: string | null): string => (text === null ? '' : showInstant(parseInstant(text), site.zone));
  return {
    zone: site.zone,
    pharmacyName: site.name,
    worksheetNumber: row.number,
    printedAt,
    preparation: drugTitle(row),
    summary: recordSummary(row, site.zone, show),
    warnings: [
      ...(row.lines.some((l) => l.hazard !== 'none')
        ? ['Hazardous drug: containment hood and protective equipment']
        : []),
      ...row.formula.precautions,
    ],
    ingredients: (row.record_lines ?? []).flatMap((line) => ingredientRows(row, line, site.zone)),
    steps: (row.record_steps ?? []).map((step) => ({
      text: step.instruction,
      ...(step.done_at !== null && { done: doneText(step, site.zone) }),
    })),
    containers: (row.csps ?? []).map((csp) => ({ cspNumber: csp.number, status: csp.state })),
    derivation: row.plan.derivation.map((d) => `${d.label}: ${d.formula} = ${d.value}`),
    signatures: [
      {
        meaning: 'Prepared',
        ...(row.maker && { signedBy: row.maker.name }),
        ...(row.completed_at !== null && { signedAt: parseInstant(row.completed_at) }),
      },
      {
        meaning: 'Verified',
        ...(row.verifier && { signedBy: row.verifier.name }),
        ...(row.verified_at !== null && { signedAt: parseInstant(row.verified_at) }),
      },
    ],
    findings,
  };
}

function ingredientRows(
  row: RecordRow,
  line: NonNullable<RecordRow['record_lines']>[number],
  zone: ZoneId,
): WorksheetFacts['ingredients'][number][] {
  const scanned = (row.record_steps ?? []).filter(
    (s) => s.line_id === line.id && s.scanned_at !== null && s.lot_number !== null,
  );
  const lots = [...new Map(scanned.map((s) => [`${s.lot_number ?? ''} ${s.expires_on ?? ''}`, s])).values()];
  const common = {
    product: `${tallMan(line.drug)}: ${line.product}${line.in_house ? ` (${line.ndc})` : ''}`,
    ...(line.in_house ? {} : { ndc: line.ndc }),
    amount: Quantity.of(line.quantity, line.unit),
    take: `${line.packages} x`,
  };
  if (lots.length === 0)
    return (line.allocations ?? []).map((a) => ({
      ...common,
      lot: a.lot_number,
      expiry: parseLocalDate(a.expires_on),
    }));
  return lots.map((s) => ({
    ...common,
    ...(s.lot_number !== null && { lot: s.lot_number }),
    ...(s.expires_on !== null && { expiry: parseLocalDate(s.expires_on) }),
    ...(s.scanned_at !== null && { proof: `scanned ${showInstant(parseInstant(s.scanned_at), zone)}` }),
  }));
}

const doneText = (step: RecordStep, zone: ZoneId): string =>
  [
    step.volume_ml === null ? '' : displayRounded(Quantity.of(step.volume_ml, 'mL'), 2, 'half-up'),
    step.done_by?.initials ?? '',
    step.done_at === null ? '' : showInstant(parseInstant(step.done_at), zone).slice(11, 16),
  ]
    .filter(Boolean)
    .join(' ');
