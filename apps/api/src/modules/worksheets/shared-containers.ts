import { Injectable } from '@nestjs/common';
import type { ScannedCode } from '#domain/barcode';
import { tallMan } from '#domain/display';
import type { Finding } from '#domain/finding';
import { Decimal, Quantity, roundToStored } from '#domain/quantity';
import { type Instant } from '#domain/time';
import {
  decideShare,
  parsePlan,
  shareReason,
  shareTarget,
  type ShareStep,
  type ShareTarget,
  type WorksheetPlanJson,
} from '#domain/worksheet';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import type { Site } from '../../platform/site/site.js';
import { Allocations } from '../stock/allocations.js';
import { BenchTools } from './bench-tools.js';
import { containerFacts, lineOf, lotOfContainer, stepFacts } from './bench-facts.js';
import { benchFacts, type BenchContainer, type BenchFacts, type BenchStep } from './bench.queries.js';
import { addedAt, containerOffer, lockContainerByNumber, openerOf } from './shared-containers.queries.js';
import { writeConsumption, writeNeedless, writeScan } from './step-writes.js';
import type { WorksheetRow } from './worksheet-rows.js';

/** A scan at the hood, as far as an open container answers it. */
export interface SharedScan {
  readonly worksheet: WorksheetRow;
  readonly site: Site;
  readonly scanned: ScannedCode;
  readonly bench: BenchFacts;
  readonly step: BenchStep;
  readonly now: Instant;
  readonly input: { readonly code: string; readonly entry?: string };
}

export type Sharing =
  | { readonly findings: readonly [Finding, ...Finding[]] }
  | { readonly findings: readonly []; readonly target: ShareTarget; readonly container: BenchContainer };

const OPEN_CONTAINER = 'VIAL-';

/** What other work left open, used instead of a package from the shelf (USP <797> section 15; domain-rules 1.10). */
@Injectable()
export class SharedContainers {
  constructor(
    private readonly allocations: Allocations,
    private readonly tools: BenchTools,
  ) {}

  /** Null: the scan is not of an open container, or no package is to be opened. Holds the container's row from here on. */
  async decide(tx: Tx, scan: SharedScan): Promise<Sharing | null> {
    const number = scan.scanned.kind === 'internal' ? scan.scanned.fields.internal?.text : undefined;
    if (scan.step.kind !== 'open' || number?.startsWith(OPEN_CONTAINER) !== true) return null;
    const [locked] = await lockContainerByNumber(tx, number);
    if (!locked) return { findings: [unknown(number)] };
    const bench = await benchFacts(tx, scan.worksheet.id, { stepId: scan.step.id, containerNumber: number });
    const container = bench.containers.find((c) => c.id === locked.id);
    const offer = await containerOffer(tx, locked.id, scan.worksheet.id);
    if (!container || !offer || offer.wantedIn === null) throw new TypeError(`${number} or its hood is gone`);
    const steps = shareSteps(bench, scan.worksheet);
    const products = new Map(bench.lines.map((line) => [line.id, line.productId]));
    const target = shareTarget(scan.step, steps, (id) => products.get(id) ?? null, container.productId);
    const [first, ...rest] = decideShare({
      current: stepFacts(scan.step),
      steps: bench.steps.map(stepFacts),
      target,
      container: containerFacts(container, scan.site.zone),
      lot: lotOfContainer(container),
      remaining: Quantity.of(offer.onHand, container.unit),
      promised: Quantity.of(offer.promised, container.unit),
      diluent: container.reconstitutedMl === null ? null : Quantity.of(container.reconstitutedMl, 'mL'),
      openedIn: offer.openedIn,
      wantedIn: offer.wantedIn,
      now: scan.now,
      zone: scan.site.zone,
    });
    if (first) return { findings: [first, ...rest] };
    if (!target) throw new TypeError('nothing is shared, and nothing refused it');
    return { findings: [], target, container };
  }

  /** The step is done by what is open; the package that it would have opened, and its diluent, are free for others again. */
  async take(
    tx: Tx,
    actor: Actor,
    scan: SharedScan & { readonly begins: boolean },
    { target, container }: Extract<Sharing, { readonly target: ShareTarget }>,
  ): Promise<void> {
    const { worksheet, bench, now, site, input } = scan;
    const opener = await openerOf(tx, container.id);
    const why = shareReason({ container: containerFacts(container, site.zone), zone: site.zone });
    await writeScan(tx, {
      worksheetId: worksheet.id,
      stepId: target.step.id,
      personId: actor.personId,
      at: now,
      lotId: container.lotId,
      openContainerId: container.id,
      scanned: {
        raw: input.code,
        entry: input.entry ?? 'scanned',
        kind: 'internal',
        serial: container.serial,
        shared: true,
      },
      done: true,
      begins: scan.begins,
    });
    await writeNeedless(tx, {
      stepIds: target.needless.map((s) => s.id),
      personId: actor.personId,
      at: now,
      note: `Not needed: ${container.number} was made up for ${opener?.number ?? 'other work'}`,
    });
    await this.tellWhatWasAdded(tx, { worksheet, target, container, now });
    for (const step of [target.step, ...target.needless].filter((s) => s.kind === 'open'))
      await this.giveBack(tx, { bench, lineId: step.lineId, now, site });
    const { productName } = lineOf(bench, { ...scan.step, lineId: target.step.lineId });
    await this.tools.tell(tx, actor, worksheet.id, {
      kind: 'step-done',
      text: `Step ${target.step.position}: shares ${container.number} of ${tallMan(productName)}, lot ${container.lotNumber}, with ${opener?.number ?? 'other work'}, ${why}${scan.begins ? '. Preparation begins' : ''}`,
      data: { stepId: target.step.id, lotId: container.lotId, openContainerId: container.id, code: input.code },
    });
    this.tools.feed.changed(tx, 'stock', container.productId);
  }

  /** Sets one package aside for the line again: its share was taken back. */
  async promiseAgain(tx: Tx, of: { bench: BenchFacts; step: BenchStep; now: Instant; site: Site }): Promise<void> {
    const line = lineOf(of.bench, of.step);
    await this.allocations.allocate(tx, {
      needs: [{ lineId: line.id, productId: line.productId, packages: 1 }],
      at: of.now,
      zone: of.site.zone,
    });
  }

  /** One package fewer is promised to the line; the others stay with it, of the same lots. */
  private async giveBack(
    tx: Tx,
    { bench, lineId, now, site }: { bench: BenchFacts; lineId: string | null; now: Instant; site: Site },
  ): Promise<void> {
    const line = bench.lines.find((x) => x.id === lineId);
    if (!line) throw new TypeError('a package belongs to a line');
    const freed = await this.allocations.release(tx, { lineIds: [line.id], at: now });
    const held = freed.reduce((sum, f) => sum.plus(f.rest), Decimal.of('0'));
    const packages = Number(held.dividedBy(line.content).floor()) - 1;
    if (packages < 1) return;
    const onlyLots = [...new Set(freed.map((f) => f.lotId))];
    const needs = [{ lineId: line.id, productId: line.productId, packages, onlyLots }];
    await this.allocations.allocate(tx, { needs, at: now, zone: site.zone });
  }

  /** A recall of the diluent's lot finds both worksheets: what the opener added went into this one too, as far as it draws of it. */
  private async tellWhatWasAdded(
    tx: Tx,
    it: { worksheet: WorksheetRow; target: ShareTarget; container: BenchContainer; now: Instant },
  ): Promise<void> {
    const first = it.target.needless.find((s) => s.kind === 'reconstitute');
    const opener = first && (await openerOf(tx, it.container.id));
    if (!first || !opener) return;
    const plan = parsePlan(opener.plan.plan as unknown as WorksheetPlanJson);
    const positions = plan.steps
      .filter((s) => s.into?.line === opener.linePosition && s.into.packageIndex === opener.packageIndex)
      .map((s) => s.position);
    const part = it.target.draws?.ratioTo(Quantity.of(it.container.content, it.container.unit)) ?? Decimal.of('1');
    for (const added of await addedAt(tx, opener, positions))
      await writeConsumption(tx, this.tools.ids, {
        worksheetId: it.worksheet.id,
        cspId: null,
        lotId: added.lotId,
        openContainerId: added.containerId,
        stepId: first.id,
        movementId: added.movementId,
        quantity: share(Quantity.of(added.quantity, added.unit), part),
        at: it.now,
      });
  }
}

/** What is stored is more than nothing, be it ever so little. */
function share(added: Quantity, part: Decimal): Quantity {
  const { rounded } = roundToStored(added.times(part));
  return rounded.isPositive() ? rounded : Quantity.of('0.000001', added.unit);
}

const unknown = (number: string): Finding => ({
  code: 'scan.unknown-number',
  severity: 'stop',
  message: `${number} is no opened container`,
  source: 'INS-04',
});

/** The steps with what only the stored plan knows: which package a diluent goes into. */
function shareSteps(bench: BenchFacts, worksheet: WorksheetRow): ShareStep[] {
  const plan = parsePlan(worksheet.plan.plan as unknown as WorksheetPlanJson);
  const lines = new Map(bench.lines.map((line) => [line.position, line.id]));
  const planned = new Map(plan.steps.map((s) => [s.position, s.into]));
  return bench.steps.map((step) => {
    const into = planned.get(step.position);
    const lineId = into ? lines.get(into.line) : undefined;
    return {
      ...stepFacts(step),
      into: into && lineId !== undefined ? { lineId, packageIndex: into.packageIndex } : null,
      plannedVolume: step.plannedVolumeMl === null ? null : Quantity.of(step.plannedVolumeMl, 'mL'),
      plannedQuantity:
        step.plannedQuantity === null || step.unit === null ? null : Quantity.of(step.plannedQuantity, step.unit),
    };
  });
}
