import type { Category } from '#domain/category';
import { dateIn, type Instant, type LocalDate, type ZoneId } from '#domain/time';
import type { StorageCondition } from './evidence.js';

/** A row of USP <797> Tables 12 to 14. */
export type LimitRow =
  | 'cat1'
  | 'cat2.aseptic-nonsterile-untested'
  | 'cat2.aseptic-sterile-untested'
  | 'cat2.aseptic-tested'
  | 'cat2.terminal-untested'
  | 'cat2.terminal-tested'
  | 'cat3.aseptic-tested'
  | 'cat3.terminal-tested';

/** One cell of a table of limits. */
export interface LimitCell {
  readonly row: LimitRow;
  readonly storage: StorageCondition;
  /** `null`: this storage is not permitted. */
  readonly hours: number | null;
  readonly source: string;
  readonly citation: string;
  /** How well the figure is proven in public material, for example `V:S36` or `K`. */
  readonly mark: string;
  /** A pharmacist must compare this figure with the standard itself. */
  readonly confirm: boolean;
}

/** A limit of a state, payer or site (BUD-16). Applies where every condition that it names holds. */
export interface Cap {
  readonly id: string;
  readonly hours: number;
  readonly categories?: readonly Category[];
  readonly storages?: readonly StorageCondition[];
  /** Lower-case drug names. */
  readonly drugs?: readonly string[];
  readonly hazardous?: boolean;
  readonly reason: string;
  readonly citation: string;
}

/** A set of rules that was in force for a time. Packs only shorten: the strictest of all in force wins. */
export interface RulePack {
  readonly id: string;
  readonly kind: 'usp' | 'state' | 'payer' | 'site';
  readonly title: string;
  readonly version: string;
  readonly inForceFrom: LocalDate;
  /** Last day in force; absent: still in force. */
  readonly inForceUntil?: LocalDate;
  readonly citation: string;
  readonly cells: readonly LimitCell[];
  readonly caps?: readonly Cap[];
  /** Hours from start of preparation to start of administration (IMM-06). */
  readonly immediateUseHours?: number;
  /** Units in a batch whose date needs a sterility test (797 section 12.2). */
  readonly testedBatchUnits?: number;
  /** BUD-40: a limit after a move runs from the move, or, stricter, from the start of preparation. */
  readonly moveClock?: 'from-move' | 'from-start';
}

/** The packs that held on one day. At least one edition of the chapter is among them. */
export interface RulesInForce {
  readonly on: LocalDate;
  readonly packs: readonly RulePack[];
}

/**
 * The packs in force on the day of `at`, on the site's calendar. Ask with the start of preparation, so that a past answer is
 * recomputed under the rules of its day.
 * @throws RangeError when no edition of USP <797> among the packs was in force.
 */
export function rulesInForce(packs: readonly RulePack[], at: Instant, zone: ZoneId): RulesInForce {
  const on = dateIn(at, zone);
  const held = packs.filter((p) => p.inForceFrom <= on && (p.inForceUntil === undefined || on <= p.inForceUntil));
  if (!held.some((p) => p.kind === 'usp')) throw new RangeError(`No edition of USP <797> is on file for ${on}`);
  const packsInOrder = [...held].sort(
    (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.id.localeCompare(b.id),
  );
  return { on, packs: packsInOrder };
}

const KINDS: readonly RulePack['kind'][] = ['usp', 'state', 'payer', 'site'];

/** The strictest of a number that packs may set; a pack without one says nothing. */
export function strictest(rules: RulesInForce, of: (pack: RulePack) => number | undefined): number | undefined {
  const set = rules.packs.map(of).filter((n) => n !== undefined);
  return set.length > 0 ? Math.min(...set) : undefined;
}
