import { describe, expect, it } from '@jest/globals';
import { Wedge, withoutScan, type Key, type WedgeResult } from './wedge.js';

const GS = '\x1d';
const plain = (key: string): Omit<Key, 'at'> => ({ key, code: '', ctrl: false, alt: false });
const alt = (digit: string): Omit<Key, 'at'> => ({ key: digit, code: `Numpad${digit}`, ctrl: false, alt: true });
const CTRL_BRACKET = { key: ']', code: 'BracketRight', ctrl: true, alt: false };

/** Sends keys `gap` ms apart and answers with what the last one did. */
function send(wedge: Wedge, keys: readonly (string | Omit<Key, 'at'>)[], gap: number, from = 1000): WedgeResult {
  let result: WedgeResult = { kind: 'key', suppress: false };
  keys.forEach((key, i) => {
    result = wedge.take({ ...(typeof key === 'string' ? plain(key) : key), at: from + i * gap });
  });
  return result;
}

describe('Wedge', () => {
  it.each([
    ['Enter', 'Enter'],
    ['Tab', 'Tab'],
    ['Ctrl+M', { key: 'm', code: 'KeyM', ctrl: true, alt: false }],
  ])('takes a fast burst that ends in %s as a scan', (_, end) => {
    expect(send(new Wedge(), [...'030409654321', end], 8)).toMatchObject({ kind: 'scan', code: '030409654321' });
  });

  it.each([
    ['the character itself', plain(GS)],
    ['Ctrl+]', CTRL_BRACKET],
    ['F8', plain('F8')],
  ])('reads a group separator sent as %s', (_, separator) => {
    const keys = ['0', '1', ...'00304096543210', ...'10AB1', separator, ...'17270331', 'Enter'];
    expect(send(new Wedge(), keys, 8)).toMatchObject({ kind: 'scan', code: `010030409654321010AB1${GS}17270331` });
  });

  it.each([['029'], ['0029'], ['29']])('reads a group separator sent as Alt+%s', (digits) => {
    const down = { key: 'Alt', code: 'AltLeft', ctrl: false, alt: true };
    const keys = [...'10LOT7', down, ...[...digits].map(alt), ...'17270331', 'Enter'];
    expect(send(new Wedge(), keys, 8)).toMatchObject({ kind: 'scan', code: `10LOT7${GS}17270331` });
  });

  it('keeps a separator that opens the code', () => {
    expect(send(new Wedge(), [CTRL_BRACKET, ...'0100304096543210', 'Enter'], 8)).toMatchObject({
      kind: 'scan',
      code: `${GS}0100304096543210`,
    });
  });

  it('keeps capitals, whose Shift is a key of its own', () => {
    expect(send(new Wedge(), [...'10', 'Shift', 'A', 'Shift', 'B', ...'123', 'Enter'], 8)).toMatchObject({
      code: '10AB123',
    });
  });

  it('keeps a browser shortcut from running in the middle of a scan', () => {
    expect(send(new Wedge(), [...'10LOT7', CTRL_BRACKET], 8)).toEqual({ kind: 'key', suppress: true });
  });

  it('leaves a shortcut alone that a person presses', () => {
    expect(send(new Wedge(), [CTRL_BRACKET], 8)).toEqual({ kind: 'key', suppress: false });
  });

  it.each([
    [60, 'a fast typist'],
    [150, 'a slow one'],
  ])('leaves typing at %d ms a key alone: %s', (gap) => {
    expect(send(new Wedge(), [...'vancomycin', 'Enter'], gap)).toEqual({ kind: 'key', suppress: false });
  });

  it.each([
    [39, 'scan'],
    [40, 'scan'],
    [41, 'key'],
  ])('draws the line at a mean of 40 ms: %d ms is a %s', (gap, kind) => {
    expect(send(new Wedge(), [...'0304096543', 'Enter'], gap).kind).toBe(kind);
  });

  it.each([
    ['1234', 'key'],
    ['12345', 'scan'],
  ])('takes no burst shorter than five characters: %s', (text, kind) => {
    expect(send(new Wedge(), [...text, 'Enter'], 5).kind).toBe(kind);
  });

  it('starts anew after a pause, so that what was typed before is no part of the code', () => {
    const wedge = new Wedge();
    send(wedge, [...'van'], 120, 1000);
    expect(send(wedge, [...'0304096543210', 'Enter'], 6, 2000)).toMatchObject({
      code: '0304096543210',
      printed: '0304096543210',
    });
  });

  it('reads two scans in a row as two', () => {
    const wedge = new Wedge();
    send(wedge, [...'0304096543210', 'Enter'], 6, 1000);
    expect(send(wedge, [...'WS-000123-K', 'Enter'], 6, 1200)).toMatchObject({ kind: 'scan', code: 'WS-000123-K' });
  });
});

describe('withoutScan', () => {
  it('takes the scan out of the field it fell into', () => {
    expect(withoutScan('ab12345cd', 7, '12345')).toEqual({ value: 'abcd', caret: 2 });
  });

  it.each([
    ['xyz', 3, '12345'],
    ['ab12x45', 7, '12345'],
  ])('leaves %s alone, where the scan is not', (value, caret, printed) => {
    expect(withoutScan(value, caret, printed)).toBeNull();
  });
});
