import { addCalendarDays, type LocalDate } from '#domain/time';

export const RECEIVING_REVIEWS = ['none', 'controlled', 'all'] as const;
export type ReceivingReview = (typeof RECEIVING_REVIEWS)[number];

/** How a site receives. */
export interface ReceivingPolicy {
  /** Which deliveries a second person reviews before anything of them is stock. */
  readonly review: ReceivingReview;
  /** What expires within so many days of its receipt needs a reason. */
  readonly shortDatedDays: number;
}

export const DEFAULT_RECEIVING_POLICY: ReceivingPolicy = { review: 'controlled', shortDatedDays: 30 };

/** Reads the site's settings; what is absent or unreadable is as strict as the default. */
export function receivingPolicy(settings: Readonly<Record<string, unknown>>): ReceivingPolicy {
  const { receivingReview, shortDatedDays } = settings;
  return {
    review: RECEIVING_REVIEWS.find((known) => known === receivingReview) ?? DEFAULT_RECEIVING_POLICY.review,
    shortDatedDays:
      typeof shortDatedDays === 'number' &&
      Number.isInteger(shortDatedDays) &&
      shortDatedDays >= 0 &&
      shortDatedDays <= 365
        ? shortDatedDays
        : DEFAULT_RECEIVING_POLICY.shortDatedDays,
  };
}

/** A second person, because the site says so: always, or where a line is of a controlled substance (CS-03). */
export const needsReview = (policy: ReceivingPolicy, lines: readonly { readonly schedule: string | null }[]): boolean =>
  policy.review === 'all' || (policy.review === 'controlled' && lines.some((l) => l.schedule !== null));

/** True when the last day of use is fewer than `shortDatedDays` days away. */
export const isShortDated = (expiresOn: LocalDate, today: LocalDate, policy: ReceivingPolicy): boolean =>
  expiresOn < addCalendarDays(today, policy.shortDatedDays);
