import { describe, expect, it } from '@jest/globals';
import { isSpec, linesMatching, sourcesIn } from './sources.js';

/** Programs that are called from a shell read what the shell gives them; all else is told by `Config`. */
const PROGRAMS = [
  'apps/api/src/start.ts',
  'apps/api/src/worker.ts',
  'apps/api/src/openapi.ts',
  'apps/api/src/platform/audit/verify.ts',
  'apps/api/src/modules/stock/verify.ts',
  'apps/api/src/modules/people/create-admin.ts',
];

interface Edge {
  what: string;
  pattern: RegExp;
  allowed: string[];
}

const EDGES: Edge[] = [
  {
    what: 'the environment',
    pattern: /\bprocess\.env\b/,
    allowed: ['apps/api/src/platform/config/env.ts', ...PROGRAMS],
  },
  {
    what: 'the clock',
    pattern: /\bDate\.now\(|\bnew Date\(\)/,
    // ids.ts: the time in a UUIDv7 orders rows by when they were made and is nothing else to the trade.
    allowed: ['apps/api/src/platform/clock.ts', 'apps/api/src/platform/ids.ts'],
  },
  {
    what: 'the calendar',
    pattern: /\bnew Date\([^)]|\bIntl\.|\.toLocale(Date|Time)?String\(/,
    allowed: [
      'libs/domain/src/time/',
      'apps/api/src/platform/database/columns.ts',
      'libs/labels/src/render/pdf.ts', // the PDF library asks for a Date; the moment in it is given
    ],
  },
  {
    what: 'chance',
    pattern: /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(|\bgetRandomValues\(/,
    allowed: [
      'apps/api/src/platform/ids.ts',
      'apps/api/src/platform/embedded/', // passwords of the built-in servers, before there is an application
      'apps/api/src/platform/database/database.ts', // how long a repeated transaction waits; decides nothing
    ],
  },
];

const product = sourcesIn('apps/api/src', 'libs', 'migrations').filter((file) => !isSpec(file));

describe('the edges of the program', () => {
  it.each(EDGES)('keeps $what in one place', ({ pattern, allowed }) => {
    const elsewhere = product.filter(({ name }) => !allowed.some((place) => name.startsWith(place)));
    expect(linesMatching(elsewhere, pattern)).toEqual([]);
  });

  it.each(EDGES)('still finds $what where it is allowed', ({ pattern, allowed }) => {
    const there = product.filter(({ name }) => allowed.some((place) => name.startsWith(place)));
    expect(linesMatching(there, pattern)).not.toEqual([]);
  });
});

describe('the database schema', () => {
  it('is changed by migrations only, never by TypeORM itself', () => {
    expect(linesMatching(product, /\bsynchronize:\s*true\b|\.synchronize\(/)).toEqual([]);
  });
});

describe('modules', () => {
  it('do not need each other in a circle', () => {
    expect(linesMatching(product, /\bforwardRef\(/)).toEqual([]);
  });
});
