/** The ways out. `set-aside` is the move into a quarantine place, which nothing hinders. */
export const EXITS = ['compound', 'transfer', 'set-aside', 'return', 'dispense', 'waste'] as const;
export type Exit = (typeof EXITS)[number];

/** What can be wrong with something that is about to leave. */
export const HINDRANCES = [
  'recalled',
  'quarantined',
  'set-aside',
  'expired',
  'unverified',
  'opened',
  'in-use-over',
  'discarded',
] as const;
export type Hindrance = (typeof HINDRANCES)[number];

/** `hard`: a pharmacist may allow it, with a reason. */
export type Verdict = 'may' | 'stop' | 'hard';

/**
 * What hinders which exit. Everything bad may be set aside, wasted, and, unopened, sent back to whom it came from: that is what
 * returns are for; out of quarantine only by a pharmacist's decision (QE-07). An opened container is used here or thrown away.
 */
export const VERDICTS: Readonly<Record<Hindrance, Readonly<Record<Exit, Verdict>>>> = {
  recalled: { compound: 'stop', transfer: 'stop', 'set-aside': 'may', return: 'may', dispense: 'stop', waste: 'may' },
  quarantined: {
    compound: 'stop',
    transfer: 'stop',
    'set-aside': 'may',
    return: 'hard',
    dispense: 'stop',
    waste: 'may',
  },
  'set-aside': {
    compound: 'stop',
    transfer: 'hard',
    'set-aside': 'may',
    return: 'hard',
    dispense: 'stop',
    waste: 'may',
  },
  expired: { compound: 'stop', transfer: 'stop', 'set-aside': 'may', return: 'may', dispense: 'stop', waste: 'may' },
  unverified: { compound: 'stop', transfer: 'may', 'set-aside': 'may', return: 'stop', dispense: 'stop', waste: 'may' },
  opened: { compound: 'may', transfer: 'stop', 'set-aside': 'may', return: 'stop', dispense: 'stop', waste: 'may' },
  'in-use-over': {
    compound: 'stop',
    transfer: 'stop',
    'set-aside': 'may',
    return: 'stop',
    dispense: 'stop',
    waste: 'may',
  },
  discarded: {
    compound: 'stop',
    transfer: 'stop',
    'set-aside': 'stop',
    return: 'stop',
    dispense: 'stop',
    waste: 'stop',
  },
};
