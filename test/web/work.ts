import { expect } from '@jest/globals';
import path from 'node:path';
import type {
  ScanResponse,
  WorksheetRecord,
  WorksheetStepDto,
} from '../../apps/api/src/modules/worksheets/worksheets.dto.js';
import { Bench, recordOf } from '../e2e/bench.js';
import { sent } from '../e2e/journey.js';
import type { Screen } from './web.js';

/** The picture that is handed over where a camera would take one. */
const PHOTO = path.resolve('test/e2e/fixtures/finished-bag.jpg');

export interface Keyed {
  readonly patient: string;
  readonly drug: string;
  /** As keyed: `1250`, `2 g`. Left out where it is worked out of the dose per m². */
  readonly dose?: string;
  readonly perSquareMeter?: string;
  readonly base?: { readonly name: string; readonly volume: string };
  readonly every?: string;
  readonly over: string;
  readonly continuous?: boolean;
  readonly days?: string;
  /** Where they do not follow from the days. */
  readonly containers?: string;
  readonly storage: 'Refrigerator' | 'Room';
  readonly device: string;
  readonly prescriber: string;
}

/** Finds by the first letters, with the arrow keys where several are found. */
async function choose(screen: Screen, label: string | RegExp, letters: string, wanted: string): Promise<void> {
  await screen.tabTo(label);
  await screen.type(letters);
  const option = screen.page.getByRole('option', { name: wanted }).first();
  await option.waitFor();
  for (let moves = 0; (await option.getAttribute('aria-selected')) !== 'true' && moves < 20; moves += 1)
    await screen.press('ArrowDown');
  await screen.press('Enter');
  await option.waitFor({ state: 'detached' });
}

const radio = (screen: Screen, name: string): ReturnType<Screen['field']> =>
  screen.page.getByRole('radio', { name: new RegExp(`^${name}`) });

/** Moves within a group of radio buttons to this one, by the arrow keys. */
async function pick(screen: Screen, group: string, name: string): Promise<void> {
  const inGroup = screen.page.getByRole('group', { name: group }).getByRole('radio');
  await screen.tabTo(inGroup);
  for (let moves = 0; !(await radio(screen, name).isChecked()) && moves < 5; moves += 1)
    await screen.press('ArrowRight');
}

/** Keys a prescription from the first field to the last without a mouse, and saves it. @returns its number */
export async function keyOrder(screen: Screen, order: Keyed, shot: string): Promise<string> {
  await screen.open('/orders/new');
  await choose(screen, 'Name, number or MRN', order.patient.slice(0, 4), order.patient);
  await choose(screen, 'Drug', order.drug.slice(0, 4), order.drug);
  if (order.perSquareMeter !== undefined) {
    await screen.tabTo('Prescribed as');
    await screen.press('ArrowDown');
    await screen.tabTo('Dose per m²');
    await screen.type(order.perSquareMeter);
  } else {
    await screen.tabTo('Dose');
    await screen.type(order.dose ?? '');
  }
  if (order.base) {
    await choose(screen, /^Base solution/, order.base.name.slice(0, 4), order.base.name);
    await screen.tabTo(/^Volume/);
    await screen.type(order.base.volume);
  }
  if (order.continuous) await pick(screen, 'Schedule', 'Continuous');
  if (order.every !== undefined) {
    await screen.tabTo('Every');
    await screen.type(order.every);
  }
  await screen.tabTo(order.continuous ? 'Each container runs' : 'Over');
  await screen.type(order.over);
  if (order.days !== undefined) {
    await screen.tabTo(/^Days’ supply/);
    await screen.type(order.days);
  }
  if (order.containers !== undefined) {
    await screen.tabTo('Containers');
    await screen.type(order.containers);
  }
  await pick(screen, 'Stored until given', order.storage);
  await screen.tabTo('Given by');
  await screen.type(order.device);
  await screen.tabTo('Prescriber');
  await screen.type(order.prescriber);
  await screen.shot(shot);
  await screen.press('Control+Enter');
  await screen.heading(/^ORD-/);
  await screen.settled();
  return (await screen.page.locator('main h1').innerText()).trim();
}

export interface Decided {
  readonly hours: string;
  readonly source: string;
  readonly why: string;
}

/** The pharmacist reads every finding, decides on stability where it is asked, and signs. */
export async function approve(screen: Screen, orderNumber: string, decided: Decided, shot: string): Promise<void> {
  await screen.open('/review');
  await screen.page.getByRole('row', { name: new RegExp(orderNumber) }).click();
  await screen.heading(`Review ${orderNumber}`);
  await screen.settled();
  await screen.shot(`${shot}-findings`, { whole: true });
  await screen.field('Stable for').fill(decided.hours);
  await screen.field('Source').fill(decided.source);
  await screen.field('Why this applies here').fill(decided.why);
  await screen.settled();
  const read = screen.page.getByRole('checkbox', { name: 'I have read this and it is acceptable' });
  for (let i = 0; i < (await read.count()); i += 1) await read.nth(i).check();
  await screen.text('Nothing is open').waitFor();
  await screen.settled();
  await screen.shot(`${shot}-decided`, { whole: true });
  await screen.button(/^Approve/).click();
  await sign(screen, 'Sign and approve', `${shot}-signature`);
  await screen.text(`${orderNumber} is approved.`).waitFor();
}

/** Enters the password that the demo tells, and signs. */
export async function sign(screen: Screen, action: string, shot: string): Promise<void> {
  const dialog = screen.page.getByRole('dialog');
  await dialog.getByLabel(/^Password of/).fill('demo');
  await screen.shot(shot);
  await dialog.getByRole('button', { name: action }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** From the approved order to its worksheet at the bench. @returns the worksheet's address */
export async function plan(screen: Screen, orderNumber: string, shot: string): Promise<string> {
  await screen.open(`/orders?tab=approved&q=${orderNumber}`);
  await screen.page.getByRole('row', { name: new RegExp(orderNumber) }).click();
  await screen.button('Plan worksheet').click();
  await screen.button('Plan and set lots aside').click();
  await screen.heading('Take from the shelf');
  await screen.settled();
  await screen.shot(shot);
  return new URL(screen.page.url()).pathname;
}

/** A person at the tablet of a hood, who does what the screen says. The record is read to know what to hold before the scanner. */
export class Tablet {
  private constructor(
    readonly screen: Screen,
    readonly bench: Bench,
  ) {}

  /** Claims the worksheet that is open for this hood. */
  static async claim(screen: Screen, hood: RegExp): Promise<Tablet> {
    await screen.page.getByRole('radio', { name: hood }).check();
    await screen.button(/^Claim and begin/).click();
    await screen.page.locator('.step-now').waitFor();
    return Tablet.resume(screen);
  }

  /** Goes on with the worksheet that is being made on this screen. */
  static async resume(screen: Screen): Promise<Tablet> {
    const id = new URL(screen.page.url()).pathname.split('/').at(-1) ?? '';
    const person = await screen.session();
    const station = await screen.page.evaluate<string>("localStorage.getItem('station')");
    return new Tablet(screen, new Bench(person, await recordOf(person, id), station));
  }

  get current(): WorksheetStepDto {
    return this.bench.current;
  }

  /** Waits until the screen asks for the step that is next on record. */
  async ready(): Promise<void> {
    const { instruction } = this.current;
    const say = instruction.slice(0, 40);
    // Drawn, and its focus set: from then on it also hears scans and keys.
    const shown = this.screen.page.locator('.step-now', { hasText: say });
    await shown.filter({ has: this.screen.page.locator(':focus') }).waitFor();
  }

  /** Does something and takes the record that the step's answer brings. */
  async recording(act: () => Promise<unknown>): Promise<void> {
    const answered = this.screen.page.waitForResponse(
      (r) => r.ok() && r.request().method() === 'POST' && /\/steps\/[^/]+\/(scan|completion)$/.test(r.url()),
    );
    await act();
    const body = (await (await answered).json()) as ScanResponse | WorksheetRecord;
    this.bench.record = 'record' in body ? body.record : body;
  }

  async scan(code: string): Promise<void> {
    await this.screen.scan(code);
  }

  /** The next step, as its screen asks for it: scan, Enter for the planned volume, count, photo. */
  async step(): Promise<WorksheetStepDto> {
    await this.ready();
    const step = this.current;
    if (step.needsScan) await this.recording(() => this.scan(this.bench.codeFor(step)));
    if (step.needsVolume) {
      const field = this.screen.field(/^(Measured|Taken out), if different/);
      await field.and(this.screen.page.locator(':focus')).waitFor();
      await this.recording(() => this.screen.press('Enter'));
    }
    if (step.kind === 'inspect') {
      await this.screen.field('How many pass').and(this.screen.page.locator(':focus')).waitFor();
      await this.screen.type(String(this.bench.record.containers));
      await this.recording(() => this.screen.press('Enter'));
    }
    if (step.kind === 'photo') await this.recording(() => this.photo());
    return step;
  }

  async until(wanted: (step: WorksheetStepDto) => boolean): Promise<void> {
    await this.ready();
    while (!wanted(this.current)) {
      await this.step();
      await this.ready();
    }
  }

  private async photo(): Promise<void> {
    await this.screen.field('Photo from a file').setInputFiles(PHOTO);
    const taken = this.screen.page.getByRole('list', { name: 'Photos taken' }).locator('img');
    await taken.first().waitFor();
    await this.screen.settled();
    await this.screen.button(/^1 photo is enough/).click();
  }

  async finish(): Promise<void> {
    while (this.bench.hasSteps) await this.step();
  }

  async complete(shot: string): Promise<void> {
    await this.screen.button(/^Complete/).waitFor();
    await this.screen.shot(`${shot}-complete`);
    await this.screen.button(/^Complete/).click();
    await this.screen.text('Made. A pharmacist checks it now.').waitFor();
    await this.screen.settled();
    await this.screen.shot(`${shot}-made`, { whole: true });
    await this.bench.look();
  }
}

/** The whole record is looked at and signed for. */
export async function verify(screen: Screen, worksheetNumber: string, shot: string): Promise<void> {
  await screen.open('/verify');
  await screen.page.getByRole('row', { name: new RegExp(worksheetNumber) }).click();
  await screen.page.locator('.verify-foot').waitFor();
  await screen.settled();
  await screen.shot(shot, { whole: true });
  await screen.button(/^Verify/).click();
  await sign(screen, 'Sign and verify', `${shot}-signature`);
  await screen.text(`${worksheetNumber} is verified`).waitFor();
}

/** So many are scanned at the screen; the fourteenth would show what the third did. */
const SCANNED_LABELS = 3;

/** Prints, opens the PDF that comes, reads every label back on its container and dispenses. */
export async function labelAndDispense(screen: Screen, worksheetId: string, shot: string): Promise<void> {
  await screen.open(`/dispense/${worksheetId}`);
  await screen.shot(`${shot}-print`);
  const pdf = screen.context.waitForEvent('response', (r) => r.url().endsWith('/labels.pdf'));
  await screen
    .button(/^Print/)
    .first()
    .click();
  const opened = await pdf;
  expect(opened.status()).toBe(200);
  expect(opened.headers()['content-type']).toMatch(/application\/pdf/);
  for (const page of screen.context.pages()) if (page !== screen.page) await page.close();
  const person = await screen.session();
  const { csps } = await recordOf(person, worksheetId);
  await screen.text(/Scan (each|the last) label/).waitFor();
  await screen.shot(`${shot}-read-back`);
  for (const { number } of csps.slice(0, SCANNED_LABELS)) {
    await screen.scan(number);
    await screen.page.locator('.csp-labels li', { hasText: number }).getByText('Read back').waitFor();
    await screen.page
      .locator('.scan-box[data-state="ok"]')
      .or(screen.button(/^Dispense/))
      .waitFor();
  }
  // The rest alike, over the same session: the screen hears of it by the change feed.
  for (const { number } of csps.slice(SCANNED_LABELS))
    await sent(person.post('/api/csps/activation', { code: number }));
  await screen.button(/^Dispense/).waitFor();
  await screen.shot(`${shot}-active`);
  await screen.button(/^Dispense/).click();
  await screen.text(/is dispensed/).waitFor();
  await screen.settled();
  await screen.shot(`${shot}-dispensed`);
}
