import { addCalendarDays, dateIn, zoneId, type ZoneId } from '#domain/time';
import {
  Qualification,
  QUALIFICATION_KINDS,
  type QualificationKind,
} from '../../apps/api/src/modules/people/qualification.entity.js';
import type { Role } from '../../apps/api/src/platform/auth/permissions.js';
import type { PersonId, SiteId } from '../../apps/api/src/platform/brand.js';
import { Ids } from '../../apps/api/src/platform/ids.js';
import { SiteRow } from '../../apps/api/src/platform/site/site.entity.js';
import { Sites } from '../../apps/api/src/platform/site/site.js';
import type { TestApp } from './app.js';
import type { SignedIn } from './people.js';

/** Who is wanted, under the names a test will use. */
export interface Wanted {
  readonly technician?: true;
  readonly secondTechnician?: true;
  readonly pharmacist?: true;
  readonly secondPharmacist?: true;
  readonly buyer?: true;
  readonly nurse?: true;
  readonly designatedPerson?: true;
  readonly administrator?: true;
}

const ROLE_OF: Readonly<Record<keyof Wanted, Role>> = {
  technician: 'technician',
  secondTechnician: 'technician',
  pharmacist: 'pharmacist',
  secondPharmacist: 'pharmacist',
  buyer: 'buyer',
  nurse: 'nurse',
  designatedPerson: 'designated-person',
  administrator: 'administrator',
};

/** Exactly the people asked for, by type. */
export type Pharmacy<W extends Wanted> = { readonly [Who in keyof W & keyof Wanted]: SignedIn };

export const TEST_ZONE = zoneId('America/Chicago');

/** A pharmacy with a site and these people signed in; technicians and pharmacists are qualified for all there is. */
export async function aPharmacyWith<const W extends Wanted>(app: TestApp, wanted: W): Promise<Pharmacy<W>> {
  await aSite(app);
  const names = Object.keys(wanted) as (keyof Wanted)[];
  const people = new Map<string, SignedIn>();
  for (const name of names) {
    const person = await app.signedIn(ROLE_OF[name]);
    people.set(name, person);
    if (['technician', 'pharmacist'].includes(ROLE_OF[name])) await aQualification(app, person.personId);
  }
  return Object.fromEntries(people) as Pharmacy<W>;
}

/** The site, once. */
export async function aSite(app: TestApp, zone: ZoneId = TEST_ZONE): Promise<void> {
  if (await app.get(Sites).find(app.database.reader)) return;
  await app.database.transaction((tx) =>
    tx.insert(SiteRow, {
      id: app.get(Ids).next<SiteId>(),
      name: 'Test Pharmacy',
      addressLines: ['1 Test Street', 'Testville, IL 60000'],
      phone: '555-0100',
      zoneId: zone,
      settings: {},
      only: true,
    }),
  );
}

export interface QualificationOptions {
  readonly kinds?: readonly QualificationKind[];
  /** Days from today, in the site's zone, for which it still counts. */
  readonly forDays?: number;
}

/** Earned a month ago. All kinds, for half a year, unless said otherwise. */
export async function aQualification(
  app: TestApp,
  personId: PersonId,
  options: QualificationOptions = {},
): Promise<void> {
  const today = dateIn(app.clock.now(), TEST_ZONE);
  const made = (options.kinds ?? QUALIFICATION_KINDS).map((kind) => ({
    id: app.get(Ids).next(),
    personId,
    kind,
    earnedOn: addCalendarDays(today, -30),
    validUntil: addCalendarDays(today, options.forDays ?? 180),
    note: null,
    recordedBy: personId,
    recordedAt: app.clock.now(),
    revokedBy: null,
    revokedAt: null,
    revokedReason: null,
  }));
  await app.database.transaction((tx) => tx.insert(Qualification, made));
}
