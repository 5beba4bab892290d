/** What a key event tells, as far as a scanner is recognized by it. */
export interface Key {
  key: string;
  /** Physical key, `Numpad0`. */
  code: string;
  ctrl: boolean;
  alt: boolean;
  /** Milliseconds, of the event and not of its handling: a busy page does not make a scanner look slow. */
  at: number;
}

export type WedgeResult =
  /** `suppress`: the key must not reach the page (a separator is a browser shortcut). */
  | { kind: 'key'; suppress: boolean }
  /** A scan ended with this key, which must not reach the page; `printed` characters of it may stand in a field. */
  | { kind: 'scan'; code: string; printed: string };

/** A scanner types a character every 1 to 30 ms; the fastest typist takes 60 and more over six in a row. */
const LONGEST_GAP_MS = 90;
const MEAN_GAP_MS = 40;
const SHORTEST_CODE = 5;
const GROUP_SEPARATOR = '\x1d';

/** How scanners send the group separator of GS1 codes (FNC1), depending on make and set-up. */
function isSeparator({ key, ctrl }: Key): boolean {
  return key === GROUP_SEPARATOR || key === 'GroupSeparator' || key === 'F8' || (ctrl && (key === ']' || key === '}'));
}

const isEnd = ({ key, ctrl }: Key): boolean => key === 'Enter' || key === 'Tab' || (ctrl && /^[mj]$/i.test(key));

/** Keys that are part of a character and none themselves. */
const SILENT = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock', 'NumLock', 'Meta', 'Dead']);

/**
 * Tells a keyboard-wedge scanner from a person typing, by speed alone, so that it need not know where the focus is. Nothing is
 * withheld from the page until the closing Enter or Tab proves that it was a scan.
 */
export class Wedge {
  private code = '';
  private printed = '';
  private first = 0;
  private last = 0;
  /** Digits of `Alt+029` so far. */
  private altDigits = '';

  take(key: Key): WedgeResult {
    if (key.at - this.last > LONGEST_GAP_MS) this.reset();
    if (SILENT.has(key.key) && !(key.key === 'Alt' && this.altDigits)) return this.seen(key, false);
    if (isEnd(key)) return this.end(key);
    if (isSeparator(key)) return this.separator(key);
    if (key.alt && /^Numpad\d$/.test(key.code)) {
      this.altDigits += key.code.slice(-1);
      if (!/^0*29$/.test(this.altDigits)) return this.seen(key, this.code !== '');
      this.altDigits = '';
      return this.separator(key);
    }
    if (key.key.length !== 1 || key.ctrl || key.alt) {
      this.reset();
      return { kind: 'key', suppress: false };
    }
    this.altDigits = '';
    this.code += key.key;
    this.printed += key.key;
    return this.seen(key, false);
  }

  /** Forgets what has come so far. */
  reset(): void {
    this.code = '';
    this.printed = '';
    this.first = 0;
    this.altDigits = '';
  }

  private separator(key: Key): WedgeResult {
    // F8 or Ctrl+] by a person is a shortcut; in the middle of a burst, or opening one, it is FNC1.
    const within = this.code !== '';
    this.code += GROUP_SEPARATOR;
    return this.seen(key, within || key.key === GROUP_SEPARATOR);
  }

  private end(key: Key): WedgeResult {
    const { code, printed } = this;
    const gaps = Math.max(1, code.length);
    const mean = (key.at - this.first) / gaps;
    this.reset();
    this.last = key.at;
    const isScan = code.replaceAll(GROUP_SEPARATOR, '').length >= SHORTEST_CODE && mean <= MEAN_GAP_MS;
    return isScan ? { kind: 'scan', code, printed } : { kind: 'key', suppress: false };
  }

  private seen(key: Key, suppress: boolean): WedgeResult {
    if (this.first === 0) this.first = key.at;
    this.last = key.at;
    return { kind: 'key', suppress };
  }
}

/** What stays in a field when the characters of a scan are taken out of it again; null when they are not there. */
export function withoutScan(value: string, caret: number, printed: string): { value: string; caret: number } | null {
  const start = caret - printed.length;
  if (start < 0 || value.slice(start, caret) !== printed) return null;
  return { value: value.slice(0, start) + value.slice(caret), caret: start };
}
