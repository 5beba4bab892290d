import { displayConcentration, strengthLine, tallMan } from '#domain/display';
import type { FormulaContent, ScaledFormula } from '#domain/formula';
import { hazardOf, strictestHazard } from '#domain/hazardous';
import { Quantity } from '#domain/quantity';
import type { Instant } from '#domain/time';
import { budNeededUntil } from '#domain/worksheet';
import type { Reader, Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Problem } from '../../platform/http/problem.js';
import { hazardousDrugRows } from '../formulary/product-facts.js';
import type { OrderLineRow, OrderRow } from '../orders/order-rows.js';
import type { StoredPlan } from './worksheet-rows.js';

export async function approvedFormula(
  tx: Tx,
  order: OrderRow,
): Promise<{ versionId: string; content: FormulaContent }> {
  if (order.state !== 'approved')
    throw new Problem('worksheet.order-not-approved', {
      detail: `${order.number} is ${order.state}. A worksheet is made only from an approved order.`,
    });
  const [found] = await rows<{ id: string; content: FormulaContent; state: string }>(
    tx,
    `select f.id, f.content, f.state from order_review r join formulation_version f on f.id = r.formulation_version_id
     where r.version_id = $1 and r.decision = 'approved'`,
    [order.version_id],
  );
  if (found?.state !== 'approved')
    throw new Problem('worksheet.formula-not-approved', {
      detail: `The formula that ${order.number} was approved with is no longer in force. Review the order again.`,
    });
  return { versionId: found.id, content: found.content };
}

export async function containersToMake(tx: Tx, order: OrderRow, asked: number | undefined): Promise<number> {
  const [{ made } = { made: '0' }] = await rows<{ made: string }>(
    tx,
    `select coalesce(sum(containers), 0) as made from worksheet where order_version_id = $1 and state not in ('cancelled','wasted','rejected')`,
    [order.version_id],
  );
  const left = order.containers - Number(made);
  if (left <= 0 || (asked !== undefined && asked > left))
    throw new Problem('worksheet.nothing-left-to-make', {
      detail: `${order.number} is for ${order.containers}; ${made} are on worksheets already, so ${Math.max(left, 0)} are left to make.`,
    });
  return asked ?? left;
}

export const neededUntilOf = (order: OrderRow, containers: number, at: Instant): Instant =>
  budNeededUntil({
    firstStart: order.needed_at !== null && order.needed_at > at ? order.needed_at : at,
    schedule: order.schedule,
    intervalMinutes: order.interval_minutes,
    durationMinutes: order.duration_minutes,
    containers,
  });

export async function hazardOfLines(
  tx: Reader,
  lines: readonly Pick<OrderLineRow, 'role' | 'drug_name'>[],
  on: Parameters<typeof hazardOf>[0]['on'],
): Promise<StoredPlan['hazard']> {
  const facilityList = await hazardousDrugRows(tx);
  return strictestHazard(
    lines
      .filter((line) => line.role === 'additive')
      .map((line) => hazardOf({ drug: line.drug_name, form: 'manipulated', on, facilityList })),
  );
}

export function summary(
  scaled: ScaledFormula,
): Pick<StoredPlan, 'finalVolume' | 'strengthText' | 'concentrationTexts' | 'derivation'> {
  const finalVolume = Quantity.of(scaled.finalVolume.value, scaled.finalVolume.unit);
  return {
    finalVolume: finalVolume.toJSON(),
    strengthText: scaled.concentrations
      .map((c) =>
        scaled.concentrations.length === 1
          ? strengthLine(c.dose, finalVolume)
          : `${tallMan(c.drugName)} ${strengthLine(c.dose, finalVolume)}`,
      )
      .join('; '),
    concentrationTexts: scaled.concentrations.map((c) => displayConcentration(c.concentration)),
    derivation: scaled.derivation.map(({ label, formula, value }) => ({ label, formula, value })),
  };
}
