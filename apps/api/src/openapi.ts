import 'reflect-metadata';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { createAdapter, setUp } from './create-app.js';
import { openApiDocument } from './document.js';
import { readEnv } from './platform/config/env.js';
import { createLog } from './platform/log.js';

/** Writes the description of the API to the files named. Needs no database and no queue: nothing is started. */
async function write(targets: readonly string[]): Promise<void> {
  const env = readEnv({ DATABASE_URL: 'postgres://nowhere/none', REDIS_URL: 'redis://nowhere', LOG_LEVEL: 'silent' });
  const log = createLog(env.logLevel);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.register({ env, log }), createAdapter(env), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  await setUp(app, env);
  const text = `${JSON.stringify(openApiDocument(app), null, 2)}\n`;
  for (const target of targets) {
    await mkdir(path.dirname(path.resolve(target)), { recursive: true });
    await writeFile(target, text);
  }
}

const targets = process.argv.slice(2);
if (targets.length === 0) {
  process.stderr.write('usage: openapi FILE...\n');
  process.exit(2);
}
await write(targets);
process.exit(0);
