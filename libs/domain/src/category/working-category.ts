import type { Category, Placement } from './placement-types.js';

/**
 * The category that is worked in at a place. A place good enough for Category 3 is used for Category 2 until the site runs a
 * Category 3 programme, which asks for monitoring, garb, personnel and tests of its own (USP <797> section 14.4; domain-rules 1.14).
 * `null`: nothing may be made here.
 */
export function workingCategory(placement: Placement, category3Programme = false): Category | null {
  return placement.maximum === 3 && !category3Programme ? 2 : placement.maximum;
}
