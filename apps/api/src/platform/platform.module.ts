import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { Audit } from './audit/audit.js';
import { Sealer } from './audit/seal.js';
import { Sealing } from './audit/sealing.js';
import { AuthGuard } from './auth/auth.guard.js';
import { PASSWORD_COST, Passwords, type PasswordCost } from './auth/passwords.js';
import { SessionView } from './auth/session-view.js';
import { SessionController } from './auth/session.controller.js';
import { Sessions } from './auth/sessions.js';
import { SignInService } from './auth/sign-in.service.js';
import { Signatures } from './auth/signatures.js';
import { Throttle } from './auth/throttle.js';
import { Clock } from './clock.js';
import { Env } from './config/env.js';
import { dataSourceOptions } from './database/data-source.js';
import { Database } from './database/database.js';
import { Notifier } from './database/notifier.js';
import { FeedController } from './feed/feed.controller.js';
import { Feed } from './feed/feed.js';
import { HealthController } from './health/health.controller.js';
import { Metrics } from './health/metrics.js';
import { Commands } from './http/commands.js';
import { ProblemFilter } from './http/problem.filter.js';
import { Refusals } from './http/refusals.js';
import { Ids } from './ids.js';
import { Log } from './log.js';
import { Numbers } from './numbers.js';
import { Delivery } from './outbox/delivery.js';
import { Handlers } from './outbox/handlers.js';
import { OutboxController } from './outbox/outbox.controller.js';
import { Outbox } from './outbox/outbox.js';
import { JobQueue, type QueueSettings } from './outbox/queue.js';
import { Relay } from './outbox/relay.js';
import { Tidy } from './outbox/tidy.js';
import { Worker } from './outbox/worker.js';
import { SiteController } from './site/site.controller.js';
import { Sites } from './site/site.js';

/** What differs between the product and a test. */
export interface PlatformOptions {
  readonly env: Env;
  readonly log: Log;
  readonly clock?: Clock;
  readonly passwordCost?: PasswordCost;
  readonly queue?: QueueSettings;
}

const QUEUE: QueueSettings = { prefix: 'infusion', concurrency: 4 };

/** Everything a module may stand on, without importing it. */
@Global()
@Module({})
export class PlatformModule {
  static register(options: PlatformOptions): DynamicModule {
    const services = [
      Database,
      Notifier,
      Audit,
      Sites,
      Numbers,
      Commands,
      Outbox,
      Feed,
      Sessions,
      Throttle,
      Signatures,
    ];
    const own = [
      SignInService,
      SessionView,
      Refusals,
      Sealer,
      Sealing,
      Handlers,
      Delivery,
      Relay,
      Tidy,
      Worker,
      Metrics,
    ];
    return {
      module: PlatformModule,
      imports: [DiscoveryModule],
      controllers: [SessionController, SiteController, FeedController, HealthController, OutboxController],
      providers: [
        ...given(options),
        ...services,
        ...own,
        { provide: APP_GUARD, useClass: AuthGuard },
        {
          provide: APP_FILTER,
          inject: [Refusals, Log],
          useFactory: (refusals: Refusals, log: Log) => new ProblemFilter(refusals, log),
        },
      ],
      exports: [...services, Env, Log, Clock, Ids, Passwords, DataSource, Handlers],
    };
  }
}

/** What is made from the options. */
function given(options: PlatformOptions): Provider[] {
  return [
    { provide: Env, useValue: options.env },
    { provide: Log, useValue: options.log },
    { provide: Clock, useValue: options.clock ?? new Clock() },
    { provide: Ids, useFactory: () => new Ids() },
    { provide: Passwords, useFactory: () => new Passwords(options.passwordCost ?? PASSWORD_COST) },
    {
      provide: DataSource,
      inject: [Env],
      useFactory: (env: Env) => new DataSource(dataSourceOptions(env.databaseUrl, env.databasePool)).initialize(),
    },
    {
      provide: JobQueue,
      inject: [Env, Log],
      useFactory: (env: Env, log: Log) => new JobQueue(env, options.queue ?? QUEUE, log),
    },
  ];
}
