import { Injectable } from '@nestjs/common';
import { formatInstant } from '#domain/time';
import { Audit } from '../../platform/audit/audit.js';
import type { Actor } from '../../platform/auth/actor.js';
import { Database } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import type { Photo } from '../../platform/http/photo.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { BenchTools } from './bench-tools.js';
import { moveOn } from './transitions.js';
import { lockWorksheet } from './worksheet-rows.js';
import type { WorksheetPhotoDto } from './worksheets.dto.js';

/** More than anybody looks at; a stuck shutter key does not fill the disk. */
export const PHOTOS_LIMIT = 40;

/** Pictures of what was made and from what. Never changed or deleted: the signature covers each. */
@Injectable()
export class PhotosService {
  constructor(
    private readonly db: Database,
    private readonly commands: Commands,
    private readonly audit: Audit,
    private readonly tools: BenchTools,
  ) {}

  /** By the maker, while it is made: afterwards the record is complete. */
  add(command: Command, id: string, stepId: string | undefined, photo: Photo): Promise<WorksheetPhotoDto> {
    return this.commands.run(command, async (tx, actor) => {
      const worksheet = await lockWorksheet(tx, id);
      moveOn(worksheet, 'complete');
      if (worksheet.claimed_by !== actor.personId)
        throw new Problem('worksheet.claimed-by-other', {
          detail: `${worksheet.number} is claimed by another person.`,
        });
      const [counts] = await rows<{ photos: string; steps: string }>(
        tx,
        `select (select count(*) from photo where worksheet_id = $1) as photos,
           (select count(*) from worksheet_step where worksheet_id = $1 and id = $2) as steps`,
        [id, stepId ?? null],
      );
      if (stepId !== undefined && counts?.steps === '0') throw notFound('step of this worksheet', stepId);
      if (Number(counts?.photos) >= PHOTOS_LIMIT)
        throw new Problem('worksheet.too-many-photos', { detail: `A worksheet has at most ${PHOTOS_LIMIT} photos.` });
      const photoId = this.tools.ids.next();
      const takenAt = formatInstant(this.tools.clock.now());
      await tx.query(
        `with photo as (
           insert into photo (id, worksheet_id, step_id, media_type, bytes, sha256, taken_by, taken_at) values ($2,$1,$3,$4,$5,$6,$7,$8) returning id)
         update worksheet set revision = revision + 1 where id = $1`,
        [id, photoId, stepId ?? null, photo.mediaType, photo.bytes, photo.sha256, actor.personId, takenAt],
      );
      await this.tools.tell(tx, actor, id, {
        kind: 'photographed',
        text: 'Photo taken',
        data: { photoId, stepId: stepId ?? null, sha256: photo.sha256 },
      });
      return { id: photoId, stepId: stepId ?? null, takenAt, takenBy: actor.name, url: photoUrl(id, photoId) };
    });
  }

  /** Whoever looks at a photo may see a label with a patient on it. */
  async show(actor: Actor, id: string, photoId: string): Promise<{ bytes: Buffer; mediaType: string }> {
    const [found] = await rows<{ bytes: Buffer; media_type: string; patient_id: string | null }>(
      this.db.reader,
      `select h.bytes, h.media_type, o.patient_id from photo h join worksheet w on w.id = h.worksheet_id
         left join infusion_order o on o.id = w.order_id where h.id = $2 and h.worksheet_id = $1`,
      [id, photoId],
    );
    if (!found) throw notFound('photo', photoId);
    if (found.patient_id !== null)
      await this.audit.read(actor, [{ kind: 'patient', id: found.patient_id }], 'photo of a worksheet');
    return { bytes: found.bytes, mediaType: found.media_type };
  }
}

const photoUrl = (worksheetId: string, photoId: string): string => `/api/worksheets/${worksheetId}/photos/${photoId}`;
