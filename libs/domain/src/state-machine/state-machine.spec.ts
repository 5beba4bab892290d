import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { check, defineMachine, next, permitted, possible } from './state-machine.js';
import type { Machine } from './machine.js';

const DOOR = defineMachine({
  name: 'door',
  states: ['shut', 'open', 'gone'],
  initial: 'shut',
  final: ['gone'],
  events: ['open', 'close', 'remove'],
  guards: ['key-held'],
  transitions: [
    { event: 'open', from: ['shut'], to: 'open', who: ['door.use'], guards: ['key-held'] },
    { event: 'close', from: ['open'], to: 'shut', who: ['door.use'], guards: [] },
    { event: 'remove', from: ['shut', 'open'], to: 'gone', who: ['door.remove'], guards: [] },
  ],
});
const broken = (change: Partial<Machine>): string[] => check({ ...(DOOR as Machine), ...change });
const without = (event: string): Machine['transitions'] => DOOR.transitions.filter((t) => t.event !== event);

describe('next', () => {
  it('leads where the table says', () => {
    expect(next(DOOR, 'shut', 'open')).toMatchObject({
      allowed: true,
      to: 'open',
      transition: { guards: ['key-held'] },
    });
  });

  it('says what is possible when something is not', () => {
    const answer = next(DOOR, 'open', 'open');
    expect(answer).toMatchObject({ allowed: false, finding: { code: 'door.not-allowed-in-state', severity: 'stop' } });
    expect(!answer.allowed && answer.finding.message).toContain('close, remove');
  });

  it('answers for any text, and only with a state of the machine', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom(...DOOR.states)),
        fc.oneof(fc.string(), fc.constantFrom(...DOOR.events)),
        (state, event) => {
          const answer = next(DOOR, state, event);
          if (answer.allowed) expect(DOOR.states).toContain(answer.to);
          else expect(answer.finding.severity).toBe('stop');
        },
      ),
    );
  });
});

describe('possible and permitted', () => {
  it('lists the buttons of a state', () => {
    expect(possible(DOOR, 'shut').map((t) => t.event)).toEqual(['open', 'remove']);
    expect(possible(DOOR, 'gone')).toEqual([]);
  });
  it('leaves out what the person may not do', () => {
    expect(permitted(DOOR, 'shut', new Set(['door.use'])).map((t) => t.event)).toEqual(['open']);
    expect(permitted(DOOR, 'shut', new Set())).toEqual([]);
  });
});

describe('check', () => {
  it('finds nothing wrong with a sound machine', () => expect(check(DOOR)).toEqual([]));
  it.each<[string, Partial<Machine>, string]>([
    ['a state that is never reached', { transitions: without('open') }, 'open is never reached'],
    ['an event that is never used', { transitions: without('close') }, 'event close is never used'],
    ['a dead end that is not declared', { final: [] }, 'gone is a dead end that is not declared'],
    ['a final state that is left', { final: ['gone', 'open'] }, 'open is declared final but something leaves it'],
    ['an unknown initial state', { initial: 'ajar' }, 'unknown state ajar'],
    ['a guard that nobody uses', { guards: ['key-held', 'dog-away'] }, 'guard dog-away is never used'],
    ['a guard that is not declared', { guards: [] }, 'unknown guard key-held in open'],
    ['a state declared twice', { states: ['shut', 'open', 'gone', 'gone'] }, 'gone is declared twice'],
    [
      'an event that leads to two places',
      { transitions: [...DOOR.transitions, { event: 'open', from: ['shut'], to: 'gone', who: [], guards: [] }] },
      'open from shut leads to two places',
    ],
    [
      'an unknown target',
      { transitions: [...without('remove'), { event: 'remove', from: ['shut'], to: 'sold', who: [], guards: [] }] },
      'unknown state sold in remove',
    ],
    [
      'an unknown event',
      { transitions: [...DOOR.transitions, { event: 'paint', from: ['shut'], to: 'open', who: [], guards: [] }] },
      'unknown event paint',
    ],
    [
      'a transition from nowhere',
      { transitions: [...without('remove'), { event: 'remove', from: [], to: 'gone', who: [], guards: [] }] },
      'remove starts nowhere',
    ],
  ])('finds %s', (_, change, message) => {
    expect(broken(change)).toContain(message);
  });
});
