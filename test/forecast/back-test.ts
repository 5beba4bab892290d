import { addHours, instant, parseInstant, zoneId } from '#domain/time';
import {
  calendarFrom,
  remainingDoses,
  prepare,
  rangeOf,
  runCase,
  type PastUse,
  type ScheduledDose,
  type SupplyUnit,
} from '#domain/supply';

/** A pharmacy that uses one drug: how often patients come, how long they stay, how they dose. */
export interface Pattern {
  readonly name: string;
  readonly what: string;
  /** Patients who begin, on average a day. */
  readonly starts: number;
  readonly therapyDays: readonly [least: number, most: number];
  readonly everyHours: number;
  /** Grams a dose, one of these for each patient. */
  readonly doses: readonly number[];
  /** New patients stop coming on the day of the question: nobody can know. */
  readonly stops?: boolean;
  /** For these days before the question so many times as many began. */
  readonly surge?: readonly [from: number, to: number, times: number];
  /** Everything is dispensed on this day of the week for the week that follows. */
  readonly weekly?: boolean;
  /** Grams that no order announces, on a day with this chance. */
  readonly unannounced?: readonly [chance: number, grams: number];
}

export const PATTERNS: readonly Pattern[] = [
  {
    name: 'Steady',
    what: 'two-week courses, patients come and go',
    starts: 0.7,
    therapyDays: [10, 18],
    everyHours: 12,
    doses: [1, 1.25, 1.5],
  },
  {
    name: 'Courses ending',
    what: 'a surge of two-week courses that began lately and will end',
    starts: 0.4,
    therapyDays: [10, 18],
    everyHours: 12,
    doses: [1, 1.25, 1.5],
    surge: [-17, -5, 4],
  },
  {
    name: 'New starts',
    what: 'few patients, long courses: one more is a large part of the use',
    starts: 0.12,
    therapyDays: [28, 42],
    everyHours: 8,
    doses: [2],
  },
  {
    name: 'Weekly batches',
    what: 'one dose a week, therapies of months',
    starts: 0.35,
    therapyDays: [84, 168],
    everyHours: 168,
    doses: [1, 2],
    weekly: true,
  },
  {
    name: 'Intermittent',
    what: 'cycles of five days, and now and then a large dose without an order',
    starts: 0.15,
    therapyDays: [5, 5],
    everyHours: 24,
    doses: [2, 3],
    unannounced: [0.05, 6],
  },
  {
    name: 'Demand stops',
    what: 'as steady, but no new patient comes from now on',
    starts: 0.7,
    therapyDays: [10, 18],
    everyHours: 12,
    doses: [1, 1.25, 1.5],
    stops: true,
  },
];

const ZONE = zoneId('America/Phoenix');
const NOW = parseInstant('2026-03-02T07:00:00Z');
const HISTORY = 90;
const AHEAD = 90;
/** Courses that began before the history are dosed in it. */
const WARM_UP = 180;
const MICRO = 1_000_000;
const calendar = calendarFrom(NOW, ZONE, AHEAD);

/** Always the same numbers for the same seed (a linear congruential generator). */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Use {
  /** Day of use and day on which its order came, 0 is the day of the question. */
  readonly day: number;
  readonly known: number;
  readonly grams: number;
}

interface Course {
  readonly known: number;
  readonly days: number;
  readonly grams: number;
}

/** Courses and use of one simulated pharmacy, the past and what really comes. */
function live(pattern: Pattern, seed: number): { readonly courses: readonly Course[]; readonly uses: readonly Use[] } {
  const next = chance(seed);
  const [courses, uses]: [Course[], Use[]] = [[], []];
  for (let day = -WARM_UP - HISTORY; day < AHEAD; day++) {
    if (pattern.unannounced && next() < pattern.unannounced[0])
      uses.push({ day, known: day, grams: pattern.unannounced[1] });
    const [from, to, times] = pattern.surge ?? [0, 0, 1];
    const mean = pattern.stops && day >= 0 ? 0 : pattern.starts * (day >= from && day < to ? times : 1);
    const begins = poisson(mean, next);
    for (let n = 0; n < begins; n++) {
      const [least, most] = pattern.therapyDays;
      const days = least + Math.floor(next() * (most - least + 1));
      courses.push({ known: day, days, grams: pattern.doses[Math.floor(next() * pattern.doses.length)] ?? 1 });
    }
  }
  for (const course of courses)
    for (let hour = 0; hour < course.days * 24; hour += pattern.everyHours)
      uses.push({ day: course.known + Math.floor(hour / 24), known: course.known, grams: course.grams });
  return { courses, uses };
}

function poisson(mean: number, next: () => number): number {
  let count = 0;
  for (let product = next(); product > Math.exp(-mean); product *= next()) count++;
  return count;
}

/** When stock of 1 g packages in a bulk, without delivery, really falls short; `AHEAD` when it does not. */
function trueDays(uses: readonly Use[], grams: number): number {
  let left = grams;
  for (let day = 0; day < AHEAD; day++) {
    left -= uses.filter((use) => use.day === day).reduce((sum, use) => sum + use.grams, 0);
    if (left < 0) return day;
  }
  return AHEAD;
}

/** Days on hand as most systems say it: stock divided by the average daily use of the last `window` days. */
function averageRateDays(uses: readonly Use[], grams: number, window: number): number {
  const used = uses.filter((use) => use.day < 0 && use.day >= -window).reduce((sum, use) => sum + use.grams, 0);
  return used === 0 ? AHEAD : Math.min(AHEAD, Math.floor((grams * window) / used));
}

function horizonDays(
  pattern: Pattern,
  world: ReturnType<typeof live>,
  grams: number,
): { early: number; expected: number; late: number } {
  const doses = world.courses
    .filter(({ known }) => known < 0)
    .flatMap((course, n): ScheduledDose[] => {
      const firstStart = addHours(NOW, course.known * 24);
      const total = Math.ceil((course.days * 24) / pattern.everyHours);
      const made = Math.min(total, Math.ceil((-course.known * 24) / pattern.everyHours));
      const id = String(n);
      return remainingDoses(
        {
          orderId: id,
          orderNumber: id,
          patientId: id,
          patientName: id,
          indication: '',
          schedule: 'intermittent',
          intervalMinutes: pattern.everyHours * 60,
          durationMinutes: 60,
          containers: total,
          daysSupply: null,
          firstStart: instant(firstStart),
          made,
          perContainer: course.grams * MICRO,
          bag: null,
        },
        calendar,
      );
    });
  const past = world.uses.filter(({ day }) => day < 0 && day >= -HISTORY);
  const uses = past.map((use): PastUse => ({
    daysAgo: -use.day,
    knownBefore: use.day - use.known,
    amount: use.grams * MICRO,
    bag: null,
  }));
  const bulk: SupplyUnit = {
    kind: 'lot',
    id: 'lot',
    label: 'LOT',
    productId: 'p',
    productName: 'Bulk',
    amount: grams * MICRO,
    content: 10 * MICRO,
    shared: true,
    lastDay: Number.MAX_SAFE_INTEGER,
    expiresOn: null,
    otherStrength: false,
    packagePrice: null,
  };
  const prepared = prepare(
    {
      drugId: 'd',
      drugName: 'drug',
      unit: 'g',
      bySize: false,
      calendar,
      stock: [bulk],
      inbound: [],
      doses,
      history: { days: HISTORY, uses },
    },
    [],
  );
  const expected = runCase(prepared, 'expected');
  const range = rangeOf({
    expected,
    early: runCase(prepared, 'early'),
    late: runCase(prepared, 'late'),
    'on-hand': expected,
  });
  return { early: range.early ?? AHEAD, expected: expected.firstShort ?? AHEAD, late: range.late ?? AHEAD };
}

export interface Result {
  readonly pattern: Pattern;
  readonly cases: number;
  /** Mean distance in days from the day on which it really ran out. */
  readonly horizon: number;
  readonly rate30: number;
  readonly rate90: number;
  /** Share of cases whose real day lies within the range told. */
  readonly covered: number;
}

/** Stock for this many days at the average rate: short, middling, long. */
const STOCKED_DAYS = [7, 14, 28, 42];
const RUNS = 12;

export function backTest(patterns: readonly Pattern[] = PATTERNS): Result[] {
  return patterns.map((pattern, which) => {
    const errors = { horizon: 0, rate30: 0, rate90: 0, covered: 0 };
    let cases = 0;
    for (let run = 0; run < RUNS; run++) {
      const world = live(pattern, 1 + run * 7919 + which * 104_729);
      const used = world.uses
        .filter(({ day }) => day < 0 && day >= -HISTORY)
        .reduce((sum, { grams }) => sum + grams, 0);
      for (const days of STOCKED_DAYS) {
        const grams = Math.max(10, Math.round((used / HISTORY) * days));
        const real = trueDays(world.uses, grams);
        const told = horizonDays(pattern, world, grams);
        errors.horizon += Math.abs(told.expected - real);
        errors.rate30 += Math.abs(averageRateDays(world.uses, grams, 30) - real);
        errors.rate90 += Math.abs(averageRateDays(world.uses, grams, 90) - real);
        errors.covered += told.early <= real && real <= told.late ? 1 : 0;
        cases++;
      }
    }
    return {
      pattern,
      cases,
      horizon: errors.horizon / cases,
      rate30: errors.rate30 / cases,
      rate90: errors.rate90 / cases,
      covered: errors.covered / cases,
    };
  });
}
