import { displayQuantity, tallMan } from '#domain/display';
import { shown, shownConcentration, type ProductFacts, type ScaledAdditive } from '#domain/formula';
import type { Concentration, Quantity } from '#domain/quantity';

/** What the filled thing is called in an instruction. */
const CONTAINER_WORDS: Readonly<Record<string, string>> = {
  bag: 'bag',
  bottle: 'bottle',
  syringe: 'syringe',
  cassette: 'cassette',
  elastomeric: 'infusor',
};

export function containerWord(kind: string): string {
  const known = Object.keys(CONTAINER_WORDS).find((word) => kind.toLowerCase().includes(word));
  return (known && CONTAINER_WORDS[known]) ?? 'container';
}

/** ` 1 of 14`; nothing where there is one; ` 2` where nobody knows yet how many there will be. */
const of = (index: number, total: number | null): string =>
  total === 1 ? '' : total === null ? ` ${index}` : ` ${index} of ${total}`;
/** Amount of drug as told beside a volume; three decimals are plenty for a person. */
const amount = (c: Concentration, volume: Quantity): string => shown(c.amountIn(volume));

/** Instructions in plain imperative words, one sentence or two each. */
export const SAY = {
  open: (p: ProductFacts, index: number, total: number | null): string =>
    `Open package${of(index, total)} of ${tallMan(p.drugName)}: ${p.name}. Scan it first.`,

  reconstitute: (a: ScaledAdditive, index: number, pour: Quantity, diluent: ProductFacts): string =>
    `Add ${displayQuantity(pour)} of ${tallMan(diluent.drugName)} to package${of(index, a.packages)} of ${tallMan(a.drugName)}. ` +
    `Mix until dissolved: ${shownConcentration(a.concentration)}.`,

  base: (p: ProductFacts, word: string, index: number, total: number): string =>
    `Take ${word}${of(index, total)}: ${tallMan(p.drugName)} ${displayQuantity(p.content)}. Scan it.`,

  container: (p: ProductFacts, word: string, index: number, total: number): string =>
    `Take ${word}${of(index, total)}: ${p.name}. Scan it.`,

  remove: (volume: Quantity, base: ProductFacts, word: string, index: number): string =>
    `Take ${displayQuantity(volume)} of ${tallMan(base.drugName)} out of ${word} ${index} and discard it.`,

  draw: (
    a: ScaledAdditive,
    draw: { readonly packageIndex: number; readonly volume: Quantity },
    word: string,
    index: number,
  ): string =>
    `Draw ${displayQuantity(draw.volume)} (${amount(a.concentration, draw.volume)}) of ${tallMan(a.drugName)} from package ` +
    `${draw.packageIndex} and add it to ${word} ${index}.`,

  fill: (volume: Quantity, diluent: ProductFacts, word: string, index: number, final: Quantity): string =>
    `Add ${displayQuantity(volume)} of ${tallMan(diluent.drugName)} to ${word} ${index}, ${displayQuantity(final)} in all.`,

  inspect: (
    word: string,
    total: number,
    checks: readonly { readonly check: string; readonly expected: string }[],
    extra: readonly string[],
  ): string =>
    [
      ...extra.map((step) => (/[.!?]$/.test(step) ? step : `${step}.`)),
      total === 1
        ? `Inspect the ${word} against a light and a dark background: particles, color, cloudiness, leaks, seals, ports.`
        : `Inspect all ${total} ${word}s against a light and a dark background: particles, color, cloudiness, leaks, seals, ports. Count them.`,
      ...checks.map(({ check, expected }) => `${check}: ${expected}.`),
    ].join(' '),

  photo: (word: string, total: number): string =>
    `Photograph the finished ${total === 1 ? word : `${word}s`} with the packages that were used.`,
} as const;
