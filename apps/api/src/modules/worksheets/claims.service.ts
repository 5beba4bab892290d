import { Injectable } from '@nestjs/common';
import { workingCategory, type Placement, type PlacementFacts } from '#domain/category';
import { dateIn, formatInstant, type ZoneId } from '#domain/time';
import { decideClaim, decideStart, decideStockStart } from '#domain/worksheet';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { notFound, Problem, refuseIfBlocked } from '../../platform/http/problem.js';
import { hoodPlace, placementFacts } from '../facility/placement.js';
import { BenchTools } from './bench-tools.js';
import { benchFacts, qualificationDates } from './bench.queries.js';
import { moveOn } from './transitions.js';
import { lockOrderAndWorksheet, lockWorksheet, refuseOtherStation, type WorksheetRow } from './worksheet-rows.js';
import { WorksheetRecords } from './worksheet-records.js';
import type { ClaimRequest, WorksheetRecord } from './worksheets.dto.js';

/** Where it is made, as stored with the worksheet: what the rules said, and the facts they were asked with. */
export interface StoredPlacement {
  readonly why: readonly string[];
  readonly source: string;
  readonly facts: PlacementFacts;
}

/** Who makes a worksheet, in which room and hood, at which tablet. */
@Injectable()
export class ClaimsService {
  constructor(
    private readonly commands: Commands,
    private readonly records: WorksheetRecords,
    private readonly tools: BenchTools,
  ) {}

  /**
   * Takes a worksheet to a hood. Refuses whoever is not qualified, a place that is not certified or not allowed for it, and an order
   * that was changed or stopped. The same person may move it to another tablet by `takeOver`; the place stays once work has begun.
   */
  claim(command: Command, id: string, input: ClaimRequest): Promise<WorksheetRecord> {
    return this.commands.run(command, async (tx, actor) => {
      const worksheet = await lockOrderAndWorksheet(tx, id);
      const mine = worksheet.claimed_by === actor.personId;
      if (mine && worksheet.station !== input.station && !input.takeOver)
        throw new Problem('worksheet.claimed-elsewhere', {
          detail: `${worksheet.number} is open on another tablet. Take it over here, or go on there.`,
        });
      if (mine && worksheet.state === 'compounding') await this.takeOver(tx, actor, worksheet, input);
      else await this.place(tx, actor, worksheet, input);
      return this.records.record(tx, actor, id);
    });
  }

  /** Puts it back for anybody, as long as nothing was scanned. */
  unclaim(command: Command, id: string, station: string): Promise<WorksheetRecord> {
    return this.commands.run(command, async (tx, actor) => {
      const worksheet = await lockWorksheet(tx, id, { evenRecalled: true });
      const to = moveOn(worksheet, 'unclaim');
      refuseOtherStation(worksheet, actor.personId, station);
      await tx.query(
        `update worksheet set state = $2, claimed_by = null, claimed_at = null, station = null, room_id = null, hood_id = null, category = null,
           placement = null, revision = revision + 1 where id = $1`,
        [id, to],
      );
      await this.tools.tell(tx, actor, id, { kind: 'unclaimed', text: 'Put back' });
      return this.records.record(tx, actor, id);
    });
  }

  /** The claim decided anew with the facts of now, and stored: at the claim, and once more when work begins. @returns the placement */
  async decide(
    tx: Tx,
    actor: Actor,
    worksheet: WorksheetRow,
    hoodId: string,
    zone: ZoneId,
  ): Promise<{
    readonly roomId: string;
    readonly category: number;
    readonly placement: StoredPlacement;
    readonly text: string;
  }> {
    const at = this.tools.clock.now();
    const today = dateIn(at, zone);
    const place = await hoodPlace(tx, hoodId);
    if (!place) throw notFound('hood', hoodId);
    const { placement, findings } = decideClaim({
      state: worksheet.state,
      claimedBy: worksheet.claimed_by,
      actor: {
        personId: actor.personId,
        name: actor.name,
        qualifications: await qualificationDates(tx, actor.personId, today),
      },
      room: place.room,
      hood: { ...place.hood, inRoom: true },
      hazard: worksheet.plan.hazard,
      needsBudUntil: worksheet.needs_bud_until,
      storage: worksheet.storage,
      at,
      zone,
    });
    const { order, formulaState } = await benchFacts(tx, worksheet.id);
    const standing = order ? decideStart(order) : decideStockStart(formulaState);
    refuseIfBlocked([...standing, ...findings], {
      code: 'worksheet.claim-refused',
      audit: {
        action: 'worksheet.claim-refused',
        subject: { kind: 'worksheet', id: worksheet.id },
        data: { hood: place.hood.name, room: place.room.name },
      },
    });
    return {
      roomId: place.room.id,
      category: categoryOf(placement),
      placement: {
        why: placement.why,
        source: placement.source,
        facts: placementFacts(place, { hazard: worksheet.plan.hazard, at }),
      },
      text: `${place.room.name}, ${place.hood.name}: up to category ${categoryOf(placement)}`,
    };
  }

  private async place(tx: Tx, actor: Actor, worksheet: WorksheetRow, input: ClaimRequest): Promise<void> {
    const { zone } = await this.tools.sites.current(tx);
    const claim = await this.decide(tx, actor, worksheet, input.hoodId, zone);
    const { id } = worksheet;
    await tx.query(
      `update worksheet set state = $2, claimed_by = $3, claimed_at = $4, station = $5, room_id = $6, hood_id = $7, category = $8, placement = $9,
         revision = revision + 1 where id = $1`,
      [
        id,
        moveOn(worksheet, 'claim'),
        actor.personId,
        formatInstant(this.tools.clock.now()),
        input.station,
        claim.roomId,
        input.hoodId,
        claim.category,
        JSON.stringify(claim.placement),
      ],
    );
    await this.tools.tell(tx, actor, id, {
      kind: 'claimed',
      text: `Claimed for ${claim.text}`,
      data: { hoodId: input.hoodId, category: claim.category, takeOver: input.takeOver ?? false },
    });
  }

  private async takeOver(tx: Tx, actor: Actor, worksheet: WorksheetRow, input: ClaimRequest): Promise<void> {
    if (worksheet.hood_id !== input.hoodId)
      throw new Problem('worksheet.wrong-state', {
        detail: `${worksheet.number} was begun in another hood. What was begun is finished where it was begun.`,
      });
    await tx.query('update worksheet set station = $2, revision = revision + 1 where id = $1', [
      worksheet.id,
      input.station,
    ]);
    await this.tools.tell(tx, actor, worksheet.id, { kind: 'taken-over', text: 'Taken over on another tablet' });
  }
}

function categoryOf(placement: Placement): number {
  const category = workingCategory(placement);
  if (category === null) throw new TypeError('a place that is not allowed was not refused');
  return category;
}
