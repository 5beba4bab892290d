import { MINIMUM_DOSE_POINTS, MINIMUM_POINTS, type ContainerLabelSize } from '../document/label-size.js';
import { framed, row, stack, symbolPiece, textPiece, type Piece, type TextStyle } from '../layout/piece.js';
import { encodeSymbol } from '../symbol/symbol.js';
import type { ContainerLabelFacts } from './facts.js';
import type { ContainerWords } from './container-label.js';

/** Type sizes in points at scale 1, and the module of the code: 6 or 4 dots at 203 dpi. `tight`: captions run in. */
interface Design {
  readonly patient: number;
  readonly dose: number;
  readonly strength: number;
  readonly beyondUse: number;
  readonly strong: number;
  readonly body: number;
  readonly moduleMm: number;
  readonly tight: boolean;
}

const LARGE = {
  patient: 15,
  dose: 18,
  strength: 12.5,
  beyondUse: 13,
  strong: 10.5,
  body: 9,
  moduleMm: 0.762,
  tight: false,
};
const SMALL = {
  patient: 12,
  dose: 14,
  strength: 10.5,
  beyondUse: 10.5,
  strong: 9,
  body: 8,
  moduleMm: 0.508,
  tight: true,
};
const DESIGNS: Record<ContainerLabelSize, Design> = { '4x6': LARGE, '4x3': LARGE, '4x2': SMALL, '3x2': SMALL };
/** The patient's name stays larger than the text about it. */
const MINIMUM_PATIENT_POINTS = 10;

type SetText = (name: string, text: string, width: number, style: TextStyle & { least?: number }) => Piece;

/** The sections of a container label from top to bottom: who, what, how, beware, until when, by whom. */
export function containerSections(facts: ContainerLabelFacts, words: ContainerWords) {
  const design = DESIGNS[facts.size];
  return (scale: number, width: number): Piece[] => {
    const set: SetText = (name, text, w, style) =>
      textPiece(name, text, w, { ...style, size: Math.max(style.least ?? MINIMUM_POINTS, style.size * scale) });
    const sections = [
      head(words, design, set, width),
      contents(words, design, set, width),
      administration(words, design, set, width),
      beware(words, design, set, width),
      pump(words, design, set, width),
      validity(words, design, set, width),
      origin(words, design, set, width),
    ];
    return sections.filter((piece) => piece.height > 0);
  };
}

const present = (pieces: readonly (Piece | false)[]): Piece[] => pieces.filter((p): p is Piece => p !== false);

function head(words: ContainerWords, d: Design, set: SetText, width: number): Piece {
  const right = d.tight ? 22 : 27;
  const left = width - right - 2;
  const code = {
    name: 'csp-code',
    symbology: 'datamatrix' as const,
    content: words.cspNumber,
    moduleMm: d.moduleMm,
    modules: encodeSymbol('datamatrix', words.cspNumber).width,
  };
  const who = stack(
    present([
      set('patient', words.patient, left, { size: d.patient, bold: true, least: MINIMUM_PATIENT_POINTS }),
      set('identifiers', words.identifiers, left, { size: d.body + 0.5 }),
      words.allergies !== '' && set('allergies', words.allergies, left, { size: d.body, bold: true }),
    ]),
  );
  const number = set('csp-number', words.cspNumber, right, { size: d.body, bold: true, align: 'right' });
  return row([who, stack([symbolPiece(code, right, 'right'), number], 0.8)], 2);
}

function contents(words: ContainerWords, d: Design, set: SetText, width: number): Piece {
  const doses = words.doses.flatMap((dose) => [
    set('dose', dose.line, width, { size: d.dose, bold: true, least: MINIMUM_DOSE_POINTS }),
    set('strength', dose.strength, width, { size: d.strength, bold: true, least: 9 }),
    dose.basis !== '' && set('dose-basis', dose.basis, width, { size: d.body }),
  ]);
  return stack(
    present([
      ...doses,
      set('diluent', words.diluent, width, { size: d.strong }),
      words.additives.length > 0 &&
        set('additives', `Also contains ${words.additives.join(', ')}`, width, { size: d.strong, bold: true }),
    ]),
    0.2,
  );
}

function administration(words: ContainerWords, d: Design, set: SetText, width: number): Piece {
  const directions = words.directions !== '' && set('directions', words.directions, width, { size: d.body + 0.5 });
  if (d.tight) {
    const line = words.give.map((g) => `${g.label} ${g.value}`.replaceAll(' ', '\u00a0')).join('   ');
    return stack(present([set('administration', line, width, { size: d.strong, bold: true }), directions]), 0.3);
  }
  return stack(present([captioned(words.give, d.strong, set, width), directions]), 0.8);
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
  const asks = cells.map((cell) => 4 + Math.min(18, Math.max(cell.label.length * 0.8, cell.value.length)));
  const sum = asks.reduce((a, b) => a + b, 0);
  const pieces = cells.map((cell, i) => {
    const column = (room * (asks[i] ?? 0)) / sum;
    return stack([
      set('caption', cell.label, column, { size: 8 }),
      set(cell.label, cell.value, column, { size, bold: true }),
    ]);
  });
  return row(pieces, gap);
}

function beware(words: ContainerWords, d: Design, set: SetText, width: number): Piece {
  const [title, ...rest] = words.hazard;
  const hazard =
    title !== undefined &&
    framed(width, { thickness: 0.7, padding: 0.8 }, (inside) =>
      stack([
        set('hazard', title, inside, { size: d.strong + 1.5, bold: true, align: 'center' }),
        ...rest.map((text) => set('hazard', text, inside, { size: d.body, align: 'center' })),
      ]),
    );
  return stack(present([hazard, words.warnings.length > 0 && warnings(words.warnings, d, set, width)]), 0.8);
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
  return framed(width, { thickness: 0.3, padding: 0.9 }, (inside) => {
    const half = (inside - 4) / 2;
    const line = (l: { label: string; value: string }): Piece =>
      row([
        set('pump-field', l.label, half * 0.55, { size: d.body }),
        set('pump-value', l.value, half * 0.45, { size: d.body, bold: true, align: 'right' }),
      ]);
    const middle = Math.ceil(program.lines.length / 2);
    const columns = [program.lines.slice(0, middle), program.lines.slice(middle)].map((part) =>
      part.length === 0 ? stack([]) : stack(part.map(line), 0.3),
    );
    return stack(
      present([
        set('pump-heading', `PUMP PROGRAM   ${program.heading}`, inside, { size: d.body, bold: true }),
        row(columns, 4),
        program.footer !== '' && set('pump-footer', program.footer, inside, { size: 8 }),
      ]),
      0.6,
    );
  });
}

function validity(words: ContainerWords, d: Design, set: SetText, width: number): Piece {
  const storage = { label: 'Storage', value: words.storage };
  if (d.tight)
    return stack([
      ...words.times.map((t) =>
        set('beyond-use', `${t.label} ${t.value}`, width, { size: d.beyondUse, bold: true, least: 9 }),
      ),
      set('storage', words.storage, width, { size: d.strong, bold: true }),
    ]);
  if (words.times.length > 1)
    return stack(
      [
        captioned(words.times, d.beyondUse - 1, set, width),
        set('storage', `Storage: ${words.storage}`, width, { size: d.strong, bold: true }),
      ],
      0.6,
    );
  const left = width * 0.5;
  const [time] = words.times;
  return row(
    [
      stack([
        set('caption', time?.label ?? '', left, { size: 8 }),
        set('beyond-use', time?.value ?? '', left, { size: d.beyondUse, bold: true, least: 10 }),
      ]),
      stack([
        set('caption', storage.label, width - left - 3, { size: 8 }),
        set('storage', storage.value, width - left - 3, { size: d.strong, bold: true }),
      ]),
    ],
    3,
  );
}

function origin(words: ContainerWords, d: Design, set: SetText, width: number): Piece {
  const small = { size: d.body - 0.5 };
  if (d.tight)
    return stack([
      set('made', `${words.record}   ${words.made}`, width, small),
      set('statements', words.statements, width, small),
      set('pharmacy', `${words.pharmacy}, ${words.pharmacyContact}`, width, small),
    ]);
  return stack(
    [
      stack([set('record', words.record, width, small), set('made', words.made, width, small)]),
      set('statements', words.statements, width, small),
      stack([
        set('pharmacy', words.pharmacy, width, { ...small, bold: true }),
        set('pharmacy-contact', words.pharmacyContact, width, small),
      ]),
    ],
    0.5,
  );
}
