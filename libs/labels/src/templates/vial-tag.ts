import { parseShortNumber } from '#domain/barcode';
import { blocks } from '#domain/finding';
import { LABEL_SIZES, MINIMUM_POINTS } from '../document/label-size.js';
import { fitSections, type Arrangement } from '../layout/fit.js';
import { textWidth } from '../layout/measure.js';
import { row, stack, symbolPiece, textPiece, type Piece } from '../layout/piece.js';
import { encodeSymbol } from '../symbol/symbol.js';
import type { ExpectedContent, MadeLabel, VialTagFacts } from './facts.js';
import { Wording } from './wording.js';

const MODULE_MM = 0.508;
/** Two inches leave no room for more than the least. */
const POINTS = MINIMUM_POINTS;

/** The tag on an opened container: which one it is and when it must be discarded (USP <797> §15, §16). Pure. */
export function vialTag(facts: VialTagFacts): MadeLabel {
  const w = new Wording(facts.zone);
  if (parseShortNumber(facts.vialNumber)?.prefix !== 'VIAL')
    w.stop('label.code-invalid', `"${facts.vialNumber}" is no vial number with a right check character`, 'vial number');
  w.inOrder(['opened', facts.openedAt], ['discard by', facts.discardBy]);
  const words = {
    number: facts.vialNumber,
    product: w.required('product', facts.product),
    note: facts.note ? w.text('note', facts.note) : '',
    lot: `Lot\u00a0${w.required('lot', facts.lot)} exp\u00a0${facts.expiry}`,
    discard: w.instant(facts.discardBy),
    opened: `Opened ${w.instant(facts.openedAt)} ${w.required('opener', facts.openedBy)}`,
    storage: facts.storage ? w.text('storage', facts.storage) : '',
  };
  const expected: ExpectedContent = {
    pages: 1,
    symbology: 'datamatrix',
    code: facts.vialNumber,
    texts: [
      { field: 'product', text: words.product },
      { field: 'lot', text: words.lot },
      { field: 'discard by', text: words.discard },
      { field: 'vial number', text: facts.vialNumber },
    ],
  };
  if (w.findings.some(blocks)) return { document: null, expected, findings: w.findings };
  const size = LABEL_SIZES['2x1'];
  const fitted = fitSections(size, [arrangement(words)]);
  const findings = [...w.findings, ...fitted.findings];
  if (findings.some(blocks)) return { document: null, expected, findings };
  const page = { widthMm: size.widthMm, heightMm: size.heightMm, parts: fitted.parts };
  return {
    document: { title: `Vial ${facts.vialNumber}`, createdAt: facts.openedAt, pages: [page] },
    expected,
    findings,
  };
}

type TagWords = Record<'number' | 'product' | 'note' | 'lot' | 'discard' | 'opened' | 'storage', string>;

function arrangement(words: TagWords): Arrangement {
  const code = {
    name: 'vial-code',
    symbology: 'datamatrix' as const,
    content: words.number,
    moduleMm: MODULE_MM,
    modules: encodeSymbol('datamatrix', words.number).width,
  };
  return {
    gap: { least: 0.2, most: 0.8 },
    leastScale: 1,
    sections(_, width) {
      const side = code.modules * MODULE_MM;
      const left = width - side - 1.5;
      const set = (name: string, text: string, w: number, bold = false): Piece =>
        textPiece(name, text, w, { size: POINTS, leading: 1.06, bold });
      const captioned = (name: string, caption: string, text: string): Piece => {
        const captionWidth = textWidth(caption, 'helvetica', false, POINTS) + 0.8;
        return row([set('caption', caption, captionWidth), set(name, text, width - captionWidth, true)]);
      };
      const remarks = [words.note, words.storage].filter((t) => t !== '').join('; ');
      const head = [set('vial-number', words.number, left, true), set('product', words.product, left, true)];
      const rest = [
        set('lot', words.lot, width),
        captioned('discard-by', 'Discard by', words.discard),
        set('opened', words.opened, width),
        ...(remarks === '' ? [] : [set('remarks', remarks, width)]),
      ];
      return [row([stack(head), symbolPiece(code, side, 'right')], 1.5), stack(rest)];
    },
  };
}
