import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import request, { type Test } from 'supertest';
import { ACCESS, type Access } from '../../apps/api/src/platform/auth/decorators.js';
import { PERMISSIONS, ROLE_PERMISSIONS } from '../../apps/api/src/platform/auth/permissions.js';
import { WITHOUT_KEY } from '../../apps/api/src/platform/http/commands.js';
import { startTestApp, type TestApp } from '../setup/app.js';
import type { SignedIn } from '../setup/people.js';

/** A route whose author forgot to say who may use it. */
@Controller('forgotten')
class ForgottenController {
  @Get()
  show(): string {
    return 'secret';
  }
}

interface Route {
  readonly name: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  readonly access: Access | undefined;
  readonly withoutKey: boolean;
}

/** What anyone may see without signing in. Longer only after thinking about it. */
const PUBLIC = [
  'get /api/health',
  'get /api/ready',
  'get /metrics',
  'get /api/session/demo-people',
  'post /api/session',
  'post /api/session/demo',
];

let app: TestApp;
let nobody: SignedIn;
let routes: Route[];

const named = (route: Route): string => `${route.method} ${route.path}`;
const product = (): Route[] => routes.filter((route) => route.name !== 'ForgottenController.show');
const call = (route: Route): Test => request(app.server)[route.method](route.path);
const as = (who: SignedIn, route: Route, key?: string): Test =>
  route.method === 'get'
    ? who.get(route.path)
    : who[route.method](route.path, undefined, key === undefined ? {} : { key });

function routesOf(of: TestApp): Route[] {
  const reflector = of.get(Reflector);
  const scanner = new MetadataScanner();
  return of
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ instance, metatype }) => {
      if (!metatype || !instance) return [];
      const base = String(reflector.get(PATH_METADATA, metatype) ?? '');
      const prototype = Object.getPrototypeOf(instance) as Record<string, () => unknown>;
      return scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name];
        const method = handler && reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
        if (!handler || method === undefined) return [];
        const address = `/${base}/${String(reflector.get(PATH_METADATA, handler))}`
          .replaceAll(/\/+/g, '/')
          .replace(/\/$/, '');
        return {
          name: `${metatype.name}.${name}`,
          method: RequestMethod[method].toLowerCase() as Route['method'],
          path: (address === '/metrics' ? address : `/api${address}`).replaceAll(
            /:\w+/g,
            '018f0000-0000-7000-8000-000000000000',
          ),
          access: reflector.get<Access | undefined>(ACCESS, handler),
          withoutKey: reflector.get<boolean | undefined>(WITHOUT_KEY, handler) ?? false,
        };
      });
    });
}

describe('routes are guarded', () => {
  beforeAll(async () => {
    app = await startTestApp({ controllers: [ForgottenController] });
    nobody = await app.signedIn();
    routes = routesOf(app);
  });
  afterAll(() => app.close());

  describe('every route', () => {
    it('is seen by this test', () => expect(product().length).toBeGreaterThan(20));

    it('says who may use it', () => {
      expect(
        product()
          .filter((route) => route.access === undefined)
          .map(named),
      ).toEqual([]);
    });

    it('is refused to everybody when it says nothing', async () => {
      const answer = await nobody.get('/api/forgotten').expect(403);
      expect(answer.body).toMatchObject({ code: 'access.denied' });
    });

    it('is on the short list when it is for everybody', () => {
      expect(
        product()
          .filter((route) => route.access === 'public')
          .map(named)
          .toSorted(),
      ).toEqual(PUBLIC.toSorted());
    });

    it('refuses whoever is not signed in', async () => {
      const wrong: string[] = [];
      for (const route of product().filter((r) => r.access !== 'public')) {
        const { status, body } = await call(route);
        if (status !== 401 || (body as { code?: string }).code !== 'session.missing')
          wrong.push(`${named(route)}: ${status}`);
      }
      expect(wrong).toEqual([]);
    });

    it('refuses whoever lacks its permission', async () => {
      const wrong: string[] = [];
      for (const route of product().filter((r) => Array.isArray(r.access) && r.access.length > 0)) {
        const { status, body } = await as(nobody, route);
        if (status !== 403 || (body as { code?: string }).code !== 'access.denied')
          wrong.push(`${named(route)}: ${status}`);
      }
      expect(wrong).toEqual([]);
    });

    it('that changes something asks for an Idempotency-Key', async () => {
      const everybody = await app.signedIn('pharmacist', 'designated-person', 'administrator', 'nurse');
      const wrong: string[] = [];
      for (const route of product().filter((r) => r.method !== 'get' && r.access !== 'public' && !r.withoutKey)) {
        const { body } = await as(everybody, route, '');
        if ((body as { code?: string }).code !== 'request.key-missing') wrong.push(named(route));
      }
      expect(wrong).toEqual([]);
    });
  });

  describe('the roles', () => {
    it('hold between them every permission there is', () => {
      const held = new Set(Object.values(ROLE_PERMISSIONS).flat());
      expect(PERMISSIONS.filter((permission) => !held.has(permission))).toEqual([]);
    });

    // domain-rules 8.2, typed a second time on purpose.
    it.each([
      ['worksheet.compound', ['technician', 'pharmacist']],
      ['worksheet.verify', ['pharmacist']],
      ['order.review', ['pharmacist']],
      ['formula.approve', ['pharmacist', 'designated-person']],
      ['stock.quarantine', ['technician', 'pharmacist', 'designated-person', 'buyer']],
      ['stock.release', ['pharmacist', 'designated-person']],
      ['person.manage', ['administrator']],
    ] as const)('that hold %s are %j', (permission, roles) => {
      const holders = Object.entries(ROLE_PERMISSIONS).filter(([, held]) => held.includes(permission));
      expect(holders.map(([role]) => role).toSorted()).toEqual([...roles].toSorted());
    });
  });
});
