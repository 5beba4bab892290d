import type { Align, Part, RulePart, SymbolPart, TextPart } from '../document/label-document.js';
import { POINT_MM, typefaceFor } from './measure.js';
import { wrap } from './wrap.js';

/** A part of a label whose height is known and whose place is not yet. */
export interface Piece {
  readonly width: number;
  readonly height: number;
  /** Names of texts with a word that is wider than its column. */
  readonly tooWide: readonly string[];
  /** False where an outline of its own makes the rule above or below it too much. */
  readonly ruleAbove?: boolean;
  readonly ruleBelow?: boolean;
  at(x: number, y: number): Part[];
}

export interface TextStyle {
  readonly size: number;
  readonly bold?: boolean;
  readonly align?: Align;
  /** Distance between baselines as a multiple of the type size. */
  readonly leading?: number;
}

const LEADING = 1.16;

export function textPiece(name: string, text: string, width: number, style: TextStyle): Piece {
  const { size, bold = false, align = 'left' } = style;
  const typeface = typefaceFor(text);
  const { lines, tooWide } = wrap(text, width, typeface, bold, size);
  const leading = size * (style.leading ?? LEADING);
  const height = lines.length * leading * POINT_MM;
  return {
    width,
    height,
    tooWide: tooWide === undefined ? [] : [`${name}: "${tooWide}"`],
    at: (x, y): TextPart[] => [
      { kind: 'text', name, box: { x, y, width, height }, lines, typeface, bold, size, leading, align },
    ],
  };
}

export function symbolPiece(
  symbol: Omit<SymbolPart, 'kind' | 'box'> & { readonly modules: number },
  width: number,
  align: Align,
): Piece {
  const { modules, ...part } = symbol;
  const side = modules * part.moduleMm;
  const inset = align === 'left' ? 0 : align === 'right' ? width - side : (width - side) / 2;
  return {
    width,
    height: side,
    tooWide: side > width ? [part.name] : [],
    at: (x, y): SymbolPart[] => [{ kind: 'symbol', ...part, box: { x: x + inset, y, width: side, height: side } }],
  };
}

/** Pieces under one another. */
export function stack(pieces: readonly Piece[], gap = 0): Piece {
  const width = Math.max(0, ...pieces.map((p) => p.width));
  const height = pieces.reduce((sum, p) => sum + p.height, 0) + gap * Math.max(0, pieces.length - 1);
  return {
    width,
    height,
    tooWide: pieces.flatMap((p) => p.tooWide),
    at(x, y) {
      let top = y;
      return pieces.flatMap((piece) => {
        const parts = piece.at(x, top);
        top += piece.height + gap;
        return parts;
      });
    },
  };
}

/** Pieces beside one another, `gap` apart, their tops in line. */
export function row(pieces: readonly Piece[], gap = 0): Piece {
  const width = pieces.reduce((sum, p) => sum + p.width, 0) + gap * Math.max(0, pieces.length - 1);
  return {
    width,
    height: Math.max(0, ...pieces.map((p) => p.height)),
    tooWide: pieces.flatMap((p) => p.tooWide),
    at(x, y) {
      let left = x;
      return pieces.flatMap((piece) => {
        const parts = piece.at(left, y);
        left += piece.width + gap;
        return parts;
      });
    },
  };
}

/** A piece in an outline. `content` is made for the width that is left inside. */
export function framed(
  width: number,
  frame: { readonly thickness: number; readonly padding: number },
  content: (width: number) => Piece,
): Piece {
  const inset = frame.thickness + frame.padding;
  const inside = content(width - 2 * inset);
  const height = inside.height + 2 * inset;
  const half = frame.thickness / 2;
  return {
    width,
    height,
    tooWide: inside.tooWide,
    at: (x, y) => [
      {
        kind: 'rectangle',
        box: { x: x + half, y: y + half, width: width - frame.thickness, height: height - frame.thickness },
        thickness: frame.thickness,
      },
      ...inside.at(x + inset, y + inset),
    ],
  };
}

export const horizontalRule = (x: number, y: number, width: number, thickness = 0.25): RulePart => ({
  kind: 'rule',
  from: { x, y },
  to: { x: x + width, y },
  thickness,
});

/** A thin rule with white above and below. */
export const rulePiece = (width: number, white: number): Piece => ({
  width,
  height: 2 * white,
  tooWide: [],
  at: (x, y) => [horizontalRule(x, y + white, width)],
});
