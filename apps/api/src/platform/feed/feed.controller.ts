import type { ServerResponse } from 'node:http';
import { Controller, Get, Headers, Req, Res, type BeforeApplicationShutdown } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../auth/actor.js';
import type { SessionRequest } from '../auth/auth.guard.js';
import { CurrentActor, Requires } from '../auth/decorators.js';
import { Sessions } from '../auth/sessions.js';
import { Problem } from '../http/problem.js';
import { Feed, type FeedEvent } from './feed.js';
import { FEED_TOPICS } from './topics.js';

const SCREENS_LIMIT = 500;
/** Through proxies that drop quiet connections; and how soon a screen learns that its session has ended or locked. */
const HEARTBEAT_MS = 15_000;
/** A screen that does not read this much is cut off, and reloads when it is back. */
const UNREAD_LIMIT_BYTES = 256 * 1024;

@ApiTags('feed')
@Controller('feed')
export class FeedController implements BeforeApplicationShutdown {
  private readonly screens = new Set<() => void>();

  constructor(
    private readonly feed: Feed,
    private readonly sessions: Sessions,
  ) {}

  /**
   * Server-sent events: `changed` with `{ topic, id }` of what changed, as far as one may read it; `reset` when events may have
   * been missed and the screen reloads; `session` when the session has ended or locked.
   */
  @Get()
  @Requires()
  @ApiProduces('text/event-stream')
  listen(
    @Req() request: SessionRequest,
    @CurrentActor() actor: Actor,
    @Res() reply: FastifyReply,
    @Headers('last-event-id') lastEventId?: string,
  ): void {
    if (this.screens.size >= SCREENS_LIMIT)
      throw new Problem('server.unavailable', { detail: 'Too many screens listen already.', retryAfterSeconds: 30 });
    const out = open(reply);
    const may = (event: FeedEvent): boolean => actor.permissions.has(FEED_TOPICS[event.topic]);
    const send = (event: FeedEvent): void => {
      if (may(event)) write(out, 'changed', { topic: event.topic, id: event.id }, event.eventId);
    };
    const missed = lastEventId === undefined ? [] : this.feed.since(lastEventId);
    if (missed) missed.forEach(send);
    else write(out, 'reset', {});

    const unsubscribe = this.feed.subscribe(send);
    const beat = setInterval(() => void this.beat(out, request.sessionToken ?? '', close), HEARTBEAT_MS);
    const close = (): void => {
      clearInterval(beat);
      unsubscribe();
      this.screens.delete(close);
      out.end();
    };
    this.screens.add(close);
    out.on('close', close);
  }

  beforeApplicationShutdown(): void {
    for (const close of this.screens) close();
  }

  private async beat(out: ServerResponse, token: string, close: () => void): Promise<void> {
    const session = await this.sessions.find(token, true).catch(() => 'unknown' as const);
    if (session === 'unknown') out.write(': the session could not be asked for\n\n');
    else if (session === undefined || session.locked) {
      write(out, 'session', { state: session ? 'locked' : 'ended' });
      close();
    } else out.write(': still here\n\n');
  }
}

function open(reply: FastifyReply): ServerResponse {
  // Past the framework from here on: no compression, which would hold events back.
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  reply.raw.write('retry: 2000\n\n');
  return reply.raw;
}

function write(out: ServerResponse, event: string, data: object, id?: string): void {
  if (out.writableLength > UNREAD_LIMIT_BYTES) {
    out.destroy();
    return;
  }
  out.write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
}
