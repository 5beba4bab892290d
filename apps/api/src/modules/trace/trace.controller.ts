import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { CurrentActor, Requires } from '../../platform/auth/decorators.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { PageRequest } from '../../platform/http/page.dto.js';
import { SearchPageRequest } from '../../platform/http/search-page.dto.js';
import { CspTrace, LotTrace, TraceHit } from './trace.dto.js';
import { cspTrace, lotTrace, search } from './trace.queries.js';

/** Questions of a recall: where did it go, and what is in it (promise 9). Each answer names patients, so each is audited. */
@ApiTags('trace')
@Controller('trace')
export class TraceController {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  @Get('search')
  @Requires('trace.read')
  async search(@CurrentActor() actor: Actor, @Query() page: SearchPageRequest): Promise<TraceHit[]> {
    const { hits, patients } = page.q?.trim() ? await search(this.db.reader, page.q) : { hits: [], patients: [] };
    await this.audit.read(
      actor,
      patients.map((id) => ({ kind: 'patient', id })),
      'trace search',
    );
    return hits;
  }

  @Get('lots/:id')
  @Requires('trace.read')
  async lot(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() page: PageRequest,
  ): Promise<LotTrace> {
    const trace = await lotTrace(this.db.reader, id, page, this.clock.now());
    const patients = [...new Set(trace.csps.flatMap((csp) => csp.patientId ?? []))];
    await this.audit.read(
      actor,
      patients.map((patient) => ({ kind: 'patient', id: patient })),
      'trace of a lot',
    );
    return trace;
  }

  @Get('csps/:id')
  @Requires('trace.read')
  async csp(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<CspTrace> {
    const trace = await cspTrace(this.db.reader, id, this.clock.now());
    const { patientId } = trace.csp;
    if (patientId !== null)
      await this.audit.read(actor, [{ kind: 'patient', id: patientId }], 'trace of a preparation');
    return trace;
  }
}
