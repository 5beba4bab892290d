import type { Finding } from '#domain/finding';
import type { ExpectedContent } from '../templates/facts.js';
import type { ReadBackPage } from './read-back.js';

/**
 * What is wrong with a printed label: its one code must be that of the record and the texts that nobody may get wrong must all
 * be there. An empty answer releases it (design promise 7); every finding is a stop.
 */
export function compareReadBack(pages: readonly ReadBackPage[], expected: ExpectedContent): Finding[] {
  if (pages.length !== expected.pages)
    return [stop('label.read-back-pages', `Read back ${pages.length} pages instead of ${expected.pages}`)];
  const page: ReadBackPage = {
    text: pages.map(({ text }) => text).join('\n'),
    symbols: pages.flatMap(({ symbols }) => symbols),
  };
  return [...compareSymbols(page, expected), ...compareTexts(page, expected)];
}

function compareSymbols(page: ReadBackPage, { code, symbology }: ExpectedContent): Finding[] {
  const [first] = page.symbols;
  if (code === null)
    return first
      ? [stop('label.read-back-extra-code', `The code "${first.content}" is on a paper that bears none (LBL-15)`)]
      : [];
  if (!first)
    return [stop('label.read-back-no-code', `No code could be read; it must say ${code}`, { expected: code })];
  const wrong = page.symbols.filter((symbol) => symbol.content !== code || symbol.symbology !== symbology);
  const findings = wrong.map((symbol) =>
    stop(
      'label.read-back-wrong-code',
      `The code says "${symbol.content}" (${symbol.symbology}); it must say ${code} (${symbology})`,
      {
        expected: code,
        found: symbol.content,
      },
    ),
  );
  if (page.symbols.length > 1)
    findings.push(
      stop('label.read-back-extra-code', `${page.symbols.length} codes on one label; there must be one (LBL-15)`),
    );
  return findings;
}

function compareTexts(page: ReadBackPage, { texts }: ExpectedContent): Finding[] {
  const printed = squeezed(page.text);
  return texts
    .filter(({ text }) => squeezed(text) === '' || !printed.includes(squeezed(text)))
    .map(({ field, text }) =>
      stop('label.read-back-text-missing', `The label does not say ${field} "${text}"`, { field, expected: text }),
    );
}

/** Where lines break does not matter. The text of a PDF marks a hyphen at the end of a line with U+0002 or U+FFFE. */
const squeezed = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll('\u0002', '-')
    .replaceAll('\ufffe', '-')
    .replace(/[\s\u00a0]+/g, '');

const stop = (code: string, message: string, facts?: Record<string, string>): Finding => ({
  code,
  severity: 'stop',
  message,
  source: 'LBL-15',
  ...(facts && { facts }),
});
