import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { formatInstant, type Instant } from '#domain/time';
import type { PersonId } from '../brand.js';
import { Clock } from '../clock.js';
import type { Reader, Tx } from '../database/database.js';
import { Problem } from '../http/problem.js';
import { Ids } from '../ids.js';
import type { Actor } from './actor.js';
import { Passwords } from './passwords.js';
import { Person } from './person.entity.js';
import { SignatureRow, type SignatureMeaning } from './signature.entity.js';
import { Throttle } from './throttle.js';

export interface Signature {
  readonly id: string;
  readonly personId: PersonId;
  /** As printed with the signature, for ever, whatever the person is called later. */
  readonly printedName: string;
  readonly meaning: SignatureMeaning;
  readonly signedAt: Instant;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly content: string;
  readonly hash: string;
}

export interface SigningRequest {
  readonly password: string;
  readonly meaning: SignatureMeaning;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** The canonical text of the whole record that is signed. */
  readonly content: string;
}

/** Electronic signatures (21 CFR 11.50, 11.70, 11.200; P11-01 to P11-05). */
@Injectable()
export class Signatures {
  constructor(
    private readonly passwords: Passwords,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Signs `content` as the person who is signed in, who proves it by password at this moment. Call it last: it holds the
   * transaction for the 30 ms that checking a password takes.
   *
   * @throws Problem `signature.refused` for a wrong password, `session.too-many-attempts` after too many
   */
  async sign(tx: Tx, actor: Actor, request: SigningRequest): Promise<Signature> {
    const person = await tx.findOneByOrFail(Person, { id: actor.personId });
    await this.throttle.hold(tx, person.login, actor.address);
    const { password, ...what } = request;
    if (!person.active || !(await this.passwords.matches(person.passwordHash, password)))
      throw this.refusal(person.login, actor, what);
    const unsealed = {
      id: this.ids.next(),
      personId: actor.personId,
      printedName: person.printedName,
      signedAt: this.clock.now(),
      ...what,
    };
    const signature: Signature = { ...unsealed, hash: signatureHash(unsealed) };
    await tx.insert(SignatureRow, signature);
    return signature;
  }

  /** The signatures on a record, oldest first. */
  async of(reader: Reader, subjectKind: string, subjectId: string): Promise<Signature[]> {
    return reader.find(SignatureRow, { where: { subjectKind, subjectId }, order: { id: 'ASC' } });
  }

  /** Whether the signature is whole and is on exactly this content. */
  matches(signature: Signature, content: string): boolean {
    return signature.content === content && signatureHash(signature) === signature.hash;
  }

  private refusal(login: string, actor: Actor, what: Omit<SigningRequest, 'password'>): Problem {
    return new Problem('signature.refused', {
      detail: 'The password is not right. Nothing was signed and nothing was changed.',
      fields: [{ field: 'password', message: 'is not right', accepted: 'the password you signed in with' }],
      attempt: { login, address: actor.address, kind: 'signature' },
      audit: {
        action: 'signature.refused',
        subject: { kind: what.subjectKind, id: what.subjectId },
        data: { meaning: what.meaning },
      },
    });
  }
}

function signatureHash(s: Omit<Signature, 'hash'>): string {
  const bound = [
    s.id,
    s.personId,
    s.printedName,
    s.meaning,
    formatInstant(s.signedAt),
    s.subjectKind,
    s.subjectId,
    s.content,
  ];
  return createHash('sha256').update(JSON.stringify(bound)).digest('hex');
}
