import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { Clock } from '../../platform/clock.js';
import type { Tx } from '../../platform/database/database.js';
import { Feed } from '../../platform/feed/feed.js';
import { Ids } from '../../platform/ids.js';
import { Numbers } from '../../platform/numbers.js';
import { Sites } from '../../platform/site/site.js';
import { writeEvent } from './events.js';

/** What the commands of the bench need of the platform. */
@Injectable()
export class BenchTools {
  constructor(
    readonly ids: Ids,
    readonly numbers: Numbers,
    readonly clock: Clock,
    readonly sites: Sites,
    readonly audit: Audit,
    readonly feed: Feed,
  ) {}

  /** One line in the worksheet's history, one audit entry, and a word to the open screens. */
  async tell(
    tx: Tx,
    actor: Actor,
    worksheetId: string,
    told: { readonly kind: string; readonly text: string; readonly data?: Readonly<Record<string, unknown>> },
  ): Promise<void> {
    const at = this.clock.now();
    await writeEvent(tx, this.ids, { worksheetId, kind: told.kind, text: told.text, actor, at });
    const subject = { kind: 'worksheet', id: worksheetId };
    await this.audit.record(tx, actor, `worksheet.${told.kind}`, subject, { text: told.text, ...told.data });
    this.feed.changed(tx, 'worksheet', worksheetId);
  }
}
