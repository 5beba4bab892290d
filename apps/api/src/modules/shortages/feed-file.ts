import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzipSync, gzip, inflateRawSync } from 'node:zlib';
import type { LocalDate } from '#domain/time';
import { readFeed, readLastUpdated, rowsMissing } from '#domain/shortage';

export const FEED_BYTES_LIMIT = 50 * 1024 * 1024;
const PIECE_BYTES = 256 * 1024;
/** Rows read before other requests get their turn. */
const ROWS_AT_ONCE = 200;
const zip = promisify(gzip);

/** A file that has been seen from its first to its last character and is a whole feed. */
export interface FeedFile {
  /** The text in order, gzip by piece: what is kept until it is read. */
  readonly pieces: readonly Buffer[];
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
  readonly lastUpdated: LocalDate | null;
}

/** The file is not one to import, for all to read why. */
export class FeedRefusal extends Error {
  override readonly name = 'FeedRefusal';
  constructor(
    message: string,
    readonly tooLarge = false,
  ) {
    super(message);
  }
}

/**
 * Takes a file in as it arrives and reads it through once. Memory holds the compressed pieces and one row. A zip archive of
 * one file, as openFDA offers it for download, is opened.
 * @throws FeedRefusal for what is too large, is no text, or is no whole feed
 */
export async function takeFeedFile(source: AsyncIterable<Uint8Array>): Promise<FeedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const pieces: Buffer[] = [];
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const keep = async (): Promise<void> => {
    pieces.push(await zip(Buffer.concat(waiting)));
    [waiting, waitingBytes] = [[], 0];
  };
  for await (const chunk of source) {
    bytes += chunk.byteLength;
    if (bytes > FEED_BYTES_LIMIT) throw tooLarge();
    hash.update(chunk);
    waiting.push(Buffer.from(chunk));
    waitingBytes += chunk.byteLength;
    if (waitingBytes >= PIECE_BYTES) await keep();
  }
  if (waitingBytes > 0) await keep();
  const text = await opened(pieces);
  return { pieces: text, bytes, sha256: hash.digest('hex'), ...(await readThrough(text)) };
}

/** The text of the pieces, decoded across their borders. @throws TypeError where it is no UTF-8 */
export function* textOf(pieces: Iterable<Buffer>): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (const piece of pieces) yield decoder.decode(gunzipSync(piece), { stream: true });
  yield decoder.decode();
}

async function readThrough(pieces: readonly Buffer[]): Promise<{ rows: number; lastUpdated: LocalDate | null }> {
  try {
    for (const part of readFeed(textOf(pieces))) {
      if (part.kind === 'row' && part.number % ROWS_AT_ONCE === 0) await breathe();
      if (part.kind === 'refused')
        throw new FeedRefusal(`Line ${part.line}${part.row > 0 ? `, row ${part.row}` : ''}: ${part.reason}.`);
      if (part.kind !== 'end') continue;
      const missing = rowsMissing(part.meta, part.rows);
      if (missing > 0)
        throw new FeedRefusal(
          `The file is a page of a longer list: ${missing} rows are missing. Use the whole file that openFDA offers for download.`,
        );
      if (part.rows === 0) throw new FeedRefusal('The list "results" is empty.');
      return { rows: part.rows, lastUpdated: readLastUpdated(part.meta) };
    }
  } catch (error) {
    if (codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw new FeedRefusal('The file is not text in UTF-8.');
    throw error;
  }
  throw new FeedRefusal('The file is empty.');
}

const codeOf = (error: unknown): unknown => (Object(error) as { code?: unknown }).code;
const tooLarge = (): FeedRefusal => new FeedRefusal('The file is larger than 50 MB.', true);

const LOCAL_FILE = 0x04034b50;
const CENTRAL_ENTRY = 0x02014b50;
const CENTRAL_END = 0x06054b50;
const END_BYTES = 22;

/** The pieces as they are, or those of the one file in a zip archive. */
async function opened(pieces: readonly Buffer[]): Promise<readonly Buffer[]> {
  const head = pieces[0] && gunzipSync(pieces[0]);
  if (!head || head.length < 4 || head.readUInt32LE(0) !== LOCAL_FILE) return pieces;
  const archive = Buffer.concat(pieces.map((piece) => gunzipSync(piece)));
  const text = inArchive(archive);
  const cut: Buffer[] = [];
  for (let at = 0; at < text.length; at += PIECE_BYTES) cut.push(await zip(text.subarray(at, at + PIECE_BYTES)));
  return cut;
}

/** The only file of a zip archive: stored or deflated, not encrypted (APPNOTE 4.3). */
function inArchive(archive: Buffer): Buffer {
  const refuse = (): FeedRefusal => new FeedRefusal('The zip archive cannot be opened, or holds more than one file.');
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + END_BYTES > archive.length || archive.readUInt32LE(end) !== CENTRAL_END) throw refuse();
  const entry = archive.readUInt32LE(end + 16);
  if (archive.readUInt16LE(end + 10) !== 1 || entry + 46 > end || archive.readUInt32LE(entry) !== CENTRAL_ENTRY)
    throw refuse();
  const [flags, method] = [archive.readUInt16LE(entry + 8), archive.readUInt16LE(entry + 10)];
  const [packed, size] = [archive.readUInt32LE(entry + 20), archive.readUInt32LE(entry + 24)];
  const local = archive.readUInt32LE(entry + 42);
  if ((flags & 1) === 1 || local + 30 > end) throw refuse();
  const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  if (from + packed > end) throw refuse();
  if (size > FEED_BYTES_LIMIT) throw tooLarge();
  const content = archive.subarray(from, from + packed);
  if (method === 0) return content;
  if (method !== 8) throw refuse();
  try {
    return inflateRawSync(content, { maxOutputLength: FEED_BYTES_LIMIT });
  } catch (error) {
    // The size in the directory may lie: what unpacks to more than the limit is a bomb.
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw refuse();
  }
}
