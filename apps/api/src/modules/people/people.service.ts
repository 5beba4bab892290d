import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/audit.js';
import { passwordFault, Passwords } from '../../platform/auth/passwords.js';
import type { Role } from '../../platform/auth/permissions.js';
import { Person } from '../../platform/auth/person.entity.js';
import { Sessions } from '../../platform/auth/sessions.js';
import { weakPassword } from '../../platform/auth/sign-in.service.js';
import type { PersonId } from '../../platform/brand.js';
import { Clock } from '../../platform/clock.js';
import type { Reader, Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import {
  ChangePersonRequest,
  CreatePersonRequest,
  PersonResponse,
  ResetPasswordRequest,
  SetRolesRequest,
} from './people.dto.js';

/** Who may sign in, and as what. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly commands: Commands,
    private readonly audit: Audit,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Refuses a sign-in name that anyone has or ever had (P11-03). */
  async create(command: Command, input: CreatePersonRequest): Promise<PersonResponse> {
    const passwordHash = await this.hash(input.temporaryPassword, input.login);
    return this.commands.run(command, async (tx, actor) => {
      const id = this.ids.next<PersonId>();
      await tx.insert(Person, {
        id,
        login: input.login,
        printedName: input.name.trim(),
        initials: input.initials,
        roles: input.roles,
        passwordHash,
        passwordMustChange: true,
        active: true,
        demo: false,
        createdAt: this.clock.now(),
      });
      const after = await personOrThrow(tx, id);
      await this.audit.record(tx, actor, 'person.created', { kind: 'person', id }, { after });
      return after;
    });
  }

  change(command: Command, id: PersonId, input: ChangePersonRequest): Promise<PersonResponse> {
    return this.altered(command, id, 'person.changed', async (tx, before) => {
      await tx.update(
        Person,
        { id },
        {
          printedName: input.name?.trim() ?? before.name,
          initials: input.initials ?? before.initials,
        },
      );
    });
  }

  /** Refuses one's own roles, and to leave the pharmacy without an administrator. Ends the person's sessions. */
  setRoles(command: Command, id: PersonId, input: SetRolesRequest): Promise<PersonResponse> {
    refuseOwnAccess(command, id);
    return this.altered(command, id, 'person.roles-set', async (tx, before) => {
      await tx.update(Person, { id }, { roles: input.roles });
      if (isAdministrator(before.roles)) await refuseWithoutAdministrator(tx);
      await this.sessions.endAllOf(tx, id);
    });
  }

  /** The person stays on every record, and no longer signs in. */
  deactivate(command: Command, id: PersonId): Promise<PersonResponse> {
    refuseOwnAccess(command, id);
    return this.altered(command, id, 'person.deactivated', async (tx, before) => {
      await tx.update(Person, { id }, { active: false });
      if (isAdministrator(before.roles)) await refuseWithoutAdministrator(tx);
      await this.sessions.endAllOf(tx, id);
    });
  }

  reactivate(command: Command, id: PersonId): Promise<PersonResponse> {
    refuseOwnAccess(command, id);
    return this.altered(command, id, 'person.reactivated', async (tx) => {
      await tx.update(Person, { id }, { active: true });
    });
  }

  /** A temporary password: good for one sign-in, at which the person chooses their own, and for no signature. */
  async resetPassword(command: Command, id: PersonId, input: ResetPasswordRequest): Promise<PersonResponse> {
    refuseOwnAccess(command, id);
    return this.altered(command, id, 'person.password-reset', async (tx, before) => {
      const passwordHash = await this.hash(input.temporaryPassword, before.login);
      await tx.update(Person, { id }, { passwordHash, passwordMustChange: true });
      await this.sessions.endAllOf(tx, id);
    });
  }

  private altered(
    command: Command,
    id: PersonId,
    action: string,
    alter: (tx: Tx, before: PersonResponse) => Promise<void>,
  ): Promise<PersonResponse> {
    return this.commands.run(command, async (tx, actor) => {
      await tx.query('update person set version = version + 1 where id = $1', [id]);
      const before = await personOrThrow(tx, id);
      await alter(tx, before);
      const after = await personOrThrow(tx, id);
      await this.audit.record(tx, actor, action, { kind: 'person', id }, { before, after });
      return after;
    });
  }

  private hash(password: string, login: string): Promise<string> {
    const fault = passwordFault(password, login);
    if (fault !== undefined) throw weakPassword('temporaryPassword', fault);
    return this.passwords.hash(password);
  }
}

export async function personOrThrow(reader: Reader, id: PersonId): Promise<PersonResponse> {
  const person = await reader.findOneBy(Person, { id });
  if (!person) throw new Problem('person.not-found', { detail: 'There is no such person.' });
  return personResponse(person);
}

export const personResponse = (p: Person): PersonResponse => ({
  id: p.id,
  login: p.login,
  name: p.printedName,
  initials: p.initials,
  roles: [...p.roles],
  active: p.active,
  demo: p.demo,
  passwordMustChange: p.passwordMustChange,
  version: p.version,
});

const isAdministrator = (roles: readonly string[]): boolean => roles.includes('administrator' satisfies Role);

/** Giving oneself a role, or letting oneself in, takes a second person (domain-rules 8.2, P11-05). */
function refuseOwnAccess(command: Command, id: PersonId): void {
  if (command.actor.personId !== id) return;
  throw new Problem('person.own-access', {
    detail: 'Another administrator has to change your own access.',
    audit: { action: 'person.own-access', subject: { kind: 'person', id } },
  });
}

async function refuseWithoutAdministrator(tx: Tx): Promise<void> {
  // Two who remove each other at once: the lock on all of them makes the second see what the first did.
  const left = await rows(
    tx,
    `select id from person where active and 'administrator' = any(roles) order by id for update`,
  );
  if (left.length === 0)
    throw new Problem('person.last-administrator', {
      detail: 'This is the last administrator. Make another one first.',
    });
}
