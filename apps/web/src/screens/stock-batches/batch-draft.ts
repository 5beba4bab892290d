import type { BatchPreview } from '../../api/types.js';

/** A whole number of containers from 1 to 100; null for anything else. */
export function containersOf(text: string): number | null {
  const count = /^\d{1,3}$/.test(text.trim()) ? Number(text.trim()) : 0;
  return count >= 1 && count <= 100 ? count : null;
}

export interface StabilityDraft {
  readonly limitHours: string;
  readonly reason: string;
  readonly citation: string;
}

const SHORTEST = 3;

/** What the pharmacist decided, once all of it is there. */
export function decisionOf(draft: StabilityDraft): { limitHours: number; reason: string; citation: string } | null {
  const hours = /^\d{1,4}$/.test(draft.limitHours.trim()) ? Number(draft.limitHours.trim()) : 0;
  const [reason, citation] = [draft.reason.trim(), draft.citation.trim()];
  if (hours < 1 || hours > 4320 || reason.length < SHORTEST || citation.length < SHORTEST) return null;
  return { limitHours: hours, reason, citation };
}

/** Why the batch cannot be planned yet, in words for its button; null: it can. */
export function missing(state: {
  readonly containers: number | null;
  readonly preview: BatchPreview | undefined;
  readonly read: boolean;
  readonly decision: object | null;
  readonly mayDecide: boolean;
}): string | null {
  const { containers, preview, read, decision, mayDecide } = state;
  if (containers === null) return 'How many containers?';
  if (!preview) return 'One moment';
  if (preview.needsStabilityDecision && !mayDecide) return 'A pharmacist must decide on stability';
  if (preview.needsStabilityDecision && !decision) return 'Decide on stability first';
  const short = preview.ingredients.find((i) => i.free < i.packages);
  if (short) return `Not enough ${short.name} is free`;
  if (preview.budAt === null && !decision) return 'It would get no beyond-use date';
  if (preview.findings.some((f) => f.severity === 'soft') && !read) return 'Read what was found first';
  return null;
}
