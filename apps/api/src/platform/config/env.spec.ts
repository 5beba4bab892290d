import { describe, expect, it } from '@jest/globals';
import { EnvironmentError, readEnv } from './env.js';

const least = { DATABASE_URL: 'postgres://u:p@h/db', REDIS_URL: 'redis://h:6379' };
const faultsOf = (source: Record<string, string>): readonly string[] => {
  try {
    readEnv(source);
    return [];
  } catch (error) {
    return error instanceof EnvironmentError ? error.faults : [String(error)];
  }
};

describe('readEnv', () => {
  it('needs the two addresses and nothing else', () => {
    expect(readEnv(least)).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      demo: false,
      sessionIdleMinutes: 15,
      worker: 'inline',
    });
  });

  it('names everything that is wrong at once', () => {
    expect(faultsOf({ PORT: '70000', DEMO: 'perhaps', LOG_LEVEL: 'loud' }).map((f) => f.split(' ')[0])).toEqual([
      'DATABASE_URL',
      'REDIS_URL',
      'PORT',
      'DEMO',
      'LOG_LEVEL',
    ]);
  });

  it('never repeats a value, which may be a password', () => {
    expect(faultsOf({ ...least, DATABASE_URL: 'hunter2', SESSION_IDLE_MINUTES: 'hunter2' }).join()).not.toContain(
      'hunter2',
    );
  });

  it.each([
    ['0', 1],
    ['1', 0],
    ['240', 0],
    ['241', 1],
    ['15.5', 1],
    ['-1', 1],
  ])('reads an idle time of %s minutes with %i faults', (minutes, faults) => {
    expect(faultsOf({ ...least, SESSION_IDLE_MINUTES: minutes })).toHaveLength(faults);
  });

  it('cannot be changed afterwards', () => {
    const env = readEnv(least);
    expect(() => Object.assign(env, { demo: true })).toThrow(TypeError);
  });
});
