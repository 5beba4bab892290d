import type { Finding } from '#domain/finding';
import { mayLeave } from '#domain/stock';
import { decideContainer } from './container-scan.js';
import { checkProduct, refusal, wrongProduct } from './identify.js';
import { SCANNED_KINDS } from './planned.js';
import type { LotOfProduct, MadeContainer, ScanDecision, ScanFacts } from './scan-facts.js';
import { decideStepOrder } from './step-order.js';

/**
 * Whether a scanned code proves the ingredient of a step (promise 6): the right product, a lot on record with the expiry that the
 * code gives, fit to leave, promised to this worksheet, in its in-use time. `needs-lot-expiry` is no error: the code carries no lot
 * or expiry, and a person keys them from the package. Everything else that does not prove it is refused with what to do.
 */
export function decideScan(facts: ScanFacts): ScanDecision {
  const { step, scanned } = facts;
  const before = decideStepOrder(step, facts.steps);
  if (!SCANNED_KINDS.includes(step.kind))
    before.push(refusal('scan.nothing-to-scan', `Step ${step.position} has nothing to scan`));
  if (before.length > 0) return refuse(before);
  if (scanned.kind === 'refused') return refuse(scanned.findings.filter((f) => f.severity === 'stop'));
  if (step.kind === 'reconstitute' || step.kind === 'draw' || step.kind === 'fill-diluent')
    return decideContainer(facts);
  return decidePackage(facts);
}

const refuse = (findings: readonly Finding[]): ScanDecision => ({ kind: 'refuse', findings });

/** An unopened package is opened or used whole. */
function decidePackage(facts: ScanFacts): ScanDecision {
  const { scanned, product, step } = facts;
  if (scanned.kind === 'internal' && !facts.made)
    return refuse([refusal('scan.package-needed', 'This is one of our own numbers. Scan the code on the package.')]);
  const wrong = facts.made ? checkMade(facts, facts.made) : checkProduct(scanned, product, facts.known);
  if (wrong.length > 0) return refuse(wrong);
  const read = facts.made ? lotMade(facts, facts.made) : lotOf(facts);
  if (read.kind !== 'lot') return read.decision;
  const { lot } = read;
  const blocked = mayLeave({ thing: { kind: 'lot', lot }, exit: 'compound' }, facts.now, facts.zone);
  if (blocked.length > 0) return refuse(blocked);

  const serial = facts.made?.number ?? scanned.fields.serial ?? null;
  if (serial !== null && facts.openContainers.some((c) => c.lotId === lot.lotId && c.serial === serial))
    return refuse([
      refusal('scan.serial-already-opened', `Serial ${serial} of lot ${lot.lotNumber} was opened already`),
    ]);
  const promised = facts.allocations.filter(
    (a) => a.lineId === step.lineId && a.lotId === lot.lotId && a.state !== 'released',
  );
  const allocation = promised.find((a) => a.state === 'active' && a.packagesLeft > 0);
  if (!allocation) return refuse([notPromised(lot, promised.length > 0)]);
  return {
    kind: 'accept',
    lotId: lot.lotId,
    allocationId: allocation.id,
    accountId: allocation.accountId,
    openContainerId: null,
    serial,
    findings: [],
  };
}

function notPromised(lot: LotOfProduct, taken: boolean): Finding {
  if (taken)
    return refusal(
      'scan.all-packages-taken',
      `All packages of lot ${lot.lotNumber} allocated to this worksheet are taken. Scan another lot.`,
    );
  const message = `Lot ${lot.lotNumber} is not allocated to this worksheet. Take an allocated lot, or ask a pharmacist to allocate this one.`;
  return { ...refusal('scan.lot-not-allocated', message), severity: 'hard' };
}

type LotRead =
  { readonly kind: 'lot'; readonly lot: LotOfProduct } | { readonly kind: 'no'; readonly decision: ScanDecision };
const no = (decision: ScanDecision): LotRead => ({ kind: 'no', decision });

/** A container that was made here has one number, which is on one container alone. */
function checkMade({ product, known }: ScanFacts, made: MadeContainer): Finding[] {
  if (made.productId !== product.id) {
    const scanned = known.find((p) => p.id === made.productId);
    const [other] = scanned ? [wrongProduct(scanned, product)] : [];
    return [other ?? refusal('scan.wrong-product', `${made.number} holds another product. Needed: ${product.name}.`)];
  }
  return made.taken ? [refusal('scan.serial-already-opened', `${made.number} was used already`)] : [];
}

function lotMade({ lots }: ScanFacts, made: MadeContainer): LotRead {
  const lot = lots.find((l) => l.lotId === made.lotId);
  return lot
    ? { kind: 'lot', lot }
    : no(refuse([refusal('scan.unknown-lot', `The lot of ${made.number} is not on record. Put it aside.`)]));
}

/** The lot on record that the code, or what was keyed beside it, names. What the code says is never replaced by what is keyed. */
function lotOf(facts: ScanFacts): LotRead {
  const { fields } = facts.scanned;
  const { keyed, product } = facts;
  if (keyed && fields.lot !== undefined && normal(fields.lot) !== normal(keyed.lot))
    return no(refuse([refusal('scan.keyed-disagrees', `The code says lot ${fields.lot}, keyed was ${keyed.lot}`)]));
  if (keyed && fields.expiry !== undefined && fields.expiry !== keyed.expiry)
    return no(
      refuse([refusal('scan.keyed-disagrees', `The code says expiry ${fields.expiry}, keyed was ${keyed.expiry}`)]),
    );
  const number = fields.lot ?? keyed?.lot;
  const expiry = fields.expiry ?? keyed?.expiry;
  if (number === undefined || expiry === undefined)
    return no({
      kind: 'needs-lot-expiry',
      findings: [
        {
          code: 'scan.needs-lot-expiry',
          severity: 'info',
          message: 'This code carries no lot or expiry. Key both as printed on the package.',
          source: 'domain-rules 2.2',
        },
      ],
    });
  const named = facts.lots.filter((lot) => lot.productId === product.id && normal(lot.lotNumber) === normal(number));
  const lot = named.find((l) => l.expiresOn === expiry);
  if (lot) return { kind: 'lot', lot };
  const [other] = named;
  if (!other)
    return no(
      refuse([
        refusal(
          'scan.unknown-lot',
          `Lot ${normal(number)} of ${product.name} was never received here. Put the package aside.`,
        ),
      ]),
    );
  const message = `The package says lot ${other.lotNumber} expires on ${expiry}, the record says ${other.expiresOn}. Put it aside and tell a pharmacist.`;
  return no(refuse([refusal('scan.expiry-disagrees', message)]));
}

/** Lot numbers are compared without spaces around them and without case (worked example 31). */
const normal = (lot: string): string => lot.trim().toUpperCase();
