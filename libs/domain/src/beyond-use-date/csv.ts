/** A record of a CSV text with the line on which it starts. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Records of RFC 4180 text: quoted fields may hold commas, quotes and line ends. A byte-order mark is dropped. */
export function csvRecords(text: string): CsvRecord[] {
  const source = text.replace(/^\uFEFF/, '');
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let line = 1;
  let startLine = 1;
  const endRecord = (): void => {
    fields.push(field);
    if (fields.length > 1 || field !== '') records.push({ line: startLine, fields });
    fields = [];
    field = '';
    startLine = line;
  };
  for (let i = 0; i < source.length; i += 1) {
    const c = source.charAt(i);
    if (c === '\n') line += 1;
    if (quoted) {
      if (c !== '"') field += c;
      else if (source.charAt(i + 1) === '"') {
        field += '"';
        i += 1;
      } else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',') {
      fields.push(field);
      field = '';
    } else if (c === '\n') endRecord();
    else if (c !== '\r') field += c;
  }
  if (field !== '' || fields.length > 0) endRecord();
  return records;
}
