import { inUseUntil, type ContainerFacts, type ContainerKind } from '#domain/in-use-time';

/** Made to be entered more than once; their clock is on the tag (USP <797> section 15; domain-rules 1.10). */
const KEPT: readonly ContainerKind[] = ['multiple-dose-vial', 'pharmacy-bulk-package', 'compounded-multiple-dose'];

/** What becomes of an opened container when the work that it was opened for is complete. */
export const afterWork = (container: ContainerFacts): 'keep' | 'discard' =>
  KEPT.includes(container.kind) && inUseUntil(container).until !== null ? 'keep' : 'discard';
