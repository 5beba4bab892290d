import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { Body, Controller, Get, HttpCode, Post, type Type } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { until } from '../../../../../test/setup/until.js';
import { Public, Requires } from '../auth/decorators.js';
import { Feed } from '../feed/feed.js';
import { WithoutKey } from './commands.js';
import { PhotoBody, type Photo } from './photo.js';

@Controller('try')
class TryController {
  static release: (() => void) | undefined;

  @Post('photo')
  @HttpCode(200)
  @Requires()
  @WithoutKey()
  photo(@PhotoBody() photo: Photo): object {
    return { mediaType: photo.mediaType, bytes: photo.bytes.length, sha256: photo.sha256.length };
  }

  @Get('slow')
  @Public()
  async slow(): Promise<{ finished: boolean }> {
    await new Promise<void>((resolve) => (TryController.release = resolve));
    return { finished: true };
  }

  @Post('fault')
  @Public()
  @WithoutKey()
  fault(@Body() body: object): void {
    throw new Error(`patient ${JSON.stringify(body)}`);
  }
}

let app: TestApp;
let nurse: SignedIn;
let web: string;
const start = (controllers: Type[] = [TryController]): Promise<TestApp> =>
  startTestApp({ controllers, worker: 'inline', env: { WEB_ROOT: web } });

interface Listening {
  text(): string;
  events(): unknown[];
  ended(): boolean;
  stop(): void;
}

async function listen(to: TestApp, who: SignedIn, lastEventId?: string): Promise<Listening> {
  let [heard, over] = ['', false];
  const headers = { cookie: who.cookie, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) };
  const asking = http.get(`${to.server}/api/feed`, { headers }, (answer) => {
    answer.setEncoding('utf8').on('data', (text: string) => (heard += text));
    answer.on('close', () => (over = true));
    answer.on('error', () => (over = true));
  });
  asking.on('error', () => (over = true));
  await until('the feed has begun', () => heard.includes('retry:'));
  return {
    text: () => heard,
    events: () => [...heard.matchAll(/event: changed\n.*\ndata: (.*)/g)].map((m) => JSON.parse(m[1] ?? '') as unknown),
    ended: () => over,
    stop: () => asking.destroy(),
  };
}

describe('application', () => {
  beforeAll(async () => {
    web = await mkdtemp(path.join(os.tmpdir(), 'web-'));
    await mkdir(path.join(web, 'assets'));
    await writeFile(path.join(web, 'index.html'), '<!doctype html><title>page</title>');
    await writeFile(path.join(web, 'assets', 'app-1a2b.js'), `console.log(${'1'.repeat(3000)})`);
    app = await start();
    nurse = await app.signedIn('nurse');
  });
  afterAll(async () => {
    await app.close();
    await rm(web, { recursive: true });
  });

  describe('the web', () => {
    it.each(['/', '/orders', '/orders/018f0000-0000-7000-8000-000000000000?tab=2'])(
      'is one page at %s',
      async (address) => {
        const answer = await request(app.server).get(address).expect(200);
        expect(answer.text).toContain('<title>page</title>');
        expect(answer.get('cache-control')).toBe('no-cache');
      },
    );

    it('has files that may be kept for ever, for their name changes with them', async () => {
      const answer = await request(app.server).get('/assets/app-1a2b.js').set('accept-encoding', 'br').expect(200);
      expect(answer.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.get('content-encoding')).toBe('br');
    });

    it.each(['/api/nothing', '/api', '/missing.js', '/assets/missing.css'])(
      'is not the answer for %s',
      async (address) => {
        const answer = await request(app.server).get(address).expect(404);
        expect(answer.type).toBe('application/problem+json');
      },
    );

    it('lets no inline script run, and lets plain http be plain http', async () => {
      const { headers } = await request(app.server).get('/');
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain(`script-src 'self' 'wasm-unsafe-eval';`);
      expect(policy).not.toContain('unsafe-inline');
      expect(policy).not.toContain('upgrade-insecure-requests');
      expect(headers).not.toHaveProperty('strict-transport-security');
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
    });
  });

  describe('the documentation', () => {
    it('is served, with scripts of our own only', async () => {
      const page = await request(app.server).get('/api/docs').expect(200);
      expect(page.text).toContain('swagger-ui');
      expect(page.text).not.toMatch(/<script>(?!\s*<\/script>)/);
      expect(page.get('content-security-policy')).toMatch(
        /script-src 'self' 'wasm-unsafe-eval';style-src 'self' 'unsafe-inline'/,
      );
      await request(app.server).get('/api/docs/swagger-ui-bundle.js').expect(200);
      await request(app.server).get('/api/docs/swagger-ui-init.js').expect(200);
    });

    it('names every operation once', async () => {
      const { body } = await request(app.server).get('/api/openapi.json').expect(200);
      const { paths } = body as { paths: Record<string, Record<string, { operationId: string }>> };
      const names = Object.values(paths).flatMap((methods) => Object.values(methods).map((m) => m.operationId));
      expect(names).toContain('people_create');
      expect(new Set(names).size).toBe(names.length);
    });
  });

  describe('a photo', () => {
    const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000_000)]);
    it('is taken as the raw body', async () => {
      const answer = await nurse.photo('/api/try/photo', jpeg).expect(200);
      expect(answer.body).toEqual({ mediaType: 'image/jpeg', bytes: jpeg.length, sha256: 64 });
    });

    it.each([
      ['is called a photo and is not one', Buffer.from('<svg onload=alert(1)>'), 415],
      ['is more than 6 MB', Buffer.concat([jpeg, Buffer.alloc(5_000_000)]), 413],
      ['is empty', Buffer.alloc(0), 415],
    ])('is refused when it %s', async (_what, bytes, status) => {
      expect((await nurse.photo('/api/try/photo', bytes)).status).toBe(status);
    });

    it('is what its bytes say, whatever its sender says', async () => {
      const png = Buffer.from('\x89PNG\r\n\x1a\n and so on', 'latin1');
      expect((await nurse.photo('/api/try/photo', png, 'image/webp').expect(200)).body).toMatchObject({
        mediaType: 'image/png',
      });
    });
  });

  describe('a fault of ours', () => {
    it('is answered with the id of the request and nothing else', async () => {
      const answer = await request(app.server).post('/api/try/fault').send({ name: 'John' }).expect(500);
      expect(answer.body).toMatchObject({ code: 'server.failed' });
      expect(JSON.stringify(answer.body)).not.toContain('John');
    });
  });

  describe('health', () => {
    it('tells that the process answers, and that it can work', async () => {
      expect((await request(app.server).get('/api/health').expect(200)).body).toEqual({ status: 'ok' });
      await until('the queue is connected', async () => {
        const { body } = await request(app.server).get('/api/ready').expect(200);
        return (body as { queue: string }).queue === 'ok';
      });
    });

    it('has metrics for this machine only, with routes as patterns', async () => {
      await nurse.get('/api/people/018f0000-0000-7000-8000-000000000000');
      const { text } = await request(app.server).get('/metrics').expect(200);
      expect(text).toContain('route="/api/people/:id"');
      expect(text).not.toContain('018f0000');
      for (const name of ['outbox_lag_seconds', 'audit_entries_unsealed', 'database_connections', 'queue_jobs_waiting'])
        expect(text).toMatch(new RegExp(`^${name} `, 'm'));
      await request(app.server).get('/metrics').set('x-forwarded-for', '203.0.113.9').expect(404);
    });
  });

  describe('the feed', () => {
    it('tells what one may hear of, after the commit, and names no patient', async () => {
      const listening = await listen(app, nurse);
      await app.database.transaction(async (tx) => {
        app.get(Feed).changed(tx, 'stock', 'not-for-a-nurse');
        app.get(Feed).changed(tx, 'order', 'o-1');
      });
      await app.database
        .transaction(async (tx) => {
          app.get(Feed).changed(tx, 'order', 'rolled-back');
          throw new Error('no');
        })
        .catch(() => undefined);
      await app.database.transaction(async (tx) => app.get(Feed).changed(tx, 'order', 'o-2'));
      await until('the second is heard', () => listening.text().includes('o-2'));
      expect(listening.events()).toEqual([
        { topic: 'order', id: 'o-1' },
        { topic: 'order', id: 'o-2' },
      ]);
      listening.stop();

      const missed = await listen(
        app,
        nurse,
        /id: (\S+)\ndata: {"topic":"order","id":"o-1"}/.exec(listening.text())?.[1],
      );
      await until('what was missed is heard', () => missed.text().includes('o-2'));
      expect(missed.events()).toEqual([{ topic: 'order', id: 'o-2' }]);
      missed.stop();
    });

    it('tells a screen that comes back after too long to load afresh', async () => {
      const listening = await listen(app, nurse, 'long-forgotten');
      await until('it is told', () => listening.text().includes('event: reset'));
      listening.stop();
    });
  });

  describe('stopping', () => {
    it('answers what is under way, ends the feed, and takes nothing new', async () => {
      const stopping = await start();
      const listener = await stopping.signedIn('nurse');
      const listening = await listen(stopping, listener);
      const { server } = stopping;
      const slow = request(server)
        .get('/api/try/slow')
        .then((answer) => answer);
      await until('the slow request has arrived', () => TryController.release !== undefined);
      const closed = stopping.close();
      await until('the feed has ended', () => listening.ended());
      TryController.release?.();
      expect((await slow).body).toEqual({ finished: true });
      await closed;
      await expect(request(server).get('/api/health')).rejects.toThrow();
    });
  });
});
