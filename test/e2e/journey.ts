import { expect } from '@jest/globals';
import type { Test } from 'supertest';
import { elementString } from '#domain/barcode';
import { Ndc } from '#domain/ndc';
import { parseLocalDate } from '#domain/time';
import type { FindingDto } from '../../apps/api/src/platform/http/shapes.dto.js';
import type {
  ApprovalRequest,
  OrderRequest,
  OrderResponse,
  OrderReviewResponse,
  StabilityDecisionDto,
} from '../../apps/api/src/modules/orders/orders.dto.js';
import { checkLedger } from '../../apps/api/src/modules/stock/ledger-check.js';
import type { LotResponse } from '../../apps/api/src/modules/stock/stock.dto.js';
import type { PlanRequest, WorksheetRecord } from '../../apps/api/src/modules/worksheets/worksheets.dto.js';
import { Sealer } from '../../apps/api/src/platform/audit/seal.js';
import { verifyAudit } from '../../apps/api/src/platform/audit/verify-chain.js';
import { DEMO_PASSWORD } from '../../apps/api/src/platform/auth/demo.js';
import { Passwords } from '../../apps/api/src/platform/auth/passwords.js';
import type { PersonId } from '../../apps/api/src/platform/brand.js';
import { DEMO_PEOPLE, demoPersonId } from '../../apps/api/src/seed/demo-people.js';
import { loadDemo } from '../../apps/api/src/seed/demo.js';
import { startTestApp, type TestApp, type TestAppOptions } from '../setup/app.js';
import { signInAs, type SignedIn } from '../setup/people.js';
import { productId } from './prescriptions.js';

export * from './prescriptions.js';

const LOGINS = ['ana', 'sam', 'maya', 'daniel', 'jo', 'ruth'] as const;
type Login = (typeof LOGINS)[number];

/** The demo pharmacy with its shelves full, no order yet, and its people at their screens. */
export class Pharmacy {
  private people = new Map<Login, SignedIn>();

  private constructor(readonly app: TestApp) {}

  static async open(options: Omit<TestAppOptions, 'demo'> & { readonly orders?: boolean } = {}): Promise<Pharmacy> {
    const app = await startTestApp({ ...options, demo: true });
    const { orders = false } = options;
    await loadDemo(app.database, app.clock.now(), { orders, passwords: app.get(Passwords) });
    const pharmacy = new Pharmacy(app);
    await pharmacy.everybodySignsIn();
    return pharmacy;
  }

  /** Time passes; whose screen was locked meanwhile signs in again. */
  async timeIs(at: string): Promise<void> {
    this.app.clock.set(at);
    await this.everybodySignsIn();
  }

  private async everybodySignsIn(): Promise<void> {
    for (const login of LOGINS) this.people.set(login, await signInAsDemo(this.app, login));
  }

  private at(login: Login): SignedIn {
    const person = this.people.get(login);
    if (!person) throw new Error(`${login} has not signed in`);
    return person;
  }
  /** Technicians. */
  get ana(): SignedIn {
    return this.at('ana');
  }
  get sam(): SignedIn {
    return this.at('sam');
  }
  /** Pharmacists. */
  get maya(): SignedIn {
    return this.at('maya');
  }
  get daniel(): SignedIn {
    return this.at('daniel');
  }
  /** Nurse. */
  get jo(): SignedIn {
    return this.at('jo');
  }
  /** Buyer. */
  get ruth(): SignedIn {
    return this.at('ruth');
  }

  /** Lots of a product as they stand on the shelves now, the first to expire first. */
  async lots(ndc: string): Promise<LotResponse[]> {
    const { body } = await this.maya.get(`/api/stock/products/${productId(ndc)}/lots`).expect(200);
    return (body as LotResponse[]).toSorted((a, b) => a.expiresOn.localeCompare(b.expiresOn));
  }

  async lot(ndc: string, lotNumber: string): Promise<LotResponse> {
    const found = (await this.lots(ndc)).find((lot) => lot.lotNumber === lotNumber);
    if (!found) throw new Error(`no lot ${lotNumber} of ${ndc}`);
    return found;
  }

  /** What the two-dimensional code of such a package says: GTIN, expiry, lot, a group separator, serial. */
  async code(ndc: string, lotNumber: string, serial = 'SN9000'): Promise<string> {
    const { expiresOn } = await this.lot(ndc, lotNumber);
    return packageCode({ ndc, lotNumber, expiresOn }, serial);
  }

  /** Nothing is missing, altered or out of balance in what was written, as `verify:ledger` and `verify:audit` see it. */
  async expectSoundBooks(): Promise<void> {
    const { reader } = this.app.database;
    expect((await checkLedger(reader)).mismatches).toEqual([]);
    await this.app.get(Sealer).sealAll();
    const audit = await verifyAudit(reader);
    expect(audit).toMatchObject({ unsealed: 0, faults: [] });
    expect(audit.entries).toBeGreaterThan(0);
  }
}

function signInAsDemo(app: TestApp, login: Login): Promise<SignedIn> {
  const person = DEMO_PEOPLE.find((p) => p.login === login);
  if (!person) throw new Error(`nobody is called ${login}`);
  return signInAs(app, { id: demoPersonId(login) as PersonId, login, printedName: person.name }, DEMO_PASSWORD);
}

export interface Package {
  readonly ndc: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
}

/** The number under which the package is traded. */
function gtinOf(ndc: string): string {
  const gtin = Ndc.parse(ndc).gtin14();
  if (gtin === null) throw new Error(`${ndc} has no GTIN`);
  return gtin;
}

export const packageCode = ({ ndc, lotNumber, expiresOn }: Package, serial?: string): string =>
  elementString({
    gtin: gtinOf(ndc),
    lot: lotNumber,
    expiry: parseLocalDate(expiresOn),
    ...(serial !== undefined && { serial }),
  });

/** The twelve digits of a linear UPC: which product, and nothing about the lot. */
export const linearCode = (ndc: string): string => gtinOf(ndc).slice(2);

export interface ProblemBody {
  readonly code: string;
  readonly detail: string;
  readonly findings?: readonly FindingDto[];
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
}

/** Sends it, expects that very refusal, and answers with what it says. */
export async function refused(sent: Test, status: number, code: string): Promise<ProblemBody> {
  const answer = await sent;
  const body = answer.body as ProblemBody;
  expect({ status: answer.status, code: body.code, said: body.detail !== '' }).toEqual({ status, code, said: true });
  return body;
}

/** Sends it and answers with what came back. */
export async function sent<T>(request: Test, status = 200): Promise<T> {
  const answer = await request;
  const { code, detail, findings } = answer.body as Partial<ProblemBody>;
  if (answer.status !== status)
    throw new Error(`${answer.status}, not ${status}: ${code} ${detail} ${JSON.stringify(findings ?? [])}`);
  return answer.body as T;
}

const findingKey = (f: FindingDto): string => (f.field ? `${f.code}@${f.field}` : f.code);

/** The answers of a pharmacist who has read every finding. */
export const answered = (
  review: OrderReviewResponse,
  password: string,
  stabilityDecision?: StabilityDecisionDto,
): ApprovalRequest => ({
  version: review.order.version,
  formulationVersionId: review.chosenFormulationVersionId ?? '',
  acknowledged: review.findings.filter((f) => f.severity === 'soft').map(findingKey),
  overrides: review.findings
    .filter((f) => f.severity === 'hard' && !(stabilityDecision && f.code.includes('stability')))
    .map((f) => ({ code: findingKey(f), reason: 'Judged acceptable for this patient' })),
  ...(stabilityDecision && { stabilityDecision }),
  password,
});

export async function approve(
  pharmacist: SignedIn,
  orderId: string,
  stabilityDecision?: StabilityDecisionDto,
): Promise<OrderResponse> {
  await sent(pharmacist.post(`/api/orders/${orderId}/review`));
  const review = stabilityDecision
    ? await sent<OrderReviewResponse>(pharmacist.post(`/api/orders/${orderId}/review/preview`, { stabilityDecision }))
    : await sent<OrderReviewResponse>(pharmacist.get(`/api/orders/${orderId}/review`));
  return sent(
    pharmacist.post(`/api/orders/${orderId}/approval`, answered(review, pharmacist.password, stabilityDecision)),
  );
}

/** Keyed, approved and planned: a worksheet whose lots are set aside. */
export async function planned(
  pharmacy: Pharmacy,
  prescription: OrderRequest,
  decision: StabilityDecisionDto,
  more: Partial<PlanRequest> = {},
): Promise<WorksheetRecord> {
  const { id } = await sent<OrderResponse>(pharmacy.jo.post('/api/orders', prescription), 201);
  await approve(pharmacy.maya, id, decision);
  return sent<WorksheetRecord>(pharmacy.ana.post('/api/worksheets', { orderId: id, ...more }), 201);
}
