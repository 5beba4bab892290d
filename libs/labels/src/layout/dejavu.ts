import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readFontMetrics, type FontMetrics } from './truetype.js';

const require = createRequire(import.meta.url);
const FILES = {
  regular: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf',
  bold: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf',
};
const files = new Map<string, Buffer>();
const metrics = new Map<string, FontMetrics>();

/** DejaVu Sans Condensed, as wide as Helvetica; read once a process, and only when a text needs it. */
export function dejavuFile(bold: boolean): Buffer {
  const name = bold ? FILES.bold : FILES.regular;
  const known = files.get(name);
  if (known) return known;
  const file = readFileSync(require.resolve(name));
  files.set(name, file);
  return file;
}

export function dejavuMetrics(bold: boolean): FontMetrics {
  const name = bold ? FILES.bold : FILES.regular;
  const known = metrics.get(name);
  if (known) return known;
  const read = readFontMetrics(dejavuFile(bold));
  metrics.set(name, read);
  return read;
}
