import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FORMULA_MACHINE } from '#domain/formula';
import { ORDER_MACHINE } from '#domain/order';
import { PURCHASE_ORDER_MACHINE } from '#domain/purchase-order';
import { EXCEPTION_MACHINE, RECEIPT_MACHINE, STRANGER_MACHINE } from '#domain/receiving';
import { LOT_MACHINE, OPEN_CONTAINER_MACHINE } from '#domain/stock';
import { SUBSTITUTION_MACHINE } from '#domain/substitution';
import { CSP_MACHINE, WORKSHEET_MACHINE } from '#domain/worksheet';
import type { Machine } from './machine.js';
import { check, next, possible } from './state-machine.js';

const ALL: readonly (readonly [Machine, string])[] = [
  [ORDER_MACHINE as Machine, 'infusion_order_state_known'],
  [WORKSHEET_MACHINE as Machine, 'worksheet_state_known'],
  [CSP_MACHINE as Machine, 'csp_state_known'],
  [LOT_MACHINE as Machine, 'lot_state_known'],
  [OPEN_CONTAINER_MACHINE as Machine, 'open_container_state_known'],
  [FORMULA_MACHINE as Machine, 'formulation_version_state_known'],
  [SUBSTITUTION_MACHINE as Machine, 'substitution_state_known'],
  [PURCHASE_ORDER_MACHINE as Machine, 'purchase_order_state_known'],
  [RECEIPT_MACHINE as Machine, 'receipt_state_known'],
  [STRANGER_MACHINE as Machine, 'receipt_line_stranger_state_known'],
  [EXCEPTION_MACHINE as Machine, 'receiving_exception_state_known'],
];

const folder = new URL('../../../../migrations/', import.meta.url);
const schema = readdirSync(folder)
  .filter((name) => /^\d+-.*\.ts$/.test(name))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .join('\n');

const permissions = readFileSync(
  new URL('../../../../apps/api/src/platform/auth/permissions.ts', import.meta.url),
  'utf8',
);

/** The list of the named CHECK ... in (...) constraint, and what a later migration adds to it by name. */
function listed(constraint: string): string[] {
  const found = new RegExp(`constraint ${constraint} check \\(\\w+ in\\s*\\(([^)]*)\\)`).exec(schema);
  const added = schema.matchAll(new RegExp(`'${constraint}', \`\\w+ = ('[^']+')\`\\]`, 'g'));
  const values = [found?.[1] ?? '', ...[...added].map((m) => m[1] ?? '')].join();
  return [...values.matchAll(/'([^']+)'/g)].map((m) => m[1] ?? '');
}

/** The states of a walk that takes whatever is possible, chosen by the numbers given. */
function walk(machine: Machine, choices: readonly number[]): string[] {
  const path = [machine.initial];
  let state = machine.initial;
  for (const choice of choices) {
    const options = possible(machine, state);
    const taken = options[choice % Math.max(options.length, 1)];
    if (!taken) break;
    state = taken.to;
    path.push(state);
  }
  return path;
}
const anyWalk = (machine: Machine): fc.Arbitrary<string[]> =>
  fc.array(fc.nat(1000), { maxLength: 40 }).map((choices) => walk(machine, choices));
const walks = (machine: Machine, claim: (path: string[]) => void): void =>
  fc.assert(fc.property(anyWalk(machine), claim), { numRuns: 500 });

describe.each(ALL)('the machine of $name', (machine, constraint) => {
  it('is sound', () => expect(check(machine)).toEqual([]));
  it('has the states that the database allows', () => {
    expect(listed(constraint).sort()).toEqual([...machine.states].sort());
  });
  it('never leaves its states, and stays in a final one', () => {
    walks(machine, (path) => {
      for (const state of path) expect(machine.states).toContain(state);
      const end = path.findIndex((state) => machine.final.includes(state));
      if (end >= 0) expect(path.slice(end).every((state) => state === path[end])).toBe(true);
    });
  });
  it('asks only for permissions that exist', () => {
    for (const t of machine.transitions) for (const who of t.who) expect(permissions).toContain(`'${who}'`);
  });
  it('asks a permission for whatever has a button', () => {
    for (const t of machine.transitions) if (t.label) expect(t.who).not.toEqual([]);
  });
});

describe('no walk of a worksheet', () => {
  const m = WORKSHEET_MACHINE as Machine;
  it.each([
    ['dispensed', 'verified'],
    ['verified', 'compounded'],
    ['compounded', 'compounding'],
    ['compounding', 'staged'],
    ['staged', 'allocated'],
    ['returned', 'dispensed'],
    ['recalled', 'verified'],
  ])('reaches %s without %s before it', (later, earlier) => {
    walks(m, (path) => {
      const at = path.indexOf(later);
      if (at >= 0) expect(path.slice(0, at)).toContain(earlier);
    });
  });
  it('is dispensed out of anything but verified', () => {
    walks(m, (path) => {
      path.forEach((state, i) => {
        if (state === 'dispensed' && path[i - 1] !== 'dispensed') expect(path[i - 1]).toBe('verified');
      });
    });
  });
  it('is put into stock out of anything but verified, and is never dispensed then', () => {
    walks(m, (path) => {
      const stocked = path.indexOf('stocked');
      if (stocked < 0) return;
      expect(path[stocked - 1]).toBe('verified');
      expect(path.slice(stocked)).not.toContain('dispensed');
    });
  });
  it('goes from rejected to anything but rework or waste', () => {
    walks(m, (path) => {
      path.forEach((state, i) => {
        const after = path[i + 1];
        if (state === 'rejected' && after) expect(['compounding', 'wasted']).toContain(after);
      });
    });
  });
  it('is cancelled once compounding has begun', () => {
    walks(m, (path) => {
      if (path.includes('cancelled')) expect(path).not.toContain('compounding');
    });
  });
});

describe('no walk of a preparation', () => {
  const m = CSP_MACHINE as Machine;
  it('is dispensed without an active label', () => {
    walks(m, (path) => {
      path.forEach((state, i) => {
        if (state === 'dispensed') expect(path[i - 1]).toBe('active');
        if (state === 'active') expect(path[i - 1]).toBe('labeled');
        if (state === 'labeled') expect(path[i - 1]).toBe('verified');
      });
    });
  });
  it('is dispensed a second time after it came back', () => {
    walks(m, (path) => {
      const back = path.indexOf('returned');
      if (back >= 0) expect(path.slice(back)).not.toContain('dispensed');
    });
  });
});

describe('no walk of an order', () => {
  it('is approved without a review just before', () => {
    walks(ORDER_MACHINE as Machine, (path) => {
      const first = path.indexOf('approved');
      if (first >= 0) expect(path[first - 1]).toBe('in-review');
    });
  });
  it('stays approved when the prescription changes', () => {
    expect(next(ORDER_MACHINE, 'approved', 'revise')).toMatchObject({ allowed: true, to: 'received' });
  });
});

describe('no walk of a lot', () => {
  it('brings a recalled lot back', () => {
    walks(LOT_MACHINE as Machine, (path) => {
      const recalled = path.indexOf('recalled');
      if (recalled >= 0) expect(path.slice(recalled)).not.toContain('available');
    });
  });
  it('makes an expired lot available without quarantine in between', () => {
    walks(LOT_MACHINE as Machine, (path) => {
      path.forEach((state, i) => {
        if (state === 'expired') expect(path[i + 1]).not.toBe('available');
      });
    });
  });
});
