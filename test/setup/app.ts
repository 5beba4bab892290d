import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import pg from 'pg';
import { formatInstant, instant, parseInstant, type Instant } from '#domain/time';
import { AppModule } from '../../apps/api/src/app.module.js';
import { createAdapter, observe, setUp } from '../../apps/api/src/create-app.js';
import type { Role } from '../../apps/api/src/platform/auth/permissions.js';
import { Clock } from '../../apps/api/src/platform/clock.js';
import { readEnv } from '../../apps/api/src/platform/config/env.js';
import { Database } from '../../apps/api/src/platform/database/database.js';
import { rows } from '../../apps/api/src/platform/database/sql.js';
import { createLog } from '../../apps/api/src/platform/log.js';
import { Delivery } from '../../apps/api/src/platform/outbox/delivery.js';
import { signedIn, type SignedIn } from './people.js';

/** A clock that stands still until it is told otherwise. */
export class TestClock extends Clock {
  private at: Instant;

  constructor(at = '2026-03-02T14:00:00Z') {
    super();
    this.at = parseInstant(at);
  }

  override now(): Instant {
    return this.at;
  }
  set(at: string): void {
    this.at = parseInstant(at);
  }
  advance(by: { seconds?: number; minutes?: number; hours?: number; days?: number }): void {
    const { seconds = 0, minutes = 0, hours = 0, days = 0 } = by;
    this.at = instant(this.at + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
  }
  /** The present as ISO 8601. */
  iso(): string {
    return formatInstant(this.at);
  }
}

/** As little work as argon2 allows: a test signs in often and guards nothing. */
const CHEAP_PASSWORDS = { memoryKib: 8, passes: 1 };

export interface TestAppOptions {
  readonly demo?: boolean;
  /** `inline`: relay, queue and sealer run as in the product. Off otherwise: a test drains the outbox when it means to. */
  readonly worker?: 'inline' | 'off';
  readonly redisUrl?: string;
  readonly at?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Routes of the test's own, beside the product's. */
  readonly controllers?: Type[];
}

/** The whole application on a database of its own. */
export class TestApp {
  private constructor(
    readonly nest: NestFastifyApplication,
    readonly clock: TestClock,
    readonly databaseUrl: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(options: TestAppOptions = {}): Promise<TestApp> {
    const copy = await cloneTemplate();
    const clock = new TestClock(options.at);
    const env = readEnv({
      DATABASE_URL: copy.url,
      REDIS_URL: options.redisUrl ?? serverUrl('TEST_REDIS_URL'),
      DEMO: String(options.demo ?? false),
      WORKER: options.worker ?? 'off',
      LOG_LEVEL: 'silent',
      ...options.env,
    });
    const module = AppModule.register({
      env,
      clock,
      log: createLog(env.logLevel),
      passwordCost: CHEAP_PASSWORDS,
      queue: { prefix: copy.name, concurrency: 4 },
    });
    const testing = await Test.createTestingModule({
      imports: [module],
      controllers: options.controllers ?? [],
    }).compile();
    const nest = testing.createNestApplication<NestFastifyApplication>(createAdapter(env), { logger: false });
    await setUp(nest, env);
    observe(nest);
    await nest.listen(0, '127.0.0.1');
    return new TestApp(nest, clock, copy.url, copy.drop);
  }

  get database(): Database {
    return this.nest.get(Database);
  }

  get<T>(type: Type<T> | (abstract new (...args: never[]) => T)): T {
    return this.nest.get<T>(type as Type<T>, { strict: false });
  }

  /** The address it listens on; supertest takes it as it is. */
  get server(): string {
    const address = this.nest.getHttpServer().address() as { port: number };
    return `http://127.0.0.1:${address.port}`;
  }

  /** A new person with these roles, signed in at a screen of their own. */
  signedIn(...roles: Role[]): Promise<SignedIn> {
    return signedIn(this, roles);
  }

  /** Runs every message that is due to its end, in order, without the queue. @throws when one does not end well */
  async drainOutbox(): Promise<number> {
    for (let done = 0; ; done += 1) {
      const [next] = await rows<{ id: string; topic: string }>(
        this.database.reader,
        `select id, topic from outbox_message where done_at is null and stuck_at is null and due_at <= $1
         order by id limit 1`,
        [formatInstant(this.clock.now())],
      );
      if (!next) return done;
      const outcome = await this.get(Delivery).run(next.id);
      if (outcome !== 'done') throw new Error(`the message ${next.topic} ended as ${outcome}`);
    }
  }

  async close(): Promise<void> {
    await this.nest.close();
    await this.drop();
  }
}

export const startTestApp = (options?: TestAppOptions): Promise<TestApp> => TestApp.start(options);

function serverUrl(name: 'TEST_PG_URL' | 'TEST_REDIS_URL'): string {
  const url = process.env[name];
  if (!url) throw new Error(`${name} is not set: run through jest, whose global set-up starts the servers`);
  return url;
}

/** A copy of the migrated template: 20 ms, and nobody else's. */
async function cloneTemplate(): Promise<{ name: string; url: string; drop: () => Promise<void> }> {
  const base = new URL(serverUrl('TEST_PG_URL'));
  const name = `t_${randomBytes(6).toString('hex')}`;
  const ask = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: base.href });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await ask(`create database ${name} template template_app strategy file_copy`);
  const url = new URL(base);
  url.pathname = `/${name}`;
  return { name, url: url.href, drop: () => ask(`drop database ${name} with (force)`) };
}
