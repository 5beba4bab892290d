/** WinAnsi 0x80 to 0x9f (PDF 32000-1 annex D); a space stands where no character is. */
const ROW_80 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const MOVED: ReadonlyMap<number, number> = new Map(
  [...ROW_80].flatMap((char, i): [number, number][] => (char === ' ' ? [] : [[char.codePointAt(0) ?? 0, 0x80 + i]])),
);

/** The WinAnsi code of a character, or undefined where the standard fonts have none. */
export function winAnsiCode(codePoint: number): number | undefined {
  if ((codePoint >= 0x20 && codePoint <= 0x7e) || (codePoint >= 0xa0 && codePoint <= 0xff && codePoint !== 0xad))
    return codePoint;
  return MOVED.get(codePoint);
}

/** Whether the standard fonts can print all of it. */
export function isWinAnsi(text: string): boolean {
  for (const char of text) if (winAnsiCode(char.codePointAt(0) ?? 0) === undefined) return false;
  return true;
}
