import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { readEnv } from './platform/config/env.js';
import { createLog, NestLog } from './platform/log.js';

/** The jobs alone, for sites that run them apart from the API (which then has WORKER=off). */
async function run(): Promise<void> {
  const env = readEnv(undefined, { WORKER: 'inline' });
  const log = createLog(env.logLevel);
  const app = await NestFactory.createApplicationContext(AppModule.register({ env, log }), {
    logger: new NestLog(log),
    abortOnError: false,
  });
  const stop = (): void => void app.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

await run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'failed to start'}\n`);
  process.exit(1);
});
