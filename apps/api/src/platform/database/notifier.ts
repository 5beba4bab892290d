import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import pg from 'pg';
import { Env } from '../config/env.js';
import { jitter } from '../ids.js';
import { describeError, Log } from '../log.js';
import { Database } from './database.js';

export const OUTBOX_CHANNEL = 'outbox';
export const FEED_CHANNEL = 'feed';

const RECONNECT_MS = 1_000;
/** PostgreSQL's own limit on a payload is 8,000 bytes. */
const PAYLOAD_BYTES = 7_500;
const WAITING_LIMIT = 5_000;

type Listener = (payload: string) => void;

/**
 * Tells other processes, over PostgreSQL, that something changed. Sent after the commit and not within it, because a NOTIFY
 * in a transaction makes every commit of the database wait for every other. So it may get lost: whoever listens also looks.
 */
@Injectable()
export class Notifier implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly waiting = new Map<string, Set<string>>();
  private sending = false;
  private client: pg.Client | undefined;
  private reconnect: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly db: Database,
    private readonly env: Env,
    private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.connect();
  }

  async onModuleDestroy(): Promise<void> {
    this.closed = true;
    clearTimeout(this.reconnect);
    this.client?.removeAllListeners('end');
    await this.client?.end().catch(() => undefined);
  }

  /** @returns a function that stops listening */
  listen(channel: string, listener: Listener): () => void {
    const set = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, set.add(listener));
    return () => void set.delete(listener);
  }

  /** Those that wait together are sent together, each line once. */
  send(channel: string, line: string): void {
    const lines = this.waiting.get(channel) ?? new Set();
    if (lines.size < WAITING_LIMIT) this.waiting.set(channel, lines.add(line));
    if (!this.sending) void this.flush();
  }

  private async flush(): Promise<void> {
    this.sending = true;
    while (this.waiting.size > 0 && !this.closed) {
      const batches = [...this.waiting].flatMap(([channel, lines]) => payloads([...lines]).map((p) => [channel, p]));
      this.waiting.clear();
      try {
        await this.db.dataSource.query('select pg_notify(c, p) from unnest($1::text[], $2::text[]) as n(c, p)', [
          batches.map(([channel]) => channel),
          batches.map(([, payload]) => payload),
        ]);
      } catch (error) {
        this.log.warn(describeError(error), 'notification lost');
      }
    }
    this.sending = false;
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.env.databaseUrl, keepAlive: true });
    client.on('notification', ({ channel, payload }) => this.deliver(channel, payload ?? ''));
    client.on('error', (error) => this.log.warn(describeError(error), 'listening connection failed'));
    client.on('end', () => this.again());
    try {
      await client.connect();
      await client.query(`listen ${OUTBOX_CHANNEL}`);
      await client.query(`listen ${FEED_CHANNEL}`);
      this.client = client;
    } catch (error) {
      this.log.warn(describeError(error), 'cannot listen');
      this.again();
    }
  }

  private again(): void {
    if (this.closed) return;
    clearTimeout(this.reconnect);
    this.reconnect = setTimeout(() => void this.connect(), jitter(RECONNECT_MS));
  }

  private deliver(channel: string, payload: string): void {
    for (const line of payload.split('\n')) for (const listener of this.listeners.get(channel) ?? []) listener(line);
  }
}

/** Lines joined into as few payloads as PostgreSQL takes. */
export function payloads(lines: readonly string[]): string[] {
  const out: string[] = [];
  for (const line of lines) {
    const last = out.at(-1);
    if (last !== undefined && Buffer.byteLength(last) + Buffer.byteLength(line) + 1 <= PAYLOAD_BYTES)
      out[out.length - 1] = `${last}\n${line}`;
    else out.push(line);
  }
  return out;
}
