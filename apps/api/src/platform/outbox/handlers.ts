import { Injectable, SetMetadata, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import type { SystemActor } from '../auth/actor.js';
import type { Tx } from '../database/database.js';
import { OUTBOX_TOPICS, type OutboxTopics, type Topic } from './topics.js';

export interface Message<T extends Topic> {
  readonly id: string;
  readonly topic: T;
  readonly payload: OutboxTopics[T];
  /** Counted from 1. */
  readonly attempt: number;
  readonly actor: SystemActor;
}

/**
 * Does what a message asks. `handle` runs in the transaction that marks the message done, so its writes happen once however
 * often the message is delivered. `prepare` runs before and outside, for what takes long (rendering); it may run again.
 */
export interface Handler<T extends Topic, Prepared = void> {
  prepare?(message: Message<T>): Promise<Prepared>;
  handle(tx: Tx, message: Message<T>, prepared: Prepared): Promise<void>;
}

const TOPIC = 'outbox-topic';

/** Marks a provider as the handler of a topic. */
export const OutboxHandler = (topic: Topic): ClassDecorator => SetMetadata(TOPIC, topic);

/** Finds the handlers of all modules and proves that every topic has exactly one. */
@Injectable()
export class Handlers implements OnApplicationBootstrap {
  private byTopic: ReadonlyMap<string, Handler<Topic, unknown>> | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  /** @throws Error that names the topics without a handler, and those with two */
  onApplicationBootstrap(): void {
    this.byTopic = this.collect(OUTBOX_TOPICS);
  }

  of(topic: string): Handler<Topic, unknown> {
    this.byTopic ??= this.collect(OUTBOX_TOPICS);
    const handler = this.byTopic.get(topic);
    if (!handler) throw new Error(`no handler for the topic ${topic}`);
    return handler;
  }

  private collect(topics: readonly string[]): ReadonlyMap<string, Handler<Topic, unknown>> {
    const found = this.discovery.getProviders().flatMap((wrapper) => {
      const topic = wrapper.metatype ? this.reflector.get<string | undefined>(TOPIC, wrapper.metatype) : undefined;
      return topic === undefined ? [] : [{ topic, handler: wrapper.instance as Handler<Topic, unknown> }];
    });
    return handlersByTopic(topics, found);
  }
}

export function handlersByTopic<H>(
  topics: readonly string[],
  found: readonly { readonly topic: string; readonly handler: H }[],
): ReadonlyMap<string, H> {
  const times = (topic: string): number => found.filter((f) => f.topic === topic).length;
  const faults = [
    ...topics.filter((topic) => times(topic) === 0).map((topic) => `no handler for ${topic}`),
    ...topics.filter((topic) => times(topic) > 1).map((topic) => `${times(topic)} handlers for ${topic}`),
    ...found.filter((f) => !topics.includes(f.topic)).map((f) => `a handler for ${f.topic}, which is no topic`),
  ];
  if (faults.length > 0) throw new Error(`The outbox is not wired: ${faults.join('; ')}.`);
  return new Map(found.map((f) => [f.topic, f.handler]));
}
