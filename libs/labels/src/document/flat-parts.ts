import type { LabelPage, RectanglePart, RulePart, SymbolPart, TextPart } from './label-document.js';

/** What a renderer draws: tables taken apart. */
export type FlatPart = TextPart | RulePart | RectanglePart | SymbolPart;

export function flatParts(page: LabelPage): FlatPart[] {
  return page.parts.flatMap((part): FlatPart[] => (part.kind === 'table' ? [...part.rules, ...part.cells] : [part]));
}

/** Distance from the top of a text part to its first baseline, in points. */
export const firstBaseline = (part: TextPart): number => part.size * 0.84;
