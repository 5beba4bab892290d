import { Hood } from '../../modules/facility/hood.entity.js';
import { Location } from '../../modules/facility/location.entity.js';
import { Room } from '../../modules/facility/room.entity.js';
import { Drug } from '../../modules/formulary/drug.entity.js';
import { Product } from '../../modules/formulary/product.entity.js';
import { Qualification } from '../../modules/people/qualification.entity.js';
import { AuditBlock, AuditEntry } from '../audit/audit.entity.js';
import { Person } from '../auth/person.entity.js';
import { Session } from '../auth/session.entity.js';
import { SignatureRow } from '../auth/signature.entity.js';
import { SignInAttempt } from '../auth/sign-in-attempt.entity.js';
import { IdempotencyKey } from '../http/idempotency-key.entity.js';
import { OutboxMessage, Schedule } from '../outbox/outbox-message.entity.js';
import { SiteRow } from '../site/site.entity.js';

/** Every table that code writes through. Rows only; `schema-drift.medium-spec.ts` holds them to the migrations. */
export const entities = [
  // platform
  SiteRow,
  Person,
  Session,
  SignInAttempt,
  SignatureRow,
  IdempotencyKey,
  AuditEntry,
  AuditBlock,
  OutboxMessage,
  Schedule,
  // people
  Qualification,
  // facility, formulary
  Room,
  Hood,
  Location,
  Drug,
  Product,
];
