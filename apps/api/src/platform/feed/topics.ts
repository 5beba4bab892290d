import type { Permission } from '../auth/permissions.js';

/** What a screen may hear of, and the permission that lets it. Events carry ids only. */
export const FEED_TOPICS = {
  order: 'order.read',
  patient: 'patient.read',
  worksheet: 'worksheet.read',
  label: 'worksheet.read',
  stock: 'stock.read',
  formula: 'formula.read',
  stability: 'stability.read',
  facility: 'facility.read',
  person: 'person.read',
  purchase: 'stock.read',
  recall: 'trace.read',
  shortage: 'supply.read',
  supply: 'supply.read',
} as const satisfies Record<string, Permission>;

export type FeedTopic = keyof typeof FEED_TOPICS;

export const isFeedTopic = (text: string): text is FeedTopic => Object.hasOwn(FEED_TOPICS, text);
