import { inUseUntil, type ContainerFacts, type ContainerKind } from '#domain/in-use-time';
import type { Instant } from '#domain/time';

/** Made to be entered more than once; their clock is on the tag (USP <797> section 15; domain-rules 1.10). */
const KEPT: readonly ContainerKind[] = ['multiple-dose-vial', 'pharmacy-bulk-package', 'compounded-multiple-dose'];

/**
 * What becomes of an opened container when the work that it was opened for is complete: one that may be kept stays, and so does one
 * that other work draws from, or is planned to, in its in-use time. Its rest is never kept past that.
 */
export function afterWork(
  container: ContainerFacts,
  others?: { readonly wanted: boolean; readonly at: Instant },
): 'keep' | 'discard' {
  const { until } = inUseUntil(container);
  if (until === null) return 'discard';
  if (KEPT.includes(container.kind)) return 'keep';
  return others?.wanted === true && others.at <= until ? 'keep' : 'discard';
}
