import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { formatInstant } from '#domain/time';
import type { ImportRow } from './import-rows.js';

const flag = ({ value }: { value: unknown }): unknown => (value === 'true' ? true : value === 'false' ? false : value);

export class UploadRequest {
  /** Name of the file, for people. */
  @IsOptional() @IsString() @MaxLength(200) name?: string;
  /** Also when it is older than the feed in use, or has no date. */
  @IsOptional() @Transform(flag) @IsBoolean() force?: boolean;
}
export class FetchRequest {
  @IsOptional() @IsBoolean() force?: boolean;
}

export class ImportResponse {
  id: string;
  /** `upload`, `address` or `sample`. */
  source: string;
  origin: string;
  /** `queued`, `running`, `done` or `failed`. */
  state: string;
  /** The day of the feed; null until the file is there, or when it does not say. */
  lastUpdated: string | null;
  rowsTotal: number | null;
  rowsDone: number;
  rowsRefused: number;
  rowsNew: number | null;
  rowsChanged: number | null;
  rowsGone: number | null;
  requestedAt: string;
  requestedBy: string | null;
  finishedAt: string | null;
  error: string | null;
  /** The same file was imported before or is being read: nothing new was begun. */
  already: boolean;
}
export class RefusedRow {
  rowNumber: number;
  line: number;
  ndc: string | null;
  reason: string;
}
export class ImportDetail extends ImportResponse {
  /** At most 200 of them, in the order of the file. */
  refused: RefusedRow[];
}
export class ImportPage {
  items: ImportResponse[];
  next: string | null;
}

export const importResponse = (row: ImportRow, already = false): ImportResponse => ({
  id: row.id,
  source: row.source,
  origin: row.origin,
  state: row.state,
  lastUpdated: row.lastUpdated,
  rowsTotal: row.rowsTotal,
  rowsDone: row.rowsDone,
  rowsRefused: row.rowsRefused,
  rowsNew: row.rowsNew,
  rowsChanged: row.rowsChanged,
  rowsGone: row.rowsGone,
  requestedAt: formatInstant(row.requestedAt),
  requestedBy: row.requestedBy,
  finishedAt: row.finishedAt === null ? null : formatInstant(row.finishedAt),
  error: row.error,
  already,
});
