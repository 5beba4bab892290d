import type { Result } from './back-test.js';

/** The table of the report. */
export function reportTable(results: readonly Result[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['demand', 'cases', 'horizon', 'average of 30 days', 'average of 90 days', 'real day within the range']),
    row(['---', '--:', '--:', '--:', '--:', '--:']),
    ...results.map((r) =>
      row([
        `${r.pattern.name}: ${r.pattern.what}`,
        String(r.cases),
        r.horizon.toFixed(1),
        r.rate30.toFixed(1),
        r.rate90.toFixed(1),
        `${Math.round(r.covered * 100)} %`,
      ]),
    ),
  ].join('\n');
}
