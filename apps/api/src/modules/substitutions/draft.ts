import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Problem } from '../../platform/http/problem.js';
import { drugsById, productsById } from '../formulary/product-facts.js';
import type { SubstitutionRequest } from './substitutions.dto.js';

export interface DraftFields {
  readonly fromProductId: string | null;
  readonly toProductId: string | null;
  readonly toDrugId: string | null;
  readonly alternativeId: string | null;
  readonly doseFactor: string | null;
  readonly shortageReference: string;
}

const NONE = { fromProductId: null, toProductId: null, toDrugId: null, alternativeId: null, doseFactor: null };

function refuse(field: string, message: string): never {
  throw new Problem('substitution.invalid', { detail: message, fields: [{ field, message }] });
}

/** What replaces what, checked against the formulary and the pharmacists' list. @throws Problem naming the field */
export async function draftFields(tx: Tx, input: SubstitutionRequest): Promise<DraftFields> {
  const drug = (await drugsById(tx, [input.drugId])).get(input.drugId);
  if (!drug) refuse('drugId', 'This drug is not in the formulary.');
  const shortageReference = await shortageText(tx, input);
  const of = { product: productFields, base: baseFields, drug: alternativeFields }[input.kind];
  return { ...NONE, ...(await of(tx, input, drug.name, drug.kind)), shortageReference };
}

type Part = Partial<DraftFields>;

async function productFields(tx: Tx, input: SubstitutionRequest, drug: string): Promise<Part> {
  const { fromProductId = null, toProductId } = input;
  if (toProductId === undefined) refuse('toProductId', 'Choose the product to use instead.');
  if (toProductId === fromProductId) refuse('toProductId', 'Choose another product than the one to spare.');
  const products = await productsById(tx, [toProductId, ...(fromProductId ? [fromProductId] : [])]);
  const to = products.get(toProductId);
  if (to?.facts.drugId !== input.drugId || !to.active)
    refuse('toProductId', `This is no product of ${drug} that is in use.`);
  if (fromProductId !== null && products.get(fromProductId)?.facts.drugId !== input.drugId)
    refuse('fromProductId', `This is no product of ${drug}.`);
  return { fromProductId, toProductId };
}

async function baseFields(tx: Tx, input: SubstitutionRequest, drug: string, kind: string): Promise<Part> {
  if (kind !== 'base-solution') refuse('drugId', `${drug} is no base solution.`);
  const { toDrugId } = input;
  if (toDrugId === undefined) refuse('toDrugId', 'Choose the base solution to use instead.');
  if (toDrugId === input.drugId) refuse('toDrugId', 'Choose another base solution.');
  const to = (await drugsById(tx, [toDrugId])).get(toDrugId);
  if (to?.kind !== 'base-solution' || !to.active) refuse('toDrugId', 'This is no base solution that is in use.');
  return { toDrugId };
}

/** Only what a pharmacist keeps on the list, with the factor that is on it: nobody types a dose factor here. */
async function alternativeFields(tx: Tx, input: SubstitutionRequest, drug: string): Promise<Part> {
  const [kept] = await rows<{ id: string; to: string; factor: string | null }>(
    tx,
    `select id, alternative_drug_id as "to", trim_scale(dose_factor)::text as factor from drug_alternative
     where id = $1 and drug_id = $2 and kind = 'drug' and active`,
    [input.alternativeId ?? null, input.drugId],
  );
  if (!kept)
    refuse(
      'alternativeId',
      `This is not on the kept list of alternatives to ${drug}. A pharmacist puts it there first.`,
    );
  if (kept.factor === null)
    refuse(
      'alternativeId',
      'The list gives no dose factor for this alternative, so no dose can be worked out. A pharmacist adds it first.',
    );
  return { toDrugId: kept.to, alternativeId: kept.id, doseFactor: kept.factor };
}

/** The reason for a copy as it was on the day: the row of the list and its date, or the words that were given (domain-rules 7.8). */
async function shortageText(tx: Tx, input: SubstitutionRequest): Promise<string> {
  const words = input.shortageReference?.trim() ?? '';
  if (input.shortageItemId === undefined) return words;
  const [item] = await rows<{ text: string }>(
    tx,
    `select generic_name || ', ' || presentation || ', ' || status || coalesce(', updated ' || updated_on, '') as text from shortage_item where id = $1`,
    [input.shortageItemId],
  );
  if (!item) refuse('shortageItemId', 'This row is not on the imported shortage list.');
  return [item.text, words].filter(Boolean).join('. ').slice(0, 1000);
}
