import { MINIMUM_DOSE_POINTS, MINIMUM_POINTS, type ContainerLabelSize } from '../document/label-size.js';
import type { Arrangement } from '../layout/fit.js';
import { textWidth } from '../layout/measure.js';
import { framed, row, rulePiece, stack, symbolPiece, textPiece, type Piece, type TextStyle } from '../layout/piece.js';
import { encodeSymbol } from '../symbol/symbol.js';
import type { ContainerWords } from './container-words.js';

/** Type sizes in points at scale 1. `runIn`: captions stand in the line, for where room is short. */
interface Design {
  readonly patient: number;
  readonly dose: number;
  readonly strength: number;
  readonly beyondUse: number;
  readonly strong: number;
  readonly body: number;
  readonly leading: number;
  /** Width of the column with the code and the numbers, in millimeters. */
  readonly codeColumn: number;
  readonly runIn: boolean;
  /** Who made it and where as one paragraph. */
  readonly flowing: boolean;
}

const AIRY: Design = {
  ...{ patient: 15, dose: 18, strength: 12.5, beyondUse: 13, strong: 10.5, body: 9 },
  ...{ leading: 1.16, codeColumn: 27, runIn: false, flowing: false },
};
const DENSE: Design = {
  ...{ patient: 13, dose: 15, strength: 11, beyondUse: 11, strong: 9.5, body: 8.5 },
  ...{ leading: 1.1, codeColumn: 24, runIn: true, flowing: false },
};
const SMALL: Design = {
  ...DENSE,
  patient: 11.5,
  dose: 13.5,
  strength: 10,
  beyondUse: 9.5,
  strong: 9,
  leading: 1.08,
  codeColumn: 22,
  flowing: true,
};
const airy = { design: AIRY, gap: { least: 0.9, most: 2.4 }, leastScale: 0.8 };
const dense = { design: DENSE, gap: { least: 0.45, most: 1.8 }, leastScale: 0.8 };
const small = { design: SMALL, gap: { least: 0.4, most: 1.6 }, leastScale: 0 };
const DESIGNS: Record<ContainerLabelSize, readonly (typeof airy)[]> = {
  '4x6': [airy, dense, small],
  '4x3': [airy, dense, small],
  '4x2': [dense, small],
  '3x2': [small],
};
/** Least sizes in points: LBL-16, and the patient's name larger than the text about it. */
const LEAST = {
  ...{
    patient: 10,
    dose: MINIMUM_DOSE_POINTS,
    strength: 9,
    beyondUse: 9,
    strong: MINIMUM_POINTS,
    body: MINIMUM_POINTS,
  },
};

function scaled(design: Design, scale: number): Design {
  const points = (part: keyof typeof LEAST): number =>
    Math.max(LEAST[part], Math.round(design[part] * scale * 10) / 10);
  return {
    ...design,
    ...{ patient: points('patient'), dose: points('dose'), strength: points('strength') },
    ...{ beyondUse: points('beyondUse'), strong: points('strong'), body: points('body') },
  };
}

/** 4 dots at 203 dpi, 6 at 300 dpi (pumps 4.2). */
const MODULE_MM = 0.508;

type SetText = (name: string, text: string, width: number, style: TextStyle) => Piece;

/** A container label from top to bottom: who and what beside the code, how, beware, until when, by whom. */
export function containerArrangements(size: ContainerLabelSize, words: ContainerWords): Arrangement[] {
  return DESIGNS[size].map(({ design, gap, leastScale }) => ({
    gap,
    leastScale,
    sections(scale, width) {
      const sizes = scaled(design, scale);
      const set: SetText = (name, text, w, style) => textPiece(name, text, w, { leading: design.leading, ...style });
      return [head, administration, beware, pump, validity, origin]
        .map((section) => section(words, sizes, set, width))
        .filter((piece) => piece.height > 0);
    },
  }));
}

const present = (pieces: readonly (Piece | false)[]): Piece[] => pieces.filter((p): p is Piece => p !== false);

function head(words: ContainerWords, d: Design, set: SetText, width: number): Piece {
  const left = width - d.codeColumn - 2;
  const texts = [who(words, d, set, left), rulePiece(left, d.runIn ? 0.5 : 1), contents(words, d, set, left)];
  return row([stack(texts), identification(words, d, set)], 2);
}

function identification(words: ContainerWords, d: Design, set: SetText): Piece {
  const code = {
    name: 'csp-code',
    symbology: 'datamatrix' as const,
    content: words.cspNumber,
    moduleMm: MODULE_MM,
    modules: encodeSymbol('datamatrix', words.cspNumber).width,
  };
  const number = (name: string, text: string, bold: boolean): Piece =>
    set(name, text, d.codeColumn, { size: d.body, bold, align: 'right' });
  const numbers = [
    number('csp-number', words.cspNumber, true),
    ...words.record.map((text) => number('record', text, false)),
  ];
  // More than the quiet zone of one module between the code and what is under it.
  return stack([symbolPiece(code, d.codeColumn, 'right'), stack(numbers)], 1);
}

function who(words: ContainerWords, d: Design, set: SetText, width: number): Piece {
  return stack(
    present([
      set('patient', words.patient, width, { size: d.patient, bold: true }),
      set('identifiers', words.identifiers, width, { size: d.body + 0.5 }),
      words.allergies !== '' && set('allergies', words.allergies, width, { size: d.body, bold: true }),
    ]),
  );
}

function contents(words: ContainerWords, d: Design, set: SetText, width: number): Piece {
  const doses = words.doses.flatMap((dose) => [
    set('dose', dose.line, width, { size: d.dose, bold: true }),
    set('strength', dose.strength, width, { size: d.strength, bold: true }),
    dose.basis !== '' && set('dose-basis', dose.basis, width, { size: d.body }),
  ]);
  const additives = `Also contains ${words.additives.join(', ')}`;
  return stack(
    present([
      ...doses,
      words.diluent !== '' && set('diluent', words.diluent, width, { size: d.strong }),
      words.additives.length > 0 && set('additives', additives, width, { size: d.strong, bold: true }),
    ]),
    0.2,
  );
}

function administration(words: ContainerWords, d: Design, set: SetText, width: number): Piece {
  const directions = words.directions !== '' && set('directions', words.directions, width, { size: d.body });
  if (!d.runIn) return stack(present([captioned(words.give, d.strong, set, width), directions]), 0.7);
  const sentence = set('administration', words.giveSentence, width, { size: d.strong, bold: true });
  return stack(present([sentence, directions]), 0.3);
}

/** Captions over values, side by side in columns as wide as their texts ask for. */
function captioned(
  cells: readonly { readonly label: string; readonly value: string }[],
  size: number,
  set: SetText,
  width: number,
): Piece {
  const gap = 3;
  const room = width - gap * (cells.length - 1);
  const asks = cells.map((cell) => 4 + Math.max(cell.label.length * 0.8, cell.value.length));
  const sum = asks.reduce((a, b) => a + b, 0);
  const pieces = cells.map((cell, i) => {
    const column = (room * (asks[i] ?? 0)) / sum;
    return stack([
      set('caption', cell.label, column, { size: MINIMUM_POINTS }),
      set(cell.label, cell.value, column, { size, bold: true }),
    ]);
  });
  return row(pieces, gap);
}

function beware(words: ContainerWords, d: Design, set: SetText, width: number): Piece {
  const hazardous = words.hazard.length > 0;
  const warned = words.warnings.length > 0;
  const pieces = [hazardous && hazard(words.hazard, d, set, width), warned && warnings(words.warnings, d, set, width)];
  return { ...stack(present(pieces), 0.8), ruleAbove: !hazardous, ruleBelow: warned };
}

function hazard([title = '', ...rest]: readonly string[], d: Design, set: SetText, width: number): Piece {
  const text = rest.join(' ');
  return framed(width, { thickness: 0.7, padding: d.runIn ? 0.4 : 0.8 }, (inside) => {
    if (!d.runIn)
      return stack([
        set('hazard', title, inside, { size: d.strong + 1.5, bold: true, align: 'center' }),
        set('hazard', text, inside, { size: d.body, align: 'center' }),
      ]);
    const left = textWidth(title, 'helvetica', true, d.strong) + 1;
    return row(
      [
        set('hazard', title, left, { size: d.strong, bold: true }),
        set('hazard', text, inside - left - 2, { size: d.body, align: 'right' }),
      ],
      2,
    );
  });
}

/** Two columns where there are several and each fits on a line of its own. */
function warnings(texts: readonly string[], d: Design, set: SetText, width: number): Piece {
  const one = (text: string, w: number): Piece =>
    set('warning', `\u2022\u00a0${text}`, w, { size: d.body + 0.5, bold: true });
  const half = (width - 3) / 2;
  const halves = texts.map((text) => one(text, half));
  const lineHeight = Math.min(...halves.map((p) => p.height));
  if (texts.length === 1 || halves.some((p) => p.height > lineHeight * 1.5))
    return stack(texts.map((text) => one(text, width)));
  const rows: Piece[] = [];
  for (let i = 0; i < halves.length; i += 2) rows.push(row(halves.slice(i, i + 2), 3));
  return stack(rows);
}

/** The pump's own words in the pump's order, in two columns read downwards (pumps 4.4). */
function pump({ pump: program }: ContainerWords, d: Design, set: SetText, width: number): Piece {
  if (!program) return stack([]);
  const block = framed(width, { thickness: 0.3, padding: 0.9 }, (inside) => {
    const half = (inside - 5) / 2;
    const line = (l: { label: string; value: string }): Piece =>
      row([
        set('pump-field', l.label, half * 0.55, { size: d.body }),
        set('pump-value', l.value, half * 0.45, { size: d.body, bold: true, align: 'right' }),
      ]);
    const middle = Math.ceil(program.lines.length / 2);
    const columns = [program.lines.slice(0, middle), program.lines.slice(middle)]
      .filter((part) => part.length > 0)
      .map((part) => stack(part.map(line), 0.3));
    return stack(
      present([
        set('pump-heading', `PUMP PROGRAM   ${program.heading}`, inside, { size: d.body, bold: true }),
        row(columns, 5),
        program.footer !== '' && set('pump-footer', program.footer, inside, { size: MINIMUM_POINTS }),
      ]),
      0.6,
    );
  });
  return { ...block, ruleAbove: false, ruleBelow: false };
}

function validity(words: ContainerWords, d: Design, set: SetText, width: number): Piece {
  if (d.runIn)
    return stack([
      ...words.times.map((t) => {
        const style = { size: d.beyondUse, bold: true };
        return set('beyond-use', `${t.label}   ${t.value}`, width, style);
      }),
      set('storage', words.storage, width, { size: d.strong, bold: true }),
    ]);
  const storage = set('storage', words.storage, width, { size: d.strong, bold: true });
  return stack([captioned(words.times, d.beyondUse, set, width), storage], 0.5);
}

function origin(words: ContainerWords, d: Design, set: SetText, width: number): Piece {
  const small = { size: Math.max(MINIMUM_POINTS, d.body - 0.5) };
  if (d.flowing)
    return stack([
      set('made', `${words.made}. ${words.statements}`, width, small),
      set('pharmacy', `${words.pharmacy}, ${words.pharmacyContact}`, width, small),
    ]);
  return stack([
    set('made', words.made, width, small),
    set('statements', words.statements, width, small),
    set('pharmacy', words.pharmacy, width, { ...small, bold: true }),
    set('pharmacy-contact', words.pharmacyContact, width, small),
  ]);
}
