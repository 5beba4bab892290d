/** A cell that a spreadsheet would take for a formula is made text (OWASP CSV injection): it begins with an apostrophe. */
const neutral = (text: string): string =>
  /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;

const cell = (value: string | number | null): string => {
  const text = neutral(value === null ? '' : String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** RFC 4180, with a heading row. */
export const csv = (heading: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string =>
  [heading, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
