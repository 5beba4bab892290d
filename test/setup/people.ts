import { randomUUID } from 'node:crypto';
import request, { type Test } from 'supertest';
import { Passwords } from '../../apps/api/src/platform/auth/passwords.js';
import type { Role } from '../../apps/api/src/platform/auth/permissions.js';
import { Person } from '../../apps/api/src/platform/auth/person.entity.js';
import type { PersonId } from '../../apps/api/src/platform/brand.js';
import { Ids } from '../../apps/api/src/platform/ids.js';
import type { TestApp } from './app.js';

export const TEST_PASSWORD = 'correct horse battery';

export interface Sending {
  /** Idempotency-Key; a new one otherwise. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A person at a screen: cookie, CSRF token and fresh keys go along by themselves. */
export class SignedIn {
  constructor(
    private readonly app: TestApp,
    readonly personId: PersonId,
    readonly login: string,
    readonly name: string,
    readonly cookie: string,
    readonly csrf: string,
    readonly password: string = TEST_PASSWORD,
  ) {}

  get(path: string, sending: Sending = {}): Test {
    return request(this.app.server).get(path).set(this.headers(sending));
  }
  post(path: string, body?: object, sending: Sending = {}): Test {
    return request(this.app.server).post(path).set(this.headers(sending, true)).send(body);
  }
  put(path: string, body?: object, sending: Sending = {}): Test {
    return request(this.app.server).put(path).set(this.headers(sending, true)).send(body);
  }
  patch(path: string, body?: object, sending: Sending = {}): Test {
    return request(this.app.server).patch(path).set(this.headers(sending, true)).send(body);
  }
  delete(path: string, body?: object, sending: Sending = {}): Test {
    return request(this.app.server).delete(path).set(this.headers(sending, true)).send(body);
  }
  /** A photo as the raw body. */
  photo(path: string, bytes: Buffer, mediaType = 'image/jpeg', sending: Sending = {}): Test {
    return request(this.app.server).post(path).set(this.headers(sending, true)).type(mediaType).send(bytes);
  }

  private headers(sending: Sending, changes = false): Record<string, string> {
    return {
      cookie: this.cookie,
      ...(changes ? { 'x-csrf-token': this.csrf, 'idempotency-key': sending.key ?? randomUUID() } : {}),
      ...sending.headers,
    };
  }
}

export interface PersonOptions {
  readonly login?: string;
  readonly name?: string;
  readonly demo?: boolean;
  readonly passwordMustChange?: boolean;
}

let counter = 0;

/** A person who can sign in; a row like any other. */
export async function aPerson(app: TestApp, roles: readonly Role[], options: PersonOptions = {}): Promise<Person> {
  counter += 1;
  const person: Person = {
    id: app.get(Ids).next<PersonId>(),
    login: options.login ?? `${roles[0] ?? 'nobody'}-${counter}`,
    printedName: options.name ?? `Test ${roles[0] ?? 'Nobody'} ${counter}`,
    initials: 'TT',
    roles: [...roles],
    active: true,
    demo: options.demo ?? false,
    passwordHash: await app.get(Passwords).hash(TEST_PASSWORD),
    passwordMustChange: options.passwordMustChange ?? false,
    createdAt: app.clock.now(),
    version: 1,
  };
  await app.database.transaction((tx) => tx.insert(Person, person));
  return person;
}

export async function signInAs(
  app: TestApp,
  person: Pick<Person, 'id' | 'login' | 'printedName'>,
  password: string = TEST_PASSWORD,
): Promise<SignedIn> {
  const answer = await request(app.server).post('/api/session').send({ login: person.login, password }).expect(200);
  const [cookie = ''] = (answer.get('Set-Cookie') ?? [])[0]?.split(';') ?? [];
  const { csrfToken } = answer.body as { csrfToken: string };
  return new SignedIn(app, person.id, person.login, person.printedName, cookie, csrfToken, password);
}

export async function signedIn(app: TestApp, roles: readonly Role[], options?: PersonOptions): Promise<SignedIn> {
  return signInAs(app, await aPerson(app, roles, options));
}
