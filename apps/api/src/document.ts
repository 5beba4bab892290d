import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { CSRF_HEADER } from './platform/auth/auth.guard.js';
import { SESSION_COOKIE } from './platform/auth/cookie.js';
import { ProblemResponse } from './platform/http/problem.dto.js';

const PATH = 'api/docs';

/** The description of the API, from the code. Names of operations are stable: the web client is made from them. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Infusion pharmacy')
    .setVersion('1')
    .setDescription(
      'Every request that changes something carries `X-CSRF-Token` (from `GET /api/session`) and an `Idempotency-Key`, new for ' +
        'every command: the same key with the same request is answered as the first time and changes nothing. Refusals are ' +
        'problem details (RFC 9457) with a stable `code`.',
    )
    .addCookieAuth(SESSION_COOKIE, { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE }, 'session')
    .addApiKey({ type: 'apiKey', in: 'header', name: CSRF_HEADER }, 'csrf')
    .addSecurityRequirements('session')
    .addGlobalResponse({
      status: 'default',
      description: 'Refused or failed',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemResponse' } } },
    })
    .build();
  return SwaggerModule.createDocument(app, config, {
    extraModels: [ProblemResponse],
    operationIdFactory: (controller, method) =>
      `${controller.charAt(0).toLowerCase()}${controller.slice(1).replace(/Controller$/, '')}_${method}`,
  });
}

/** The readable form at /api/docs, made when first asked for. */
export function serveDocument(app: NestFastifyApplication, fastify: FastifyInstance): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup(PATH, app, () => (document ??= openApiDocument(app)), {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Infusion pharmacy API',
    swaggerOptions: { persistAuthorization: false, supportedSubmitMethods: ['get'] },
  });
  // The page of the documentation styles itself inline; only there is that let through. Scripts stay ours alone.
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const policy = reply.getHeader('content-security-policy');
    if (request.url.startsWith(`/${PATH}`) && typeof policy === 'string')
      void reply.header(
        'content-security-policy',
        policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
      );
    done(null, payload);
  });
}
