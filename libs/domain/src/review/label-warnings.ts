/** Statements that the container of certain drugs always carries, whatever its formula says (domain-rules 6.6; ISMP). */
const ALWAYS: readonly { readonly drug: RegExp; readonly statement: string }[] = [
  {
    drug: /\bvin(cristine|blastine|orelbine|desine)\b/i,
    statement: 'FATAL IF GIVEN BY OTHER ROUTES. FOR IV USE ONLY.',
  },
  {
    drug: /\b(cisatracurium|atracurium|mivacurium|pancuronium|rocuronium|vecuronium|succinylcholine)\b/i,
    statement: 'WARNING: PARALYZING AGENT',
  },
];

/** What the label must say for these drugs; each statement once, in the order of weight. */
export const requiredWarnings = (drugNames: readonly string[]): string[] =>
  ALWAYS.filter(({ drug }) => drugNames.some((name) => drug.test(name))).map(({ statement }) => statement);
