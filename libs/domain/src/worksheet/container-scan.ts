import type { Finding } from '#domain/finding';
import { containerCondition } from './container-condition.js';
import { checkProduct, refusal, wrongProduct } from './identify.js';
import type { OpenContainerFacts, ScanDecision, ScanFacts } from './scan-facts.js';

/**
 * A draw out of a container that was opened for this line. Its tag (`VIAL-...`) names it; the package's own code is enough where
 * it is of the planned container's lot, and of its serial where both are known.
 */
export function decideContainer(facts: ScanFacts): ScanDecision {
  const { step } = facts;
  const ours = facts.openContainers.filter((c) => c.lineId === step.lineId && c.productId === facts.product.id);
  const planned = ours.find((c) => c.packageIndex === step.packageIndex);
  if (!planned)
    return refuse([
      refusal('scan.container-not-open', `Package ${step.packageIndex} was not opened for this worksheet yet`),
    ]);
  const identity = facts.scanned.kind === 'internal' ? byNumber(facts, planned, ours) : byPackage(facts, planned, ours);
  const findings = identity.length > 0 ? identity : condition(facts, planned);
  if (findings.some((f) => f.severity === 'stop')) return refuse(findings);
  return {
    kind: 'accept',
    lotId: planned.lotId,
    allocationId: null,
    accountId: null,
    openContainerId: planned.id,
    serial: planned.serial,
    findings,
  };
}

const refuse = (findings: readonly Finding[]): ScanDecision => ({ kind: 'refuse', findings });

function byNumber(facts: ScanFacts, planned: OpenContainerFacts, ours: readonly OpenContainerFacts[]): Finding[] {
  const number = facts.scanned.fields.internal?.text;
  // What was made here is known by the number on its label, too: it is kept as its serial.
  const bears = (c: OpenContainerFacts): boolean => c.number === number || c.serial === number;
  if (bears(planned)) return [];
  const other = facts.openContainers.find(bears);
  if (!other) return [refusal('scan.unknown-number', `${number} is no opened container. Needed: ${planned.number}.`)];
  if (other.productId !== facts.product.id) {
    const scanned = facts.known.find((p) => p.id === other.productId);
    return [
      scanned
        ? wrongProduct(scanned, facts.product)
        : refusal(
            'scan.wrong-product',
            `${other.number} holds another product. Needed: ${planned.number}, ${facts.product.name}.`,
          ),
    ];
  }
  if (ours.includes(other)) return [otherPackage(other, planned)];
  return [refusal('scan.other-worksheet', `${other.number} was opened for other work. Needed: ${planned.number}.`)];
}

function byPackage(facts: ScanFacts, planned: OpenContainerFacts, ours: readonly OpenContainerFacts[]): Finding[] {
  const { scanned, product } = facts;
  const wrong = checkProduct(scanned, product, facts.known);
  if (wrong.length > 0) return wrong;
  const lots = new Map(facts.lots.map((lot) => [lot.lotId, lot]));
  const { lot, serial, expiry } = scanned.fields;
  const fits = (c: OpenContainerFacts): boolean => {
    const record = lots.get(c.lotId);
    const sameLot = lot === undefined || record?.lotNumber.toUpperCase() === lot.trim().toUpperCase();
    const sameExpiry = expiry === undefined || record?.expiresOn === expiry;
    return sameLot && sameExpiry && (serial === undefined || c.serial === null || c.serial === serial);
  };
  // A code without lot cannot tell containers of different lots apart: then the tag is needed.
  if (lot === undefined && new Set(ours.map((c) => c.lotId)).size > 1)
    return [
      refusal(
        'scan.tag-needed',
        `Packages of several lots are open. Scan the tag of package ${planned.packageIndex}: ${planned.number}.`,
      ),
    ];
  if (fits(planned)) return [];
  const other = ours.find(fits);
  if (other) return [otherPackage(other, planned)];
  return [
    refusal('scan.container-not-open', `This package was not opened for this worksheet. Needed: ${planned.number}.`),
  ];
}

const otherPackage = (other: OpenContainerFacts, planned: OpenContainerFacts): Finding =>
  refusal(
    'scan.other-package',
    `This is package ${other.packageIndex} (${other.number}). Needed: package ${planned.packageIndex} (${planned.number}).`,
  );

/** Whether anything may be drawn now: still there, its lot on record and fit, in its in-use time (BUD-19). */
function condition(facts: ScanFacts, container: OpenContainerFacts): Finding[] {
  if (container.state === 'discarded')
    return [refusal('scan.container-discarded', `${container.number} was discarded`)];
  const lot = facts.lots.find((l) => l.lotId === container.lotId);
  if (!lot) return [refusal('scan.unknown-lot', `The lot of ${container.number} is not on record`)];
  return containerCondition({ lot, inUse: container.inUse, now: facts.now, zone: facts.zone });
}
