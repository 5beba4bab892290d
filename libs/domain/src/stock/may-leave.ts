import type { Finding } from '#domain/finding';
import { mayWithdraw, type ContainerFacts } from '#domain/in-use-time';
import {
  addCalendarDays,
  dateIn,
  endOfDay,
  showInstant,
  type Instant,
  type LocalDate,
  type ZoneId,
} from '#domain/time';
import type { LotFacts } from './candidate.js';
import { type Exit, type Hindrance, VERDICTS } from './exits.js';

/** What is about to leave. */
export type Leaving =
  | {
      readonly kind: 'lot';
      readonly lot: LotFacts;
      /** Whether it lies in a place that is kept for quarantine, whatever its lot's state is. */
      readonly setAside?: boolean;
    }
  | {
      readonly kind: 'open-container';
      readonly number: string;
      readonly state: 'open' | 'discarded';
      readonly lot: LotFacts;
      /** Its clock: the facts, or only the end that was worked out from them (null: no end). */
      readonly inUse: ContainerFacts | { readonly until: Instant | null };
    }
  | {
      readonly kind: 'preparation';
      readonly number: string;
      /** Only `active` is verified, labelled and read back. */
      readonly state: string;
      readonly budAt: Instant | null;
      readonly lots: readonly ContentLot[];
    }
  | {
      /** What went into a preparation, while that is not yet finished. */
      readonly kind: 'contents';
      readonly lots: readonly ContentLot[];
    };

/** Something that is in a preparation: its expiry already bounds the preparation's date and counts no more (BUD-13). */
type ContentLot = LotFacts & { readonly drugName?: string };

interface Question {
  readonly thing: Leaving;
  readonly exit: Exit;
}

type Found = readonly [hindrance: Hindrance, finding: Omit<Finding, 'severity'>];

/**
 * Whether a thing may leave by an exit: the one predicate of every exit (domain-rules 7.5; QE-07). Empty means yes. `stop` is never
 * overridden; `hard` may be, by a pharmacist with a reason. Of a lot alone: for compounding.
 */
export function mayLeave(what: Question | LotFacts, at: Instant, zone: ZoneId): Finding[] {
  const { thing, exit }: Question = 'exit' in what ? what : { thing: { kind: 'lot', lot: what }, exit: 'compound' };
  return hindrancesOf(thing, at, zone).flatMap(([hindrance, finding]): Finding[] => {
    const severity = VERDICTS[hindrance][exit];
    return severity === 'may' ? [] : [{ ...finding, severity }];
  });
}

/** The earliest expiry date that is still in date: what expires before it has expired (BUD-34). For asking a database. */
export function earliestInDate(at: Instant, zone: ZoneId): LocalDate {
  const today = dateIn(at, zone);
  return at > endOfDay(today, zone) ? addCalendarDays(today, 1) : today;
}

function hindrancesOf(thing: Leaving, at: Instant, zone: ZoneId): Found[] {
  if (thing.kind === 'lot') {
    const found = [...heldBack(thing.lot), ...expired(thing.lot, at, zone)];
    return thing.setAside === true ? [...found, inQuarantinePlace(thing.lot)] : found;
  }
  if (thing.kind === 'open-container')
    return [
      ...(thing.state === 'discarded' ? [discarded(thing.number)] : []),
      ...heldBack(thing.lot),
      ...expired(thing.lot, at, zone),
      ['opened', { code: 'open-container.stays', message: `${thing.number} is opened: use it up or discard it.` }],
      ...clock(thing.number, thing.inUse, at, zone),
    ];
  if (thing.kind === 'contents') return contents(thing.lots);
  return preparation(thing, at, zone);
}

function preparation(thing: Extract<Leaving, { kind: 'preparation' }>, at: Instant, zone: ZoneId): Found[] {
  const found: Found[] = [];
  if (thing.state !== 'active')
    found.push([
      'unverified',
      {
        code: 'worksheet.label-not-active',
        message: `The label of ${thing.number} was not read back and scanned yet`,
        source: 'INS-03',
      },
    ]);
  return [...found, ...beyondUse(thing.budAt, at, zone), ...contents(thing.lots)];
}

const contents = (lots: readonly ContentLot[]): Found[] =>
  lots.flatMap((lot) =>
    heldBack(lot).map(([hindrance, finding]): Found => [
      hindrance,
      lot.drugName === undefined ? finding : { ...finding, message: `${lot.drugName}: ${finding.message}` },
    ]),
  );

function beyondUse(budAt: Instant | null, at: Instant, zone: ZoneId): Found[] {
  if (budAt === null)
    return [
      [
        'unverified',
        { code: 'worksheet.no-bud', message: 'No beyond-use date is assigned', source: 'domain-rules 2.5' },
      ],
    ];
  if (at <= budAt) return [];
  const message = `The beyond-use date ${showInstant(budAt, zone)} has passed`;
  return [['expired', { code: 'worksheet.bud-passed', message, source: 'BUD-32; domain-rules 2.5' }]];
}

function heldBack({ state, lotNumber }: LotFacts): Found[] {
  const facts = { lot: lotNumber };
  if (state === 'recalled')
    return [
      [
        'recalled',
        {
          code: 'lot.recalled',
          message: `Lot ${lotNumber} is recalled. Put it into quarantine.`,
          source: 'domain-rules 7.4',
          facts,
        },
      ],
    ];
  if (state === 'quarantine')
    return [
      [
        'quarantined',
        {
          code: 'lot.quarantined',
          message: `Lot ${lotNumber} is in quarantine. A pharmacist must release it first.`,
          source: 'QE-07',
          facts,
        },
      ],
    ];
  return [];
}

/** To 23:59:59 of the expiry date on the pharmacy's clock (BUD-34); what was made here to the instant of its beyond-use date. */
function expired(lot: LotFacts, at: Instant, zone: ZoneId): Found[] {
  const facts = { lot: lot.lotNumber };
  const source = 'BUD-34; domain-rules 7.5';
  const until = lot.usableUntil ?? null;
  if (lot.state === 'expired' || at > endOfDay(lot.expiresOn, zone)) {
    const message = `Lot ${lot.lotNumber} expired on ${lot.expiresOn}. Take another lot.`;
    return [['expired', { code: 'lot.expired', message, source, facts }]];
  }
  if (until === null || at <= until) return [];
  const message = `Lot ${lot.lotNumber}, made here, was good until ${showInstant(until, zone)}. Take another lot.`;
  return [['expired', { code: 'lot.expired', message, source: 'BUD-14; BUD-32', facts }]];
}

function clock(
  number: string,
  inUse: ContainerFacts | { readonly until: Instant | null },
  at: Instant,
  zone: ZoneId,
): Found[] {
  if ('kind' in inUse)
    return mayWithdraw(inUse, at)
      .filter((f) => f.severity === 'stop')
      .map(({ severity: _, ...finding }): Found => ['in-use-over', finding]);
  if (inUse.until === null || at <= inUse.until) return [];
  const message = `The in-use time of ${number} ended at ${showInstant(inUse.until, zone)}. Discard it.`;
  return [['in-use-over', { code: 'in-use.expired', message, source: 'BUD-19' }]];
}

const discarded = (number: string): Found => [
  'discarded',
  { code: 'open-container.discarded', message: `${number} has been discarded.` },
];

const inQuarantinePlace = ({ lotNumber }: LotFacts): Found => [
  'set-aside',
  {
    code: 'lot.set-aside',
    message: `This part of lot ${lotNumber} lies in quarantine. A pharmacist decides what becomes of it.`,
    source: 'QE-07',
    facts: { lot: lotNumber },
  },
];
