import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { serveDocument } from './document.js';
import { acceptFeedFiles } from './modules/shortages/media-type.js';
import { Env } from './platform/config/env.js';
import { Metrics } from './platform/health/metrics.js';
import { PHOTO_LIMIT_BYTES, PHOTO_TYPES } from './platform/http/photo.js';
import { asProblem, sendProblem } from './platform/http/problem.filter.js';
import { refuseUnkeepable } from './platform/http/plain-text.js';
import { Problem } from './platform/http/problem.js';
import { requestContext } from './platform/http/request-context.js';
import { validationPipe } from './platform/http/validation.js';
import { Ids } from './platform/ids.js';
import { Log } from './platform/log.js';

const BODY_LIMIT_BYTES = 1024 * 1024;
/** Per address: far above a ward of tablets behind one address, far below what would hurt. */
const REQUESTS_PER_SECOND = 2_000;
const COMPRESS_FROM_BYTES = 1024;

export function createAdapter(env: Env): FastifyAdapter {
  const ids = new Ids();
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    // One proxy stands before us: what it saw is the last address in the header; the ones before it anybody may write.
    trustProxy: env.trustProxy ? (_address, hop) => hop === 0 : false,
    genReqId: () => ids.next(),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });
}

/** Everything between the socket and the controllers: the same for the product, the tests and the document. */
export async function setUp(app: NestFastifyApplication, env: Env): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  app.setGlobalPrefix('api', { exclude: ['metrics'] });
  app.useGlobalPipes(validationPipe());
  fastify.addContentTypeParser(
    [...PHOTO_TYPES],
    { parseAs: 'buffer', bodyLimit: PHOTO_LIMIT_BYTES },
    (_r, body, done) => done(null, body),
  );
  acceptFeedFiles(fastify);
  fastify.addHook('preValidation', (request, _reply, done) => {
    refuseUnkeepable(request);
    done();
  });
  await app.register(cookie);
  await app.register(rateLimit, {
    max: REQUESTS_PER_SECOND,
    timeWindow: 1_000,
    errorResponseBuilder: () => new Problem('request.too-many', { detail: 'Too many requests. Wait a moment.' }),
  });
  await app.register(compress, { threshold: COMPRESS_FROM_BYTES, encodings: ['br', 'gzip'] });
  await app.register(helmet, headers(env));
  // What fails before a controller is reached (a body that is no JSON, too many requests) gets the same shape.
  fastify.setErrorHandler((error, request, reply) => sendProblem(reply, asProblem(error), request.id));
  serveDocument(app, fastify);
  if (existsSync(path.join(env.webRoot, 'index.html'))) await serveWeb(fastify, env.webRoot);
}

/** Request id, log line and timing. Needs the application's own providers, so not for the document. */
export function observe(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const [log, metrics] = [app.get(Log), app.get(Metrics)];
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
    requestContext.run({ requestId: request.id }, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    // The pattern, never the address: an address can name a patient.
    const route = request.routeOptions.url ?? 'none';
    const ms = reply.elapsedTime;
    metrics.observe(request.method, route, reply.statusCode, ms / 1000);
    const actorId = (request as { actor?: { personId: string } }).actor?.personId;
    const line = { requestId: request.id, method: request.method, route, status: reply.statusCode, ms: Math.round(ms) };
    log.info(actorId === undefined ? line : { ...line, actorId }, 'request');
    done();
  });
}

/** No inline scripts anywhere; wasm for the scanner; nothing from elsewhere. HSTS only where TLS is. */
function headers(env: Env): Parameters<typeof helmet>[1] {
  const tls = env.publicUrl?.startsWith('https:') ?? false;
  return {
    hsts: tls,
    referrerPolicy: { policy: 'same-origin' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'", "'wasm-unsafe-eval'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'media-src': ["'self'", 'blob:'],
        'worker-src': ["'self'", 'blob:'],
        'frame-src': ["'self'", 'blob:'],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'self'"],
        ...(tls ? { 'upgrade-insecure-requests': [] } : {}),
      },
    },
  };
}

/** Files as they are; any other address that is not a file and not the API is a screen of the one page. */
async function serveWeb(fastify: FastifyInstance, root: string): Promise<void> {
  await fastify.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders: (reply, file) => {
      // Assets carry a hash in their name, so they never change; the page that names them is asked for each time.
      const hashed = path.relative(root, file).startsWith(`assets${path.sep}`);
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const page = (request: FastifyRequest, reply: FastifyReply): unknown => {
    const [address = '/'] = request.url.split('?');
    const missing = address === '/api' || address.startsWith('/api/') || path.extname(address) !== '';
    if (missing)
      return sendProblem(reply, new Problem('request.not-found', { detail: 'There is nothing here.' }), request.id);
    return reply.sendFile('index.html');
  };
  fastify.get('/', page);
  fastify.get('/*', page);
}
