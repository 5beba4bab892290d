import { Injectable } from '@nestjs/common';
import { receivingPolicy } from '#domain/receiving';
import { Audit } from '../../platform/audit/audit.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { Sites } from '../../platform/site/site.js';
import type { ReceivingSettings } from './receiving.dto.js';

/** How this site receives; other settings of the site stay as they are. */
@Injectable()
export class SettingsService {
  constructor(
    private readonly commands: Commands,
    private readonly sites: Sites,
    private readonly audit: Audit,
  ) {}

  change(command: Command, input: ReceivingSettings): Promise<ReceivingSettings> {
    return this.commands.run(command, async (tx, actor) => {
      const site = await this.sites.current(tx);
      const { receivingReview, shortDatedDays } = input;
      await tx.query('update site set settings = settings || $2::jsonb where id = $1', [
        site.id,
        JSON.stringify({ receivingReview, shortDatedDays }),
      ]);
      const before = receivingPolicy(site.settings);
      await this.audit.record(
        tx,
        actor,
        'site.receiving-changed',
        { kind: 'site', id: site.id },
        { before, after: { ...input } },
      );
      return { receivingReview, shortDatedDays };
    });
  }
}
