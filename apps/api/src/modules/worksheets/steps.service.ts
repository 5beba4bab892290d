import { Injectable } from '@nestjs/common';
import { displayQuantity } from '#domain/display';
import { inUseUntil } from '#domain/in-use-time';
import { Quantity } from '#domain/quantity';
import { formatInstant, parseInstant, type Instant } from '#domain/time';
import { decideRecording, decideReopening } from '#domain/worksheet';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { refuseIfBlocked } from '../../platform/http/problem.js';
import type { Site } from '../../platform/site/site.js';
import type { MovementId } from '../stock/ids.js';
import { StockLedger } from '../stock/stock-ledger.js';
import { BenchTools } from './bench-tools.js';
import { containerFacts, inUseFacts, lotOfContainer, stepFacts, stepOrThrow } from './bench-facts.js';
import { benchFacts, photosSince, standingMovements, type BenchContainer, type BenchStep } from './bench.queries.js';
import { SharedContainers } from './shared-containers.js';
import { openerOf, sharersOf } from './shared-containers.queries.js';
import { amountOf, movementOf, stepStock, type StepStock } from './step-stock.js';
import { writeConsumption, writeDone, writeReopened } from './step-writes.js';
import { lockWorksheet, refuseOtherStation, type WorksheetRow } from './worksheet-rows.js';
import { WorksheetRecords } from './worksheet-records.js';
import type { StepCompletionRequest, WorksheetRecord } from './worksheets.dto.js';

/** Recording what was done: volumes, the count, the photo; and taking the last of it back. */
@Injectable()
export class StepsService {
  constructor(
    private readonly commands: Commands,
    private readonly ledger: StockLedger,
    private readonly shared: SharedContainers,
    private readonly records: WorksheetRecords,
    private readonly tools: BenchTools,
  ) {}

  /**
   * Records a step as done; what was measured leaves its container in the ledger. Of two at once exactly one wins.
   * @throws Problem `worksheet.step-refused`: out of order, not scanned, volume out of tolerance, count, no photo
   */
  complete(command: Command, id: string, stepId: string, input: StepCompletionRequest): Promise<WorksheetRecord> {
    return this.commands.run(command, async (tx, actor) => {
      const worksheet = await lockWorksheet(tx, id);
      refuseOtherStation(worksheet, actor.personId, input.station);
      const site = await this.tools.sites.current(tx);
      const bench = await benchFacts(tx, id, { stepId });
      const step = stepOrThrow(bench, stepId);
      const now = this.tools.clock.now();
      const volume = input.volumeMl === undefined ? null : Quantity.of(input.volumeMl, 'mL');
      const stock = stepStock(bench, step, worksheet.plan, id);
      const before = bench.steps.filter((s) => s.position < step.position).at(-1);
      refuseIfBlocked(
        decideRecording({
          state: worksheet.state,
          step: {
            ...stepFacts(step),
            plannedVolume: step.plannedVolumeMl === null ? null : Quantity.of(step.plannedVolumeMl, 'mL'),
          },
          steps: bench.steps.map(stepFacts),
          volume,
          passed: input.passed ?? null,
          containers: worksheet.containers,
          photos: step.kind === 'photo' ? await photosSince(tx, stepId, before?.doneAt ?? null) : 0,
          worked: [stock?.source, stock?.into].flatMap((c) =>
            c ? [{ lot: lotOfContainer(c), inUse: containerFacts(c, site.zone).inUse }] : [],
          ),
          now,
          zone: site.zone,
        }),
        { code: 'worksheet.step-refused' },
      );
      if (stock && volume)
        await this.move(tx, actor, { worksheet, step, stock, site, now, volume }, amountOf(bench, step, stock, volume));
      await writeDone(tx, {
        worksheetId: id,
        stepId,
        personId: actor.personId,
        at: now,
        volumeMl: input.volumeMl ?? null,
        lotId: stock?.lotId ?? null,
        note: input.note?.trim() ?? '',
      });
      await this.tools.tell(tx, actor, id, {
        kind: 'step-done',
        text: `Step ${step.position}: ${doneText(step, volume, input.passed)}`,
        data: { stepId, ...input },
      });
      return this.records.show(await this.records.row(tx, id), actor, site.zone);
    });
  }

  /** Takes back the step that was recorded last, by whoever recorded it; its movement is reversed, the history keeps both. */
  reopen(command: Command, id: string, stepId: string, station: string): Promise<WorksheetRecord> {
    return this.commands.run(command, async (tx, actor) => {
      const worksheet = await lockWorksheet(tx, id);
      refuseOtherStation(worksheet, actor.personId, station);
      const bench = await benchFacts(tx, id);
      const step = stepOrThrow(bench, stepId);
      const into = stepStock(bench, step, worksheet.plan, id)?.into;
      const opened = step.kind === 'open' && (await standingMovements(tx, stepId)).some((m) => m.reason === 'opened');
      refuseIfBlocked(
        decideReopening({
          state: worksheet.state,
          actorId: actor.personId,
          step: stepFacts(step),
          steps: bench.steps.map((s) => ({ ...stepFacts(s), doneBy: s.doneBy })),
          sharedWith: await this.sharers(tx, worksheet, step, into?.id ?? null),
        }),
        { code: 'worksheet.step-refused' },
      );
      const at = this.tools.clock.now();
      const site = await this.tools.sites.current(tx);
      const { zone } = site;
      if (into && step.volumeMl !== null)
        await writeDiluent(tx, into, Quantity.of(step.volumeMl, 'mL').negated(), at, zone);
      if (opened && step.openContainerId !== null) await closeAgain(tx, step.openContainerId, at);
      // It opened nothing: it shared what was open, and its own package was given back.
      if (step.kind === 'open' && !opened) await this.shared.promiseAgain(tx, { bench, step, now: at, site });
      await this.reverse(tx, actor, worksheet, step, at);
      await writeReopened(tx, id, stepId);
      await this.tools.tell(tx, actor, id, {
        kind: 'step-reopened',
        text: `Step ${step.position} taken back`,
        data: { stepId },
      });
      return this.records.show(await this.records.row(tx, id), actor, zone);
    });
  }

  /** Worksheets that draw from the container which this step opened or filled; the row is held, so that none joins them now. */
  private async sharers(tx: Tx, worksheet: WorksheetRow, step: BenchStep, into: string | null): Promise<string[]> {
    const containerId = step.kind === 'open' ? step.openContainerId : into;
    if (containerId === null) return [];
    if (step.kind === 'open' && (await openerOf(tx, containerId))?.worksheetId !== worksheet.id) return [];
    await tx.query('select 1 from open_container where id = $1 for no key update', [containerId]);
    return (await sharersOf(tx, containerId, worksheet.id)).map((w) => w.number);
  }

  private async move(
    tx: Tx,
    actor: Actor,
    it: { worksheet: WorksheetRow; step: BenchStep; stock: StepStock; site: Site; now: Instant; volume: Quantity },
    quantity: Quantity,
  ): Promise<void> {
    const { worksheet, step, stock, now } = it;
    if (stock.into) await writeDiluent(tx, stock.into, it.volume, now, it.site.zone);
    const movementId = await this.ledger.post(tx, movementOf(step, stock, quantity, now), { actor });
    if (stock.goesIn)
      await writeConsumption(tx, this.tools.ids, {
        worksheetId: worksheet.id,
        cspId: stock.cspId,
        lotId: stock.lotId,
        openContainerId: stock.source?.id ?? null,
        stepId: step.id,
        movementId,
        quantity,
        at: now,
      });
  }

  private async reverse(tx: Tx, actor: Actor, worksheet: WorksheetRow, step: BenchStep, at: Instant): Promise<void> {
    for (const movement of await standingMovements(tx, step.id)) {
      const shelf = FROM_THE_SHELF.includes(movement.reason);
      await this.ledger.reverse(tx, movement.id as MovementId, {
        actor,
        at,
        reason: `Step ${step.position} of ${worksheet.number} taken back`,
        ...(shelf && step.lineId !== null && { forLine: step.lineId }),
      });
    }
  }
}

/** What comes back to the shelf is promised to the line again. */
const FROM_THE_SHELF = ['opened', 'base-used', 'container-used'];

/** What was added to a powder (or, negative, taken back): from the first of it the reconstituted drug's stability runs. */
async function writeDiluent(
  tx: Tx,
  vial: BenchContainer,
  added: Quantity,
  at: Instant,
  zone: Site['zone'],
): Promise<void> {
  const total = Quantity.of(vial.reconstitutedMl ?? '0', 'mL').plus(added);
  const since = total.isPositive() ? (vial.reconstitutedAt ?? formatInstant(at)) : null;
  const use = inUseUntil(inUseFacts({ ...vial, reconstitutedAt: since }, zone));
  await tx.query(
    `update open_container set reconstituted_at = $2, reconstituted_volume_ml = $3, in_use_until = $4, in_use_answer = $5 where id = $1`,
    [
      vial.id,
      since === null ? null : formatInstant(parseInstant(since)),
      total.isPositive() ? total.value.toString() : null,
      use.until === null ? null : formatInstant(use.until),
      JSON.stringify(use),
    ],
  );
}

/** Its opening was recorded wrong: the package is on the shelf again, its tag is void and its serial may be scanned anew. */
const closeAgain = (tx: Tx, containerId: string, at: Instant): Promise<unknown> =>
  rows(tx, `update open_container set state = 'discarded', discarded_at = $2, serial = null where id = $1`, [
    containerId,
    formatInstant(at),
  ]);

function doneText(step: BenchStep, volume: Quantity | null, passed: number | undefined): string {
  if (volume !== null) return `${displayQuantity(volume)} recorded`;
  if (step.kind === 'inspect') return `inspected, ${passed ?? 0} passed`;
  return step.kind === 'photo' ? 'photographed' : 'done';
}
