import { Injectable } from '@nestjs/common';
import { tallMan } from '#domain/display';
import { formatInstant, type Instant } from '#domain/time';
import type { Reader } from '../../../platform/database/database.js';
import { rows } from '../../../platform/database/sql.js';
import { notFound } from '../../../platform/http/problem.js';
import type { ExcursionLotResponse, ExcursionResponse } from './excursions.dto.js';

const SHOWN = 50;

interface ExcursionRow extends Omit<ExcursionResponse, 'from' | 'until' | 'recordedAt' | 'lots'> {
  readonly from: Instant;
  readonly until: Instant;
  readonly recordedAt: Instant;
  readonly lots: readonly ExcursionLotResponse[];
}

const EXCURSIONS = `
  select x.id, x.number, x.location_id as "locationId", o.name as "locationName", q.name as "quarantineName", x.from_at as "from",
    x.until_at as until, trim_scale(x.read_min)::text as "readMin", trim_scale(x.read_max)::text as "readMax", x.reason,
    w.printed_name as "recordedBy", x.recorded_at as "recordedAt",
    coalesce((
      select json_agg(json_build_object('lotId', l.id, 'locationId', h.location_id, 'locationName', z.name, 'productName', p.name,
        'lotNumber', l.lot_number, 'expiresOn', l.expires_on, 'controlled', p.schedule is not null,
        'packages', trim_scale(round(h.quantity / p.content, 6))::text, 'promises', h.promises, 'state', h.state,
        'decidedBy', d.printed_name, 'reason', h.reason) order by lower(p.name), l.expires_on, l.lot_number, z.name)
      from excursion_lot h
        join lot l on l.id = h.lot_id
        join product p on p.id = l.product_id
        join location z on z.id = h.location_id
        left join person d on d.id = h.decided_by
      where h.excursion_id = x.id), '[]') as lots
  from excursion x
    join location o on o.id = x.location_id
    join location q on q.id = x.quarantine_id
    join person w on w.id = x.recorded_by
  where $1::uuid is null or x.id = $1
  order by x.recorded_at desc, x.id desc limit ${SHOWN}`;

@Injectable()
export class ExcursionsQueries {
  async list(reader: Reader): Promise<ExcursionResponse[]> {
    return (await rows<ExcursionRow>(reader, EXCURSIONS, [null])).map(response);
  }

  async excursion(reader: Reader, id: string): Promise<ExcursionResponse> {
    const [found] = await rows<ExcursionRow>(reader, EXCURSIONS, [id]);
    if (!found) throw notFound('excursion', id);
    return response(found);
  }
}

const response = (row: ExcursionRow): ExcursionResponse => ({
  ...row,
  from: formatInstant(row.from),
  until: formatInstant(row.until),
  recordedAt: formatInstant(row.recordedAt),
  lots: row.lots.map((lot) => ({ ...lot, productName: tallMan(lot.productName) })),
});
