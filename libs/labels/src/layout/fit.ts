import type { Finding } from '#domain/finding';
import type { Part } from '../document/label-document.js';
import type { LabelSize } from '../document/label-size.js';
import { horizontalRule, type Piece } from './piece.js';

/** Type sizes are tried from the largest; templates hold each at its own minimum (LBL-16). */
const SCALES = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7] as const;

/** One way of setting a label. */
export interface Arrangement {
  /** White above and below the rule between two sections, in millimeters: least, and most where there is room. */
  readonly gap: { readonly least: number; readonly most: number };
  /** Scales below this are left to the next arrangement. */
  readonly leastScale: number;
  sections(scale: number, width: number): readonly Piece[];
}

export interface Fitted {
  readonly parts: readonly Part[];
  readonly findings: readonly Finding[];
}

/**
 * Sets the sections of a label under one another with a rule between, by the first arrangement and in the largest type with
 * which all of it fits; spare room goes between the sections. Nothing is clipped and nothing set smaller than allowed: what
 * does not fit is a finding.
 */
export function fitSections(size: LabelSize, arrangements: readonly Arrangement[]): Fitted {
  const width = size.widthMm - 2 * size.marginMm;
  const room = size.heightMm - 2 * size.marginMm;
  let smallest: Trial | undefined;
  for (const arrangement of arrangements) {
    const scales = SCALES.filter((scale) => scale >= arrangement.leastScale);
    // The smallest first: where that does not fit, no larger one does.
    smallest = attempt(arrangement, scales.at(-1) ?? 1, width, room);
    if (!smallest.fits) continue;
    for (const scale of scales) {
      const trial = attempt(arrangement, scale, width, room);
      if (trial.fits) return { parts: placed(size, width, trial, room), findings: [] };
    }
  }
  return { parts: [], findings: [doesNotFit(size, room, smallest?.needed ?? 0, smallest?.tooWide ?? [])] };
}

interface Trial {
  readonly pieces: readonly Piece[];
  readonly most: number;
  readonly needed: number;
  readonly tooWide: readonly string[];
  readonly fits: boolean;
}

function attempt(arrangement: Arrangement, scale: number, width: number, room: number): Trial {
  const { gap } = arrangement;
  const pieces = arrangement.sections(scale, width);
  const needed = heightOf(pieces) + 2 * (pieces.length - 1) * gap.least;
  const tooWide = pieces.flatMap((p) => p.tooWide);
  return { pieces, most: gap.most, needed, tooWide, fits: needed <= room && tooWide.length === 0 };
}

const heightOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, p) => sum + p.height, 0);

function placed(size: LabelSize, width: number, { pieces, most }: Trial, room: number): Part[] {
  const gap = Math.min(most, (room - heightOf(pieces)) / Math.max(1, 2 * (pieces.length - 1)));
  let y = size.marginMm;
  return pieces.flatMap((piece, i) => {
    const ruled = i > 0 && piece.ruleAbove !== false && pieces[i - 1]?.ruleBelow !== false;
    const rule = ruled ? [horizontalRule(size.marginMm, y + gap, width)] : [];
    if (i > 0) y += 2 * gap;
    const parts = piece.at(size.marginMm, y);
    y += piece.height;
    return [...rule, ...parts];
  });
}

function doesNotFit(size: LabelSize, room: number, needed: number, wide: readonly string[]): Finding {
  const why =
    wide.length > 0
      ? `too wide in the smallest type allowed: ${wide.join('; ')}`
      : `${needed.toFixed(1)} mm of text in the smallest type allowed, ${room.toFixed(1)} mm of room`;
  return {
    code: 'label.does-not-fit',
    severity: 'stop',
    message: `The label does not fit on ${size.name}: ${why}. Choose a larger label or shorten the texts.`,
    facts: { size: size.name, neededMm: needed.toFixed(1), roomMm: room.toFixed(1), tooWide: wide.join('; ') },
    source: 'LBL-16',
  };
}
