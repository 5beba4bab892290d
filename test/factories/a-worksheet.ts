import { elementString } from '#domain/barcode';
import { parseLocalDate } from '#domain/time';
import { rows } from '../../apps/api/src/platform/database/sql.js';
import { loadDemo } from '../../apps/api/src/seed/demo.js';
import { demoHoodId } from '../../apps/api/src/seed/demo.js';
import type {
  ScanResponse,
  WorksheetRecord,
  WorksheetStepDto,
} from '../../apps/api/src/modules/worksheets/worksheets.dto.js';
import type { TestApp } from '../setup/app.js';
import type { SignedIn } from '../setup/people.js';
import { anApprovedOrder, type OrderChange, type Story } from './an-approved-order.js';

export const STATION = 'tablet-at-hood-1';
export const HOOD: Readonly<Record<Story, string>> = {
  ceftriaxone: demoHoodId('Hood 1'),
  vancomycin: demoHoodId('Hood 1'),
  fluorouracil: demoHoodId('Cabinet 1'),
};

/** The smallest JPEG that begins and ends like one. */
export const A_PHOTO = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');

/** The demo pharmacy without its orders and without hashing a password for everybody. */
export const aDemoPharmacy = (app: TestApp): Promise<void> =>
  loadDemo(app.database, app.clock.now(), { orders: false, passwords: { hash: () => Promise.resolve('none') } });

/** Planned and allocated: by HTTP, for planning is what puts the rows together. */
export async function aWorksheet(
  app: TestApp,
  maker: SignedIn,
  story: Story = 'ceftriaxone',
  change: OrderChange = {},
): Promise<WorksheetRecord> {
  const order = await anApprovedOrder(app, story, { containers: 1, ...change });
  return (await maker.post('/api/worksheets', { orderId: order.id }).expect(201)).body as WorksheetRecord;
}

export async function aClaimedWorksheet(
  app: TestApp,
  maker: SignedIn,
  story: Story = 'ceftriaxone',
  change: OrderChange = {},
): Promise<WorksheetRecord> {
  const { id } = await aWorksheet(app, maker, story, change);
  const body = { hoodId: HOOD[story], station: STATION };
  return (await maker.post(`/api/worksheets/${id}/claim`, body).expect(200)).body as WorksheetRecord;
}

/** What a scanner sends for a package of a lot: a GS1 DataMatrix. */
export async function codeOfLot(app: TestApp, lotId: string, serial?: string): Promise<string> {
  const [lot] = await rows<{ gtin: string; lot_number: string; expires_on: string }>(
    app.database.reader,
    'select p.gtin, l.lot_number, l.expires_on::text from lot l join product p on p.id = l.product_id where l.id = $1',
    [lotId],
  );
  if (!lot) throw new TypeError(`no lot ${lotId}`);
  return elementString({
    gtin: lot.gtin,
    lot: lot.lot_number,
    expiry: parseLocalDate(lot.expires_on),
    ...(serial !== undefined && { serial }),
  });
}

/** The code that proves the ingredient of a step: the tag of the opened container, or an allocated package. */
export async function codeFor(app: TestApp, record: WorksheetRecord, step: WorksheetStepDto): Promise<string> {
  if (step.kind === 'reconstitute' || step.kind === 'draw' || step.kind === 'fill-diluent') {
    const opened = record.steps.find(
      (s) => s.kind === 'open' && s.lineId === step.lineId && s.packageIndex === step.packageIndex,
    );
    if (!opened?.openContainerNumber) throw new TypeError(`step ${step.position} draws from nothing`);
    return opened.openContainerNumber;
  }
  const line = record.lines.find((l) => l.id === step.lineId);
  const allocation = line?.allocations.find((a) => a.state === 'active');
  if (!allocation) throw new TypeError(`nothing is allocated for step ${step.position}`);
  return line?.inHouse ? codeOfMade(app, allocation.lotId) : codeOfLot(app, allocation.lotId);
}

/** The number on the label of a container of a lot that was made here, of which nothing was taken yet. */
export async function codeOfMade(app: TestApp, lotId: string): Promise<string> {
  const [made] = await rows<{ number: string }>(
    app.database.reader,
    `select x.number from lot l join csp x on x.worksheet_id = l.made_in_worksheet_id
     where l.id = $1 and x.state = 'stocked'
       and not exists (select 1 from worksheet_step s where s.lot_id = l.id and s.scanned->>'serial' = x.number)
     order by x.position limit 1`,
    [lotId],
  );
  if (!made) throw new TypeError(`no container of lot ${lotId} is left`);
  return made.number;
}

export const currentStep = (record: WorksheetRecord): WorksheetStepDto => {
  const step = record.steps.find((s) => s.current);
  if (!step) throw new TypeError(`${record.number} has no step left`);
  return step;
};

/** Does the current step as it is planned. */
export async function doStep(app: TestApp, maker: SignedIn, record: WorksheetRecord): Promise<WorksheetRecord> {
  const step = currentStep(record);
  const path = `/api/worksheets/${record.id}/steps/${step.id}`;
  let after = record;
  if (step.needsScan && step.state === 'pending') {
    const code = await codeFor(app, record, step);
    const scan = await maker.post(`${path}/scan`, { station: STATION, code });
    const answer = scan.body as ScanResponse;
    if (scan.status !== 200 || !answer.accepted)
      throw new Error(`step ${step.position}, ${step.kind}: ${JSON.stringify(scan.body)}`);
    after = answer.record;
  }
  if (after.steps.find((s) => s.id === step.id)?.state === 'done') return after;
  if (step.kind === 'photo')
    await maker.photo(`/api/worksheets/${record.id}/photos?stepId=${step.id}`, A_PHOTO).expect(201);
  const done = await maker.post(`${path}/completion`, {
    station: STATION,
    ...(step.plannedVolumeMl !== null && { volumeMl: step.plannedVolumeMl }),
    ...(step.kind === 'inspect' && { passed: record.containers }),
  });
  if (done.status !== 200) throw new Error(`step ${step.position}, ${step.kind}: ${JSON.stringify(done.body)}`);
  return done.body as WorksheetRecord;
}

/** Does steps until one satisfies `until`, which is left to do; all of them when none does. */
export async function doStepsUntil(
  app: TestApp,
  maker: SignedIn,
  record: WorksheetRecord,
  until: (step: WorksheetStepDto) => boolean = () => false,
): Promise<WorksheetRecord> {
  let now = record;
  for (let step = now.steps.find((s) => s.current); step && !until(step); step = now.steps.find((s) => s.current))
    now = await doStep(app, maker, now);
  return now;
}

/** Made by `maker`, complete, with its beyond-use date: ready for another person to verify. */
export async function aCompoundedWorksheet(
  app: TestApp,
  maker: SignedIn,
  story: Story = 'ceftriaxone',
  change: OrderChange = {},
): Promise<WorksheetRecord> {
  return compounded(app, maker, await aClaimedWorksheet(app, maker, story, change));
}

/** Every step that is left, and the maker's word that it is done. */
export async function compounded(app: TestApp, maker: SignedIn, claimed: WorksheetRecord): Promise<WorksheetRecord> {
  const made = await doStepsUntil(app, maker, claimed);
  const answer = await maker.post(`/api/worksheets/${made.id}/completion`, { station: STATION }).expect(200);
  return answer.body as WorksheetRecord;
}
