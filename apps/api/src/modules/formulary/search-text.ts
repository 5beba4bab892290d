/** `part` anywhere in a text, for ILIKE: what a person keys is never a pattern. Null: everything. */
export function containing(part: string | undefined): string | null {
  const text = part?.trim() ?? '';
  return text === '' ? null : `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}
