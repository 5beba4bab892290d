import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorksheetRecord } from '../../apps/api/src/modules/worksheets/worksheets.dto.js';
import { ceftriaxoneOrder, DECISIONS, linearCode, NDC, planned } from '../e2e/journey.js';
import { TABLET, Web, type Screen } from './web.js';
import { Tablet } from './work.js';

/** A bag made with gloves on: a scanner and a few keys, never a mouse or a finger on the glass. */
let web: Web;
let worksheet: WorksheetRecord;
let screen: Screen;
let tablet: Tablet;

beforeAll(async () => {
  web = await Web.open();
  const prescription = ceftriaxoneOrder({ containers: 1, daysSupply: 1 });
  worksheet = await planned(web.pharmacy, prescription, DECISIONS.ceftriaxone);
  screen = await web.screen(TABLET, 'keyboard');
  await screen.page.addInitScript(
    "addEventListener('pointerdown', () => sessionStorage.setItem('pointer', 'used'), { capture: true })",
  );
});
afterAll(() => web.close());

const focused = (): ReturnType<Screen['field']> => screen.page.locator(':focus');

describe('at the hood, without a mouse', () => {
  it('one signs in, and a scan of the worksheet opens it', async () => {
    await screen.page.goto('/');
    await screen.button(/Ana Reyes/).waitFor();
    await screen.tabTo(screen.button(/Ana Reyes/));
    await screen.press('Enter');
    await screen.heading('Bench');
    await screen.settled();
    await screen.scan(worksheet.number);
    await screen.heading('Take from the shelf');
  });

  it('the arrow keys choose the hood and Enter claims', async () => {
    const hoods = screen.page.getByRole('group', { name: 'Room and hood' }).getByRole('radio');
    await screen.tabTo(hoods);
    await screen.press('Space', 'ArrowDown');
    expect(await screen.page.getByRole('radio', { name: /Hood 2/ }).isChecked()).toBe(true);
    await screen.press('Enter');
    await screen.page.locator('.step-now').waitFor();
    tablet = await Tablet.resume(screen);
    expect(tablet.bench.record.place?.hood).toBe('Hood 2');
  });

  it('a scan counts wherever the focus is, also in a field, and leaves nothing in it', async () => {
    await tablet.ready();
    await screen.tabTo(screen.button('Key it in'));
    await screen.press('Enter');
    const field = screen.field('Code as printed under the symbol');
    await field.waitFor();
    await screen.scan(await web.pharmacy.code(NDC.vancomycin1g, 'V1G0881'));
    await screen.text(/Wrong drug: scanned vancomycin/).waitFor();
    expect(await field.inputValue()).toBe('');
    await screen.shot('wrong-drug-while-keying');
  });

  it('a code that a scanner cannot read is keyed in', async () => {
    const step = tablet.current;
    await screen.tabTo('Code as printed under the symbol');
    await screen.type(tablet.bench.codeFor(step));
    await tablet.recording(() => screen.press('Enter'));
    expect(tablet.bench.record.steps.find((s) => s.id === step.id)?.state).toBe('done');
  });

  it('a linear code asks for lot and expiry, the focus already there', async () => {
    await tablet.until((s) => s.kind === 'open' && tablet.bench.line(s).ndc === NDC.ceftriaxone2g);
    const line = tablet.bench.line(tablet.current);
    const lot = line.allocations[0];
    await tablet.recording(() => screen.scan(linearCode(line.ndc)));
    await screen.field('Lot number').waitFor();
    expect(await screen.field('Lot number').and(focused()).count()).toBe(1);
    await screen.shot('lot-and-expiry');
    await screen.type(lot?.lotNumber ?? '');
    await screen.tabTo('Expiry');
    await screen.type(lot?.expiresOn ?? '');
    await tablet.recording(() => screen.press('Enter'));
    expect(tablet.bench.record.steps.filter((s) => s.lotNumber === lot?.lotNumber)).toHaveLength(1);
  });

  it('a volume outside the tolerance is refused beside its field, and Enter takes the planned one', async () => {
    await tablet.ready();
    await tablet.recording(() => screen.scan(tablet.bench.codeFor(tablet.current)));
    await screen.field('Measured, if different').and(focused()).waitFor();
    await screen.type('25');
    await screen.press('Enter');
    await screen.text(/25 mL is .* more than 19.2 mL/).waitFor();
    await screen.shot('volume-refused');
    await screen.press('Control+a', 'Backspace');
    await tablet.recording(() => screen.press('Enter'));
    expect(tablet.bench.record.steps.find((s) => s.kind === 'reconstitute')?.volumeMl).toBe('19.2');
  });

  it('the rest follows by scan and Enter: count, photo, completion', async () => {
    await tablet.until((s) => s.kind === 'photo');
    await screen.tabTo('Photo from a file');
    const chooser = screen.page.waitForEvent('filechooser');
    await screen.press('Space');
    await (await chooser).setFiles(path.resolve('test/e2e/fixtures/finished-bag.jpg'));
    await screen.button(/^1 photo is enough/).waitFor();
    await screen.settled();
    await screen.tabTo(screen.button(/^1 photo is enough/));
    await tablet.recording(() => screen.press('Enter'));
    await screen.heading(/All \d+ steps are recorded/);
    await screen.press('Enter');
    await screen.text('Made. A pharmacist checks it now.').waitFor();
    expect((await tablet.bench.look()).state).toBe('compounded');
  });

  it('no pointer was used, and nothing went wrong unseen', async () => {
    expect(await screen.page.evaluate("sessionStorage.getItem('pointer')")).toBeNull();
    await screen.expectSound();
  });
});
