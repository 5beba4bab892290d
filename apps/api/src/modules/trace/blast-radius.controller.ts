import { Readable } from 'node:stream';
import { Controller, Get, Header, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { CurrentActor, Requires } from '../../platform/auth/decorators.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { Sites } from '../../platform/site/site.js';
import { affectedStream, asCsv, asNdjson, blastRadius } from './blast-radius.js';
import { ScopeRequest } from './scope.dto.js';
import { BlastRadius, BlastRadiusRequest, type AffectedCsp } from './trace.dto.js';

/** The question of a recall in one request: what came of a lot, a delivery, a person, a room, a hood, a formula (QE-08). */
@ApiTags('trace')
@Controller('recalls/blast-radius')
export class BlastRadiusController {
  constructor(
    private readonly db: Database,
    private readonly sites: Sites,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** Counts by state and place, the patients, and the first page. */
  @Get()
  @Requires('trace.read')
  async page(@CurrentActor() actor: Actor, @Query() request: BlastRadiusRequest): Promise<BlastRadius> {
    const { zone } = await this.sites.current(this.db.reader);
    const answer = await blastRadius(this.db.reader, request, this.clock.now(), zone);
    await this.shown(actor, [...new Set(answer.csps.flatMap((csp) => csp.patientId ?? []))]);
    return answer;
  }

  /** All of it as a table, streamed. */
  @Get('csv')
  @Requires('trace.read')
  @ApiProduces('text/csv')
  @Header('Cache-Control', 'no-store')
  async csv(@CurrentActor() actor: Actor, @Query() request: ScopeRequest): Promise<StreamableFile> {
    return new StreamableFile(Readable.from(asCsv(await this.stream(actor, request))), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="affected.csv"',
    });
  }

  /** All of it, one JSON object a line, streamed. */
  @Get('ndjson')
  @Requires('trace.read')
  @ApiProduces('application/x-ndjson')
  @Header('Cache-Control', 'no-store')
  async ndjson(@CurrentActor() actor: Actor, @Query() request: ScopeRequest): Promise<StreamableFile> {
    return new StreamableFile(Readable.from(asNdjson(await this.stream(actor, request))), {
      type: 'application/x-ndjson',
    });
  }

  /** Reads the first part before the answer begins, so that a question that is refused is refused with its words. */
  private async stream(actor: Actor, request: ScopeRequest): Promise<AsyncIterable<AffectedCsp[]>> {
    const { zone } = await this.sites.current(this.db.reader);
    const parts = affectedStream(this.db.reader, request, this.clock.now(), zone, (ids) => this.shown(actor, ids));
    const first = await parts.next();
    return (async function* () {
      if (!first.done) yield first.value;
      yield* parts;
    })();
  }

  private shown(actor: Actor, patientIds: readonly string[]): Promise<void> {
    return this.audit.read(
      actor,
      patientIds.map((id) => ({ kind: 'patient', id })),
      'blast radius',
    );
  }
}
