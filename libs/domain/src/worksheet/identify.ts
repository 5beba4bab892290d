import type { ScannedCode } from '#domain/barcode';
import { tallMan } from '#domain/display';
import type { Finding } from '#domain/finding';
import { productCode, type ProductFacts } from '#domain/formula';

/** What to look for in the formulary before `decideScan`. `ndc11` without hyphens, every reading that the code allows. */
export function productLookup(scanned: ScannedCode): {
  readonly gtin: string | null;
  readonly ndc11: readonly string[];
  readonly internal: string | null;
} {
  const { gtin, ndc, ndcCandidates, internal } = scanned.fields;
  const readings = ndc ? [ndc] : ndcCandidates;
  const ndc11 = readings.flatMap((n) => (n.ndc11 === null ? [] : [n.ndc11.replaceAll('-', '')]));
  return { gtin: gtin ?? null, ndc11: [...new Set(ndc11)], internal: internal?.text ?? null };
}

/**
 * Whether the code is of the product that is needed. A GTIN decides alone where any product has it; else the NDC does. Several
 * products for one code are refused: two 11-digit codes can look the same in ten digits (lessons, NDC forms).
 */
export function checkProduct(scanned: ScannedCode, needed: ProductFacts, known: readonly ProductFacts[]): Finding[] {
  const { gtin, ndc11 } = productLookup(scanned);
  const byGtin = gtin === null ? [] : known.filter((p) => p.gtin === gtin);
  const found = byGtin.length > 0 ? byGtin : known.filter((p) => p.ndc11 !== null && ndc11.includes(p.ndc11));
  const ids = new Set(found.map((p) => p.id));
  const [first] = found;
  if (!first) return [refusal('scan.unknown-code', `This code is of no product on record. Needed: ${name(needed)}.`)];
  if (ids.size > 1)
    return [
      refusal(
        'scan.several-products',
        `This code may be ${found.map(name).join(' or ')}. Scan the two-dimensional code of the package.`,
      ),
    ];
  if (first.id !== needed.id) return [wrongProduct(first, needed)];
  return byGtin.length === 0 && isOuterPackage(gtin) ? [outerPackage(needed)] : [];
}

/** Indicator 1 to 8: a carton or case of the package (domain-rules 7.2). It proves what is in the carton, not what is in the hand. */
const isOuterPackage = (gtin: string | null): boolean => gtin !== null && /^[1-8]/.test(gtin);

const outerPackage = (needed: ProductFacts): Finding =>
  refusal(
    'scan.outer-package',
    `This is the code of a carton of ${name(needed)}. Scan the code on the package itself.`,
  );

/** Says what was scanned and what is needed. */
export function wrongProduct(scanned: ProductFacts, needed: ProductFacts): Finding {
  const facts = { scanned: scanned.id, needed: needed.id };
  if (scanned.drugId !== needed.drugId)
    return { ...refusal('scan.wrong-drug', `Wrong drug: scanned ${name(scanned)}. Needed: ${name(needed)}.`), facts };
  const message = `Wrong product of ${tallMan(needed.drugName)}: scanned ${name(scanned)}. Needed: ${name(needed)}.`;
  return { ...refusal('scan.wrong-product', message), facts };
}

const name = (p: ProductFacts): string => `${tallMan(p.drugName)} (${p.name}, ${productCode(p)})`;

/** Promise 6: what is not proven by its code cannot go on. */
export const refusal = (code: string, message: string): Finding => ({
  code,
  severity: 'stop',
  message,
  source: 'INS-04',
});
