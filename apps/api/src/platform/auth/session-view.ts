import { Injectable } from '@nestjs/common';
import { formatInstant } from '#domain/time';
import { Env } from '../config/env.js';
import { Database } from '../database/database.js';
import { Sites } from '../site/site.js';
import { DEMO_PASSWORD } from './demo.js';
import { PERMISSIONS, permissionsOf } from './permissions.js';
import { Person } from './person.entity.js';
import { DemoPeopleResponse, SessionResponse } from './session.dto.js';
import { csrfTokenOf, type LiveSession } from './sessions.js';

/** What screens show of sessions, and what the sign-in page offers. */
@Injectable()
export class SessionView {
  constructor(
    private readonly db: Database,
    private readonly sites: Sites,
    private readonly env: Env,
  ) {}

  async of(session: LiveSession, token: string): Promise<SessionResponse> {
    const permissions = permissionsOf(session.roles);
    const site = await this.sites.find(this.db.reader);
    return {
      person: { id: session.personId, login: session.login, name: session.printedName, initials: session.initials },
      roles: [...session.roles],
      permissions: PERMISSIONS.filter((permission) => permissions.has(permission)),
      csrfToken: csrfTokenOf(token),
      locked: session.locked,
      passwordMustChange: session.passwordMustChange,
      endsAt: formatInstant(session.endsAt),
      idleMinutes: this.env.sessionIdleMinutes,
      demo: this.env.demo,
      site: site ? { name: site.name, zone: site.zone } : null,
    };
  }

  async demoPeople(): Promise<DemoPeopleResponse> {
    if (!this.env.demo) return { demo: false, password: null, people: [] };
    const people = await this.db.reader.find(Person, { where: { demo: true, active: true }, order: { id: 'ASC' } });
    return {
      demo: true,
      password: DEMO_PASSWORD,
      people: people.map(({ id, printedName, login, roles }) => ({ id, name: printedName, login, roles })),
    };
  }
}
