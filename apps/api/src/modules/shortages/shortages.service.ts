import { Injectable } from '@nestjs/common';
import { tallMan } from '#domain/display';
import { formatInstant, type Instant } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock.js';
import type { Reader } from '../../platform/database/database.js';
import { decodeCursor, pageOf } from '../../platform/database/keyset.js';
import { affected, rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { notFound } from '../../platform/http/problem.js';
import { decideName, forgetName, matchAgain, namePage } from './names.js';
import type {
  AcknowledgedAll,
  MappingRequest,
  NamePage,
  NoticeListRequest,
  NoticePage,
  NoticeResponse,
} from './shortages.dto.js';

const NOTICES = `select n.id, n.drug_id as "drugId", d.name as "drugName", n.kind, n.at, n.at::text as place, n.ours, n.packages,
    p.printed_name as "acknowledgedBy", n.acknowledged_at as "acknowledgedAt"
  from shortage_notice n join drug d on d.id = n.drug_id left join person p on p.id = n.acknowledged_by`;

type NoticeRow = Omit<NoticeResponse, 'at' | 'acknowledgedAt'> & {
  at: Instant;
  place: string;
  acknowledgedAt: Instant | null;
};

/** What people say to the feed: this name is that drug; this notice is seen. */
@Injectable()
export class ShortagesService {
  constructor(
    private readonly commands: Commands,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly feed: Feed,
  ) {}

  /** Newest first; only what nobody has acknowledged, unless all are asked for. */
  async notices(reader: Reader, page: NoticeListRequest): Promise<NoticePage> {
    const [at, id] = decodeCursor(page.cursor, ['instant', 'uuid']) ?? [null, null];
    const found = await rows<NoticeRow>(
      reader,
      `${NOTICES} where ($1::boolean or n.acknowledged_at is null)
         and ($2::timestamptz is null or (n.at, n.id) < ($2, $3::uuid))
       order by n.at desc, n.id desc limit $4`,
      [page.all ?? false, at, id, page.limit + 1],
    );
    return pageOf(found, page.limit, (row) => [row.place, row.id], noticeResponse);
  }

  /** The first to see it is named; seeing it again changes nothing. */
  acknowledge(command: Command, id: string): Promise<NoticeResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const now = await affected(
        tx,
        'update shortage_notice set acknowledged_by = $2, acknowledged_at = $3 where id = $1 and acknowledged_at is null',
        [id, actor.personId, formatInstant(this.clock.now())],
      );
      const [row] = await rows<NoticeRow>(tx, `${NOTICES} where n.id = $1`, [id]);
      if (!row) throw notFound('notice', id);
      if (now > 0) {
        await this.audit.record(tx, actor, 'shortage.notice-acknowledged', { kind: 'shortage-notice', id });
        this.feed.changed(tx, 'shortage', id);
      }
      return noticeResponse(row);
    });
  }

  /** All that are open and no newer than one that the person saw. */
  acknowledgeUpTo(command: Command, id: string): Promise<AcknowledgedAll> {
    return this.commands.run(command, async (tx, actor) => {
      const [newest] = await rows<{ place: string }>(
        tx,
        'select at::text as place from shortage_notice where id = $1',
        [id],
      );
      if (!newest) throw notFound('notice', id);
      const acknowledged = await affected(
        tx,
        `update shortage_notice set acknowledged_by = $2, acknowledged_at = $3
         where acknowledged_at is null and (at, id) <= ($4::timestamptz, $1::uuid)`,
        [id, actor.personId, formatInstant(this.clock.now()), newest.place],
      );
      const subject = { kind: 'shortage-notice', id };
      await this.audit.record(tx, actor, 'shortage.notices-acknowledged', subject, { acknowledged });
      this.feed.changed(tx, 'shortage', id);
      return { acknowledged };
    });
  }

  names = namePage;

  decide(command: Command, { genericName, drugId }: MappingRequest): Promise<NamePage> {
    return this.commands.run(command, async (tx, actor) => {
      const at = this.clock.now();
      await decideName(tx, { genericName, drugId: drugId ?? null, personId: actor.personId, at });
      const subject = { kind: 'shortage-name', id: genericName };
      await this.audit.record(tx, actor, 'shortage.name-decided', subject, { after: { drugId: drugId ?? null } });
      this.feed.changed(tx, 'shortage', 'names');
      return namePage(tx, { q: genericName, limit: 1 });
    });
  }

  matchAgain(command: Command): Promise<void> {
    return this.commands.run(command, async (tx, actor) => {
      await matchAgain(tx);
      await this.audit.record(tx, actor, 'shortage.matched-again', { kind: 'shortage-feed', id: 'feed' });
      this.feed.changed(tx, 'shortage', 'names');
    });
  }

  forget(command: Command, genericName: string): Promise<void> {
    return this.commands.run(command, async (tx, actor) => {
      await forgetName(tx, genericName);
      await this.audit.record(tx, actor, 'shortage.name-forgotten', { kind: 'shortage-name', id: genericName });
      this.feed.changed(tx, 'shortage', 'names');
    });
  }
}

const noticeResponse = (row: NoticeRow): NoticeResponse => ({
  id: row.id,
  drugId: row.drugId,
  drugName: tallMan(row.drugName),
  kind: row.kind,
  at: formatInstant(row.at),
  ours: row.ours,
  packages: row.packages,
  acknowledgedBy: row.acknowledgedBy,
  acknowledgedAt: row.acknowledgedAt === null ? null : formatInstant(row.acknowledgedAt),
});
