import { useEffect, useState } from 'preact/hooks';
import type { CountedLine } from './receive-count.js';

/** More than anybody takes back. */
const STEPS = 50;

export interface Kept {
  lines: readonly CountedLine[];
  change: (lines: readonly CountedLine[]) => void;
  undo: () => void;
  canUndo: boolean;
  clear: () => void;
}

/** What was counted, kept in this tab until it is taken in: a reload or a locked screen loses nothing. */
export function useKept(name: string): Kept {
  const [lines, setLines] = useState<readonly CountedLine[]>(() => read(name));
  const [before, setBefore] = useState<readonly (readonly CountedLine[])[]>([]);
  useEffect(() => {
    if (lines.length === 0) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(lines));
  }, [name, lines]);
  return {
    lines,
    change: (next) => {
      setBefore((old) => [...old, lines].slice(-STEPS));
      setLines(next);
    },
    undo: () => {
      setLines(before.at(-1) ?? []);
      setBefore((old) => old.slice(0, -1));
    },
    canUndo: before.length > 0,
    clear: () => {
      sessionStorage.removeItem(name);
      setBefore([]);
      setLines([]);
    },
  };
}

function read(name: string): readonly CountedLine[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(name) ?? '[]');
    return Array.isArray(found) ? (found as CountedLine[]) : [];
  } catch {
    return [];
  }
}
