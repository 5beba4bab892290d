import type { Finding } from '#domain/finding';
import { showInstant, type Instant } from '#domain/time';
import type { BeyondUseDateAnswer } from './answer.js';
import { capBounds, isStoragePermitted, rankBounds, tableBounds, type UnrankedBound } from './bounds.js';
import { activatedBound, activationFindings } from './docking.js';
import type { PreparationFacts } from './facts.js';
import { stop } from './gates.js';
import { ROW_WORDS, STORAGE_WORDS } from './limits.js';
import type { RulesInForce } from './rules.js';
import { stabilityOutcome } from './stability-bounds.js';
import type { MoveAnswer, StorageEvent, StoredCsp } from './stored-csp.js';

type Move = Extract<StorageEvent, { kind: 'move' }>;

/** Colder to warmer. */
const WARMTH = { FRZ: 0, REF: 1, CRT: 2 } as const;
const SECTION = 'USP <797> section 14.3';

/**
 * What happens to the date of a stored preparation when it is moved, thawed, activated, exposed or returned (BUD-40 to BUD-46,
 * DOC-03). Limits never add up and no event ever makes the date later. A refused event leaves the state as it was.
 */
export function moveStorage(csp: StoredCsp, event: StorageEvent, rules: RulesInForce): MoveAnswer {
  const timing = timingFindings(csp, event);
  switch (event.kind) {
    case 'move':
      return move(csp, event, rules, timing);
    case 'activate':
      return activate(csp, event, timing);
    case 'excursion':
      return excursion(csp, event);
    case 'return':
      return returned(csp, event, timing);
  }
}

/** The stored state of a preparation that has its date. @throws RangeError when the answer assigned none. */
export function storedCsp(answer: BeyondUseDateAnswer, facts: PreparationFacts): StoredCsp {
  if (answer.beyondUseDate === null) throw new RangeError('Only a preparation with a beyond-use date is stored');
  const { assigned, row } = answer.category;
  const docked = facts.provision.kind === 'docked' ? facts.provision : null;
  return {
    startedAt: answer.startedAt,
    zone: answer.zone,
    storage: answer.storage,
    beyondUseDate: answer.beyondUseDate,
    row,
    category: typeof assigned === 'number' ? assigned : null,
    thawed: false,
    hazardous: facts.hazardous ?? (facts.placement !== undefined && facts.placement.hazard !== 'none'),
    ...(docked
      ? {
          docked: {
            product: docked.product,
            ...(docked.activatedAt === undefined ? {} : { activatedAt: docked.activatedAt }),
          },
        }
      : {}),
    stability: facts.stability,
  };
}

function timingFindings(csp: StoredCsp, event: StorageEvent): Finding[] {
  const findings: Finding[] = [];
  if (event.at < csp.startedAt)
    findings.push(stop('move.before-start', 'Before preparation began: check the time', 'BUD-46', 'at'));
  if (event.at > csp.beyondUseDate && event.kind !== 'activate')
    findings.push(
      stop('move.past-date', `Its beyond-use date was ${showInstant(csp.beyondUseDate, csp.zone)}: discard`, 'BUD-41'),
    );
  return findings;
}

function move(csp: StoredCsp, event: Move, rules: RulesInForce, timing: readonly Finding[]): MoveAnswer {
  const findings = [...timing, ...moveFindings(csp, event, rules)];
  if (blocked(findings)) return answer(csp, csp, [], findings);
  const warmer = WARMTH[event.to] > WARMTH[csp.storage];
  // Cold is asked for evidence too: some solutions precipitate in the refrigerator. It never lengthens (BUD-43).
  const stability = event.to === csp.storage ? { bounds: [], findings: [] } : stabilityAfter(csp, event, rules);
  const bounds = [...(warmer ? limitsAfter(csp, event, rules) : []), ...stability.bounds];
  const after = { ...csp, storage: event.to, thawed: csp.thawed || (csp.storage === 'FRZ' && event.to !== 'FRZ') };
  return answer(csp, after, bounds, [...findings, ...stability.findings]);
}

function moveFindings(csp: StoredCsp, event: Move, rules: RulesInForce): Finding[] {
  const findings: Finding[] = [];
  if (csp.thawed && event.to === 'FRZ')
    findings.push(stop('move.refrozen', 'Thawed: never frozen again', `${SECTION}; BUD-42`, 'to'));
  const artificial = event.thaw === 'warm-water' || event.thaw === 'microwave';
  if (csp.storage === 'FRZ' && artificial && !event.thawPerLabel)
    findings.push(stop('move.thaw', 'Thaws in the refrigerator or at room temperature', `${SECTION}; BUD-42`, 'thaw'));
  if (csp.row !== null && !isStoragePermitted(rules, csp.row, event.to)) {
    const message = `${ROW_WORDS[csp.row]} may not be kept in the ${STORAGE_WORDS[event.to]}`;
    findings.push(stop('storage.not-permitted', message, 'BUD-10', 'to'));
  }
  const { docked } = csp;
  if (docked?.activatedAt !== undefined && docked.product.activatedHours[event.to] === undefined)
    findings.push(
      stop('docked.no-activated-time', 'The maker gives no time after activation for this storage', 'DOC-03', 'to'),
    );
  if (csp.row === null && !docked)
    findings.push({
      code: 'move.no-table',
      severity: 'hard',
      message: 'No table governs this preparation: a pharmacist decides whether its date still holds',
      source: 'BUD-40',
    });
  return findings;
}

/** BUD-40: from the move; by the stricter option of any pack, from the start of preparation unless it was frozen. */
function clockAfter(csp: StoredCsp, event: Move, rules: RulesInForce): Instant {
  const fromStart = rules.packs.some((p) => p.moveClock === 'from-start') && csp.storage !== 'FRZ' && !csp.thawed;
  return fromStart ? csp.startedAt : event.at;
}

function limitsAfter(csp: StoredCsp, event: Move, rules: RulesInForce): UnrankedBound[] {
  const { docked, row, zone, category } = csp;
  if (docked) return docked.activatedAt === undefined ? [] : activatedBound(docked.product, event.to, event.at, zone);
  if (row === null) return [];
  const stability = csp.stability ?? { preparations: [], evidence: [] };
  const facts = {
    startedAt: clockAfter(csp, event, rules),
    zone,
    storage: event.to,
    stability,
    hazardous: csp.hazardous,
  };
  return [...tableBounds(facts, row, rules), ...capBounds(facts, category, rules)].map((b) => ({
    ...b,
    code: 'move',
    label: `After the move: ${b.label}`,
    source: `${b.source}, BUD-40`,
  }));
}

function stabilityAfter(csp: StoredCsp, event: Move, rules: RulesInForce) {
  if (csp.docked || csp.row === null) return { bounds: [], findings: [] };
  const stability = csp.stability ?? { preparations: [], evidence: [] };
  return stabilityOutcome(stability, event.to, csp.zone, () => clockAfter(csp, event, rules));
}

function activate(
  csp: StoredCsp,
  event: Extract<StorageEvent, { kind: 'activate' }>,
  timing: readonly Finding[],
): MoveAnswer {
  const { docked, zone } = csp;
  if (!docked || docked.activatedAt !== undefined) {
    const message = docked ? 'Already activated' : 'Not a docked bag-and-vial system';
    return answer(csp, csp, [], [...timing, stop('docked.cannot-activate', message, 'DOC-02')]);
  }
  const findings = [...timing, ...activationFindings(docked.product, event.storage, event.at, csp.beyondUseDate, zone)];
  if (blocked(findings)) return answer(csp, csp, [], findings);
  const after = { ...csp, storage: event.storage, docked: { ...docked, activatedAt: event.at } };
  return answer(csp, after, activatedBound(docked.product, event.storage, event.at, zone), findings);
}

/** BUD-45: quarantine and evaluate; where integrity is in doubt, discard. */
function excursion(csp: StoredCsp, event: Extract<StorageEvent, { kind: 'excursion' }>): MoveAnswer {
  const source = 'USP <797> section 19; BUD-45';
  const finding: Finding = event.integrityDoubtful
    ? stop('storage.discard', `Integrity in doubt after an excursion (${event.detail}): discard`, source)
    : {
        code: 'storage.excursion',
        severity: 'hard',
        message: `Out of range (${event.detail}): in quarantine until a pharmacist has evaluated it`,
        source,
      };
  return { ...answer(csp, csp, [], [finding]), accepted: true, quarantine: true };
}

/** BUD-44: reused only when seal, storage and remaining date are proven; what went to a home is never dispensed again. */
function returned(
  csp: StoredCsp,
  event: Extract<StorageEvent, { kind: 'return' }>,
  timing: readonly Finding[],
): MoveAnswer {
  const claims: readonly [boolean, string, string][] = [
    [csp.homeDispensed === true, 'return.from-home', 'Dispensed to a home: never dispensed again'],
    [!event.sealIntact, 'return.seal', 'The tamper seal is not intact'],
    [!event.storageProven, 'return.storage', 'Storage while away is not proven'],
  ];
  const refused = claims.filter(([against]) => against).map(([, code, message]) => stop(code, message, 'BUD-44'));
  return answer(csp, csp, [], [...timing, ...refused]);
}

const blocked = (findings: readonly Finding[]): boolean => findings.some((f) => f.severity === 'stop');

function answer(
  before: StoredCsp,
  after: StoredCsp,
  limits: readonly UnrankedBound[],
  findings: readonly Finding[],
): MoveAnswer {
  const original: UnrankedBound = {
    code: 'original',
    label: 'Beyond-use date before',
    until: before.beyondUseDate,
    arithmetic: `before = ${showInstant(before.beyondUseDate, before.zone)}; never extended`,
    source: 'BUD-41, BUD-43',
    citation: SECTION,
  };
  const accepted = !blocked(findings);
  const { earliest, bounds } = rankBounds(accepted ? [original, ...limits] : [original]);
  const beyondUseDate = earliest ?? before.beyondUseDate;
  return {
    accepted,
    csp: accepted ? { ...after, beyondUseDate } : before,
    beyondUseDate,
    beyondUseDateText: showInstant(beyondUseDate, before.zone),
    bounds,
    findings,
    replaceLabel: beyondUseDate < before.beyondUseDate,
    quarantine: false,
  };
}
