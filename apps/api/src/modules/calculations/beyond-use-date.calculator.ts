import { Injectable } from '@nestjs/common';
import { assignBeyondUseDate, moveStorage, storedCsp, type RulesInForce } from '#domain/beyond-use-date';
import type { PlacementFacts } from '#domain/category';
import { hazardOf, type HazardAnswer } from '#domain/hazardous';
import { dateIn, zoneId, type Instant, type ZoneId } from '#domain/time';
import { Database, type Reader } from '../../platform/database/database.js';
import { notFound } from '../../platform/http/problem.js';
import { Sites } from '../../platform/site/site.js';
import { hoodPlace, placementFacts } from '../facility/placement.js';
import { rulesAt } from '../facility/rules.js';
import { hazardousDrugRows } from '../formulary/product-facts.js';
import { beyondUseDateAnswer, moveAnswer } from './beyond-use-date-answer.js';
import { momentOf, preparationFacts } from './beyond-use-date-facts.js';
import type { BeyondUseDateAnswerDto, BeyondUseDateRequest, BudMoveAnswerDto } from './beyond-use-date.dto.js';
import { calculate } from './figures.js';

/** The beyond-use date of anything, without patient or order; nothing is stored. */
@Injectable()
export class BeyondUseDateCalculator {
  constructor(
    private readonly db: Database,
    private readonly sites: Sites,
  ) {}

  async answer(input: BeyondUseDateRequest): Promise<BeyondUseDateAnswerDto> {
    const reader = this.db.reader;
    const { zone, startedAt } = await this.when(reader, input);
    const hazard = hazardFor(input, startedAt, zone, await hazardousDrugRows(reader));
    const placement = await this.placement(reader, input, hazard, startedAt);
    const rules = await this.rules(reader, startedAt, zone);
    return calculate(() => {
      const facts = preparationFacts(input, { zone, placement, hazardous: hazard !== 'none' });
      const answer = assignBeyondUseDate(facts, rules);
      const moves = answer.beyondUseDate === null ? [] : movesAfter(input, storedCsp(answer, facts), rules);
      return beyondUseDateAnswer(answer, moves);
    });
  }

  private async when(reader: Reader, input: BeyondUseDateRequest): Promise<{ zone: ZoneId; startedAt: Instant }> {
    const site = input.zone === undefined ? (await this.sites.current(reader)).zone : null;
    return calculate(() => {
      const zone = site ?? zoneId(input.zone ?? '');
      return { zone, startedAt: momentOf(input.start, zone) };
    });
  }

  private async rules(reader: Reader, at: Instant, zone: ZoneId): Promise<RulesInForce> {
    try {
      return await rulesAt(reader, at, zone);
    } catch (error) {
      // Before the first edition on file there is no date to be given: the question's fault, told as such.
      return calculate(() => {
        throw error;
      });
    }
  }

  private async placement(
    reader: Reader,
    input: BeyondUseDateRequest,
    hazard: HazardAnswer['hazard'],
    at: Instant,
  ): Promise<PlacementFacts | null> {
    if (input.hoodId !== undefined) {
      const place = await hoodPlace(reader, input.hoodId);
      if (!place) throw notFound('hood', input.hoodId);
      return placementFacts(place, { hazard, at });
    }
    if (input.roomKind === undefined || input.pecKind === undefined) return null;
    return { room: { kind: input.roomKind }, pec: { kind: input.pecKind }, hazard, at };
  }
}

function hazardFor(
  input: BeyondUseDateRequest,
  at: Instant,
  zone: ZoneId,
  facilityList: Parameters<typeof hazardOf>[0]['facilityList'],
): HazardAnswer['hazard'] {
  if (input.hazardous === true) return 'containment';
  const names = [...(input.drug === undefined ? [] : [input.drug]), ...input.components.map((c) => c.name)];
  const on = dateIn(at, zone);
  const answers = names.map(
    (drug) => hazardOf({ drug, form: 'manipulated', on, ...(facilityList && { facilityList }) }).hazard,
  );
  // "Not hazardous" in a form does not unlist a drug that is on the list.
  return answers.includes('containment') ? 'containment' : answers.includes('assessed') ? 'assessed' : 'none';
}

function movesAfter(
  input: BeyondUseDateRequest,
  made: ReturnType<typeof storedCsp>,
  rules: RulesInForce,
): BudMoveAnswerDto[] {
  let csp = made;
  return (input.moves ?? []).map((move) => {
    const at = momentOf(move.at, csp.zone);
    const answer = moveStorage(
      csp,
      {
        kind: 'move',
        to: move.to,
        at,
        ...(move.thaw !== undefined && { thaw: move.thaw }),
        ...(move.thawPerLabel !== undefined && { thawPerLabel: move.thawPerLabel }),
      },
      rules,
    );
    csp = answer.csp;
    return moveAnswer(move, at, answer, csp.zone);
  });
}
