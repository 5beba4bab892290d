import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IsString } from 'class-validator';
import { startTestApp, type TestApp } from '../../../../../test/setup/app.js';
import type { SignedIn } from '../../../../../test/setup/people.js';
import { rows } from '../database/sql.js';
import { Commands, CurrentCommand, type Command } from '../http/commands.js';
import { Requires } from './decorators.js';
import { FREE_FAILURES } from './throttle.js';
import { Signatures, type Signature } from './signatures.js';

class SignRequest {
  @IsString() password: string;
  @IsString() content: string;
}

/** The smallest record that is signed: what a module does, without a module. */
@Controller('records')
class RecordsController {
  constructor(
    private readonly commands: Commands,
    private readonly signatures: Signatures,
  ) {}

  @Post(':id/approval')
  @HttpCode(200)
  @Requires('order.review')
  approve(
    @CurrentCommand() command: Command,
    @Param('id') subjectId: string,
    @Body() body: SignRequest,
  ): Promise<Signature> {
    return this.commands.run(command, async (tx, actor) => {
      await tx.query('insert into approved_record (id) values ($1)', [subjectId]);
      return this.signatures.sign(tx, actor, { meaning: 'approved', subjectKind: 'record', subjectId, ...body });
    });
  }
}

let app: TestApp;
let pharmacist: SignedIn;

const approve = (who: SignedIn, id: string, password = who.password, key?: string) =>
  who.post(
    `/api/records/${id}/approval`,
    { password, content: 'vancomycin 1,250 mg' },
    key === undefined ? {} : { key },
  );
const approved = async (id: string): Promise<number> =>
  (await rows(app.database.reader, 'select 1 from approved_record where id = $1', [id])).length;

describe('signatures', () => {
  beforeAll(async () => {
    app = await startTestApp({ controllers: [RecordsController] });
    await app.database.dataSource.query('create table approved_record (id uuid)');
    pharmacist = await app.signedIn('pharmacist');
  });
  afterAll(() => app.close());

  describe('a signature', () => {
    it('keeps signer, printed name, meaning, moment and the exact content', async () => {
      const id = randomUUID();
      await approve(pharmacist, id).expect(200);
      const [signature] = await app.get(Signatures).of(app.database.reader, 'record', id);
      expect(signature).toMatchObject({
        personId: pharmacist.personId,
        printedName: pharmacist.name,
        meaning: 'approved',
        signedAt: app.clock.now(),
        content: 'vancomycin 1,250 mg',
      });
    });

    it('matches what was signed and nothing else, and no other signer, moment, meaning or record', async () => {
      const id = randomUUID();
      await approve(pharmacist, id).expect(200);
      const [signature] = await app.get(Signatures).of(app.database.reader, 'record', id);
      if (!signature) throw new Error('not signed');
      const matches = (s: Signature, content: string): boolean => app.get(Signatures).matches(s, content);
      expect(matches(signature, 'vancomycin 1,250 mg')).toBe(true);
      expect(matches(signature, 'vancomycin 1,251 mg')).toBe(false);
      const forgeries: Partial<Signature>[] = [
        { printedName: 'Somebody Else' },
        { meaning: 'verified' },
        { subjectId: randomUUID() },
        { signedAt: (signature.signedAt + 1) as Signature['signedAt'] },
      ];
      for (const forged of forgeries) expect(matches({ ...signature, ...forged }, 'vancomycin 1,250 mg')).toBe(false);
    });

    it('cannot be changed or removed', async () => {
      await approve(pharmacist, randomUUID()).expect(200);
      for (const sql of [`update signature set meaning = 'verified'`, 'delete from signature'])
        await expect(app.database.dataSource.query(sql)).rejects.toThrow(/append-only/);
    });

    it('with a wrong password is refused, changes nothing, and is in the audit trail', async () => {
      const id = randomUUID();
      const answer = await approve(pharmacist, id, 'wrong').expect(403);
      expect(answer.body).toMatchObject({ code: 'signature.refused', fields: [{ field: 'password' }] });
      expect(await approved(id)).toBe(0);
      const entries = await rows<{ actor_id: string; data: unknown }>(
        app.database.reader,
        `select actor_id, data from audit_entry where action = 'signature.refused' and subject_id = $1`,
        [id],
      );
      expect(entries).toEqual([
        { actor_id: pharmacist.personId, data: { refused: 'signature.refused', meaning: 'approved' } },
      ]);
    });

    it('waits after five wrong passwords, also for the right one', async () => {
      const guessed = await app.signedIn('pharmacist');
      for (let n = 1; n <= FREE_FAILURES; n += 1) await approve(guessed, randomUUID(), 'wrong').expect(403);
      await approve(guessed, randomUUID()).expect(429);
      app.clock.advance({ seconds: 5 });
      await approve(guessed, randomUUID()).expect(200);
    });

    it('is given once when the reply is lost and the request is sent again', async () => {
      const [id, key] = [randomUUID(), randomUUID()];
      const first = await approve(pharmacist, id, undefined, key).expect(200);
      const again = await approve(pharmacist, id, undefined, key).expect(200);
      expect(again.body).toEqual(first.body);
      expect(await app.get(Signatures).of(app.database.reader, 'record', id)).toHaveLength(1);
    });
  });
});
