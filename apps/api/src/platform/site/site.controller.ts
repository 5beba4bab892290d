import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ZoneId } from '#domain/time';
import { Audit } from '../audit/audit.js';
import { Requires } from '../auth/decorators.js';
import type { SiteId } from '../brand.js';
import { Database, type Tx } from '../database/database.js';
import { Commands, CurrentCommand, type Command } from '../http/commands.js';
import { Ids } from '../ids.js';
import { ChangeSiteRequest, SiteResponse } from './site.dto.js';
import { SiteRow } from './site.entity.js';
import { Sites, type Site } from './site.js';

@ApiTags('site')
@Controller('site')
export class SiteController {
  constructor(
    private readonly sites: Sites,
    private readonly db: Database,
    private readonly commands: Commands,
    private readonly audit: Audit,
    private readonly ids: Ids,
  ) {}

  /** The pharmacy. */
  @Get()
  @Requires()
  async show(): Promise<SiteResponse> {
    return siteResponse(await this.sites.current(this.db.reader));
  }

  /** Enters or changes the pharmacy. */
  @Put()
  @Requires('site.manage')
  change(@CurrentCommand() command: Command, @Body() body: ChangeSiteRequest): Promise<SiteResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const before = await this.sites.find(tx);
      const id = await this.store(tx, before, body);
      const after = siteResponse(await this.sites.current(tx));
      await this.audit.record(tx, actor, 'site.changed', { kind: 'site', id }, { before: before ?? null, after });
      return after;
    });
  }

  private async store(tx: Tx, before: Site | undefined, body: ChangeSiteRequest): Promise<SiteId> {
    const part = {
      name: body.name.trim(),
      addressLines: body.addressLines,
      phone: body.phone ?? null,
      zoneId: body.zone as ZoneId,
    };
    const id = before?.id ?? this.ids.next<SiteId>();
    if (before) await tx.update(SiteRow, { id }, part);
    else await tx.insert(SiteRow, { id, ...part, settings: {}, only: true });
    return id;
  }
}

const siteResponse = ({ id, name, addressLines, phone, zone }: Site): SiteResponse => ({
  id,
  name,
  addressLines: [...addressLines],
  phone,
  zone,
});
