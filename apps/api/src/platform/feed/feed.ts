import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Database, type Tx } from '../database/database.js';
import { FEED_CHANNEL, Notifier } from '../database/notifier.js';
import { Ids } from '../ids.js';
import { isFeedTopic, type FeedTopic } from './topics.js';

export interface FeedEvent {
  /** Sorts by time. The same event has another id in another process, so a screen that changes process starts afresh. */
  readonly eventId: string;
  readonly topic: FeedTopic;
  readonly id: string;
}

const REMEMBERED = 1_000;

/** Tells open screens what changed, so that they ask again. Best effort: a screen that reconnects reloads. */
@Injectable()
export class Feed implements OnModuleInit, OnModuleDestroy {
  private readonly recent: FeedEvent[] = [];
  private readonly subscribers = new Set<(event: FeedEvent) => void>();
  private stop: (() => void) | undefined;

  constructor(
    private readonly db: Database,
    private readonly notifier: Notifier,
    private readonly ids: Ids,
  ) {}

  onModuleInit(): void {
    this.stop = this.notifier.listen(FEED_CHANNEL, (line) => this.heard(line));
  }

  onModuleDestroy(): void {
    this.stop?.();
  }

  /** After the commit, screens that may hear the topic learn that `id` changed. */
  changed(tx: Tx, topic: FeedTopic, id: string): void {
    this.db.afterCommit(tx, () => this.notifier.send(FEED_CHANNEL, `${topic} ${id}`));
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: (event: FeedEvent) => void): () => void {
    this.subscribers.add(listener);
    return () => void this.subscribers.delete(listener);
  }

  /** What came after an event; `undefined` when it is not remembered, and the screen has to reload. */
  since(eventId: string): readonly FeedEvent[] | undefined {
    const at = this.recent.findIndex((event) => event.eventId === eventId);
    return at < 0 ? undefined : this.recent.slice(at + 1);
  }

  private heard(line: string): void {
    const [topic = '', id = ''] = line.split(' ');
    if (!isFeedTopic(topic)) return;
    const event: FeedEvent = { eventId: this.ids.next(), topic, id };
    this.recent.push(event);
    if (this.recent.length > REMEMBERED) this.recent.shift();
    for (const subscriber of this.subscribers) subscriber(event);
  }
}
