import path from 'node:path';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
const WORKERS = ['inline', 'off'] as const;

/** Everything the environment may say, read once and never again. */
export class Env {
  constructor(
    readonly databaseUrl: string,
    readonly redisUrl: string,
    readonly host: string,
    readonly port: number,
    /** Offers the made-up people on the sign-in page. Never with real patients. */
    readonly demo: boolean,
    readonly logLevel: (typeof LOG_LEVELS)[number],
    /** Without a touch for this long a screen locks. */
    readonly sessionIdleMinutes: number,
    /** Where browsers reach us, when a proxy stands before us; its scheme decides whether cookies are `Secure`. */
    readonly publicUrl: string | null,
    readonly trustProxy: boolean,
    readonly webRoot: string,
    /** `inline`: this process also runs the jobs. `off`: `worker.ts` does, elsewhere. */
    readonly worker: (typeof WORKERS)[number],
    readonly databasePool: number,
    /** Lets a scraper that is not on this machine read the metrics. */
    readonly metricsToken: string | null,
    /** Where the shortage feed is fetched once a day; null: it is brought in as a file. */
    readonly shortageFeedUrl: string | null,
  ) {
    Object.freeze(this);
  }
}

export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  constructor(readonly faults: readonly string[]) {
    super(`The environment is not right:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

type Source = Readonly<Record<string, string | undefined>>;

/** Reads values and notes what is wrong: by name and rule, never by value, for it may be a password. */
class Reading {
  readonly faults: string[] = [];
  constructor(private readonly source: Source) {}

  text(name: string): string | undefined {
    const value = this.source[name]?.trim();
    return value === '' ? undefined : value;
  }
  url(name: string, schemes: readonly string[]): string {
    const value = this.text(name);
    const scheme = value !== undefined && URL.canParse(value) ? new URL(value).protocol.slice(0, -1) : undefined;
    if (scheme === undefined || !schemes.includes(scheme))
      this.faults.push(`${name} must be a URL that starts with ${schemes.map((s) => `${s}://`).join(' or ')}`);
    return value ?? '';
  }
  whole(name: string, otherwise: number, least: number, most: number): number {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) this.faults.push(`${name} must be a whole number, ${least} to ${most}`);
    return number;
  }
  flag(name: string): boolean {
    const value = this.text(name)?.toLowerCase() ?? 'false';
    if (!['true', 'false', '1', '0'].includes(value)) this.faults.push(`${name} must be true or false`);
    return value === 'true' || value === '1';
  }
  oneOf<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
    const value = this.text(name);
    const choice = choices.find((c) => c === value);
    if (value !== undefined && choice === undefined) this.faults.push(`${name} must be one of ${choices.join(', ')}`);
    return choice ?? otherwise;
  }
}

/**
 * @param fixed what a program decides for itself, whatever the environment says
 * @throws EnvironmentError that names everything that is wrong, at once.
 */
export function readEnv(source: Source = process.env, fixed: Source = {}): Env {
  const r = new Reading({ ...source, ...fixed });
  const env = new Env(
    r.url('DATABASE_URL', ['postgres', 'postgresql']),
    r.url('REDIS_URL', ['redis', 'rediss']),
    r.text('HOST') ?? '127.0.0.1',
    r.whole('PORT', 3000, 0, 65_535),
    r.flag('DEMO'),
    r.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    r.whole('SESSION_IDLE_MINUTES', 15, 1, 240),
    r.text('PUBLIC_URL') === undefined ? null : r.url('PUBLIC_URL', ['http', 'https']),
    r.flag('TRUST_PROXY'),
    path.resolve(r.text('WEB_ROOT') ?? 'apps/web/dist'),
    r.oneOf('WORKER', WORKERS, 'inline'),
    r.whole('DATABASE_POOL', 20, 4, 200),
    r.text('METRICS_TOKEN') ?? null,
    r.text('SHORTAGE_FEED_URL') === undefined ? null : r.url('SHORTAGE_FEED_URL', ['http', 'https']),
  );
  if (r.faults.length > 0) throw new EnvironmentError(r.faults);
  return env;
}

/** For commands that need the database and nothing else. @throws EnvironmentError */
export function readDatabaseUrl(source: Source = process.env): string {
  const r = new Reading(source);
  const url = r.url('DATABASE_URL', ['postgres', 'postgresql']);
  if (r.faults.length > 0) throw new EnvironmentError(r.faults);
  return url;
}
