import 'reflect-metadata';
import { pathToFileURL } from 'node:url';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { createAdapter, observe, setUp } from './create-app.js';
import { readEnv } from './platform/config/env.js';
import { createLog, NestLog } from './platform/log.js';

export interface RunningApi {
  /** Where a browser on this machine reaches it. */
  readonly url: string;
  /** Answers what is under way, lets jobs finish, closes. */
  close(): Promise<void>;
}

/** Starts the API, and the worker in it unless WORKER=off. The database must be migrated; the queue may be away. */
export async function startApi(source?: Readonly<Record<string, string | undefined>>): Promise<RunningApi> {
  const env = readEnv(source);
  const log = createLog(env.logLevel);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.register({ env, log }), createAdapter(env), {
    logger: new NestLog(log),
    abortOnError: false,
  });
  await setUp(app, env);
  observe(app);
  await app.listen(env.port, env.host);
  const { port } = new URL(await app.getUrl());
  const shown = ['0.0.0.0', '::', '127.0.0.1'].includes(env.host) ? 'localhost' : env.host;
  return { url: env.publicUrl ?? `http://${shown}:${port}`, close: () => app.close() };
}

async function run(): Promise<void> {
  const running = await startApi();
  process.stdout.write(`${running.url}\n`);
  const stop = (): void => void running.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await run().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : 'failed to start'}\n`);
    process.exit(1);
  });
