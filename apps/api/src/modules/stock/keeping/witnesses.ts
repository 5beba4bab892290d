import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/auth/actor.js';
import { Person } from '../../../platform/auth/person.entity.js';
import { permissionsOf } from '../../../platform/auth/permissions.js';
import { Signatures } from '../../../platform/auth/signatures.js';
import type { PersonId } from '../../../platform/brand.js';
import type { Tx } from '../../../platform/database/database.js';
import { Problem } from '../../../platform/http/problem.js';
import type { WitnessRequest } from './keeping.dto.js';

/** What is witnessed. */
export interface Witnessed {
  readonly subjectKind: string;
  readonly subjectId: string;
  /** The canonical text of what both saw. */
  readonly content: string;
}

/** A second person at the same moment, who proves by password that they are there (CS-08). */
@Injectable()
export class Witnesses {
  constructor(private readonly signatures: Signatures) {}

  /**
   * Signs as the witness. Call it last: it holds the transaction for as long as checking a password takes.
   * @throws Problem `stock.own-witness`, `stock.witness-needed` for somebody who may not waste stock, `signature.refused`
   */
  async sign(tx: Tx, actor: Actor, witness: WitnessRequest, what: Witnessed): Promise<PersonId> {
    const login = witness.login.trim().toLowerCase();
    const person = await tx.findOneBy(Person, { login });
    if (!person) throw refused(login, actor, what);
    if (person.id === actor.personId)
      throw new Problem('stock.own-witness', {
        detail: 'The witness is another person than the one who does it.',
        audit: { action: 'stock.own-witness-refused', subject: { kind: what.subjectKind, id: what.subjectId } },
      });
    const as: Actor = { ...actor, personId: person.id, name: person.printedName };
    const { password } = witness;
    await this.signatures.sign(tx, as, { password, meaning: 'witnessed', ...what });
    if (!permissionsOf(person.roles).has('stock.waste'))
      throw new Problem('stock.witness-needed', { detail: `${person.printedName} may not witness this.` });
    return person.id;
  }

  /** The witness of what is done to a controlled substance; null where the product is none and nobody came. */
  async forControlled(
    tx: Tx,
    actor: Actor,
    it: { readonly controlled: boolean; readonly witness: WitnessRequest | undefined } & Witnessed,
  ): Promise<PersonId | null> {
    const { controlled, witness, ...what } = it;
    if (witness) return this.sign(tx, actor, witness, what);
    if (!controlled) return null;
    throw new Problem('stock.witness-needed', {
      detail: 'This is a controlled substance: a second person must witness it.',
      fields: [{ field: 'witness', message: 'is needed', accepted: 'name and password of another person' }],
    });
  }
}

/** As for a wrong password: which names exist is nobody's business. */
function refused(login: string, actor: Actor, what: Witnessed): Problem {
  return new Problem('signature.refused', {
    detail: 'The name or the password of the witness is not right. Nothing was changed.',
    fields: [{ field: 'witness.password', message: 'is not right' }],
    attempt: { login, address: actor.address, kind: 'signature' },
    audit: { action: 'signature.refused', subject: { kind: what.subjectKind, id: what.subjectId } },
  });
}
