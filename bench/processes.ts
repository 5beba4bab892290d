import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10;
const PARENT = 1;
const USER = 11;
const SYSTEM = 12;
const CHILDREN_USER = 13;
const CHILDREN_SYSTEM = 14;

/** The fields of /proc/PID/stat after the name, which may itself hold spaces; nothing when the process has ended. */
function stat(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

const ticks = (fields: readonly string[], ...at: number[]): number =>
  at.reduce((sum, i) => sum + Number(fields[i] ?? 0), 0);

/** CPU milliseconds that a process has used, all its threads. */
export function cpuOf(pid: number): number {
  const fields = stat(pid);
  return fields ? ticks(fields, USER, SYSTEM) * TICK_MS : 0;
}

/** CPU milliseconds of a database server: its first process, its backends, and those that have ended. */
export function cpuOfFamily(pid: number): number {
  const own = stat(pid);
  if (!own) return 0;
  const members = readdirSync('/proc').flatMap((name) => {
    const fields = /^\d+$/.test(name) ? stat(Number(name)) : undefined;
    return fields && Number(fields[PARENT]) === pid ? [ticks(fields, USER, SYSTEM)] : [];
  });
  const ended = ticks(own, USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM);
  return (ended + members.reduce((a, b) => a + b, 0)) * TICK_MS;
}

/** Megabytes of memory in use by a process: its resident set. */
export function memoryOf(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(found?.[1] ?? 0) / 1024);
}
