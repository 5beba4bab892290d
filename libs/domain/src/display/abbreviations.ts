import type { Finding, Severity } from '#domain/finding';

interface Row {
  readonly pattern: RegExp;
  /** What to write instead. */
  readonly use: string;
  readonly severity: Severity;
}

// Not inside a word, and not part of a hyphenated one.
const word = (alternatives: string, flags = ''): RegExp =>
  new RegExp(`(?<![A-Za-z-])(?:${alternatives})(?![A-Za-z-])`, `g${flags}`);
/** `hard`: on the Joint Commission's do-not-use list. */
const hard = (pattern: RegExp, use: string): Row => ({ pattern, use, severity: 'hard' });
/** `soft`: on ISMP's list of error-prone abbreviations. */
const soft = (pattern: RegExp, use: string): Row => ({ pattern, use, severity: 'soft' });

/** In the order of precedence: of two that overlap the first one counts. */
const ROWS: readonly Row[] = [
  hard(word('q\\.?o\\.?d\\.?', 'i'), 'every other day'),
  hard(word('q\\.?d\\.?', 'i'), 'daily'),
  hard(word('MSO4|MS'), 'morphine sulfate'),
  hard(word('MgSO4', 'i'), 'magnesium sulfate'),
  hard(word('i\\.?u\\.?', 'i'), 'units'),
  hard(word('U|u'), 'units'),
  hard(/(?<![\d.,])\.\d+/g, 'a zero before the decimal point'),
  hard(/(?<![\d.])\d[\d,]*\.\d*0(?![\d.])/g, 'no zero at the end of a decimal'),
  soft(word('[µμu]g'), 'mcg'),
  soft(word('cc', 'i'), 'mL'),
  soft(word('qhs', 'i'), 'nightly at bedtime'),
  soft(word('HS'), 'at bedtime, or half-strength'),
  soft(word('SC|SQ|sub ?q', 'i'), 'subcut or subcutaneously'),
  soft(word('D/C', 'i'), 'discharge or discontinue'),
  soft(word('per os', 'i'), 'by mouth'),
  soft(word('q ?\\d{1,2} ?PM', 'i'), 'daily at the hour'),
  soft(/\b[qQ] ?\d{1,2} ?°/g, 'every … hours'),
  soft(word('x ?\\d+ ?d', 'i'), 'for … days'),
  soft(word('OD|OS|OU'), 'right eye, left eye, both eyes'),
  soft(word('AU'), 'both ears'),
  soft(word('AD|AS'), 'right ear, left ear'),
  soft(word('IN'), 'intranasal'),
  soft(word('IJ'), 'injection'),
  soft(word('BT'), 'bedtime'),
  soft(word('TIW', 'i'), 'three times weekly'),
  soft(word('BIW', 'i'), 'two times weekly'),
  soft(word('SSI'), 'sliding scale insulin'),
  soft(word('ss'), 'one half, or sliding scale'),
  soft(word('MTX'), 'methotrexate'),
  soft(/(?<![A-Za-z\d])5-?FU(?![A-Za-z])/g, 'fluorouracil'),
  soft(word('ATRA'), 'tretinoin'),
  soft(word('AZT'), 'zidovudine'),
  soft(word('CPZ'), 'chlorproMAZINE'),
  soft(word('HCTZ?'), 'hydrocortisone or hydroCHLOROthiazide, spelled out'),
  soft(word('TNK'), 'tenecteplase'),
  soft(word('tPA|TPA'), 'alteplase'),
  soft(word('TAC'), 'triamcinolone or tacrolimus, spelled out'),
  soft(word('ZnSO4', 'i'), 'zinc sulfate'),
  soft(word('nitro drip', 'i'), 'the drug name spelled out'),
  soft(word('norflox', 'i'), 'norfloxacin'),
  soft(word('levo', 'i'), 'the drug name spelled out'),
  soft(word('vanc|vanco', 'i'), 'vancomycin'),
  soft(word('grains?|gr|drams?|minims?', 'i'), 'metric units'),
  soft(word('II|III|VI{1,3}|IX|XI{1,3}|i{2,3}|vi{1,3}|ix'), 'Arabic numerals'),
  soft(/\d[\d,.]*(?:mg|mcg|g|mL|L|mEq|mmol|units?)(?![A-Za-z])/g, 'a space between number and unit'),
  soft(/>/g, 'more than'),
  soft(/</g, 'less than'),
  soft(/@/g, 'at'),
  soft(/&/g, 'and'),
  soft(/\+/g, 'and, or plus'),
  soft(/\//g, 'per'),
];

// English words in capitals: in a text without lower-case letters they cannot be told from the abbreviation.
const WORDS_IN_CAPITALS = new Set(['AS', 'AD', 'IN', 'OS', 'OU', 'BT', 'TAC', 'SS']);

/**
 * Error-prone abbreviations in free text, in the order in which they stand (ISMP and Joint Commission lists; domain-rules 6.2).
 * Not found: PCA meant as procainamide, which cannot be told from patient-controlled analgesia.
 */
export function findErrorProneAbbreviations(text: string): Finding[] {
  const taken: { readonly from: number; readonly to: number; readonly finding: Finding }[] = [];
  const shouting = !/[a-z]/.test(text);
  for (const { pattern, use, severity } of ROWS) {
    for (const match of text.matchAll(pattern)) {
      const [found] = match;
      const [from, to] = [match.index, match.index + found.length];
      if (shouting && WORDS_IN_CAPITALS.has(found)) continue;
      if (taken.some((t) => from < t.to && t.from < to)) continue;
      const finding: Finding = {
        code: 'text.error-prone-abbreviation',
        severity,
        message: `"${found}" is misread: write ${use}`,
        facts: { found, use, position: String(from) },
        source: 'ISMP; Joint Commission; domain-rules 6.2',
      };
      taken.push({ from, to, finding });
    }
  }
  return taken.sort((a, b) => a.from - b.from).map((t) => t.finding);
}
