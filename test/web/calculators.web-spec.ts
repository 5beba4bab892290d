import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DESK, Web, type Screen } from './web.js';

/** One worked example for each calculator, keyed as a person would key it. */
let web: Web;
let screen: Screen;
beforeAll(async () => {
  web = await Web.open();
  screen = await web.screen(DESK, 'calculators');
  await screen.signIn('maya');
});
afterAll(() => web.close());

const answer = async (): Promise<string> => {
  await screen.settled();
  return screen.page.getByRole('region', { name: 'Answer' }).innerText();
};
const result = (): Promise<string> => screen.page.locator('.result-value').first().innerText();
/** The answer follows the keys by itself: waits until it says this. */
const says = (words: string): Promise<void> =>
  screen.page.getByRole('region', { name: 'Answer' }).getByText(words).first().waitFor();

describe('beyond-use date', () => {
  it('gives ten days to vancomycin in the refrigerator, as in worked example 1, and shows every limit', async () => {
    await screen.open('/calculators?tab=bud');
    await screen.field('Preparation starts').fill('2026-03-02T09:00');
    await screen.button('Add stability evidence').click();
    await screen.field('Stable for').fill('336');
    await screen.field('From').selectOption('reconstitution');
    await screen.button(/^Add an ingredient/).click();
    await screen.field('Name').fill('vancomycin 1.5 g');
    await screen.field('Expiry').fill('2026-12');
    await screen.page.locator('summary', { hasText: 'Origin' }).click();
    await screen.field('Container').selectOption('single-dose-vial');
    await screen.field(/^First opened/).fill('2026-03-02T06:00');
    await screen.field(/^Reconstituted/).fill('2026-03-02T06:00');
    await says('2026-03-02 09:00 MST + 10 d = 2026-03-12 09:00 MST');
    await says('2026-03-02 06:00 MST + 14 d = 2026-03-16 06:00 MST');
    await says('expiry 2026-12 = 2026-12-31 23:59 MST');
    const shown = await answer();
    expect(shown).toMatch(/Beyond-use date\s+2026-03-12 09:00 MST/);
    expect(shown).toMatch(/Category 2/);
    expect(shown.match(/Governs/g)).toHaveLength(1);
    await screen.shot('beyond-use-date', { whole: true });
  });
});

describe('beyond-use date, by its address', () => {
  it('counts a limit from reconstitution where that came before the start, as in worked example 4', async () => {
    const question = new URLSearchParams({
      tab: 'bud',
      start: '2026-03-02T16:00:00.000Z',
      storage: 'CRT',
      stability: JSON.stringify([{ hours: '24', clock: 'reconstitution' }]),
      components: JSON.stringify([
        {
          name: 'cefazolin',
          expiry: '2027-01',
          containerKind: 'pharmacy-bulk-package',
          openedAt: '2026-03-02T15:30:00.000Z',
          labelHours: '4',
          reconstitutedAt: '2026-03-02T15:30:00.000Z',
        },
      ]),
    });
    await screen.open(`/calculators?${question.toString()}`);
    await says('2026-03-02 08:30 MST + 24 h = 2026-03-03 08:30 MST');
    expect(await answer()).toMatch(/Beyond-use date\s+2026-03-03 08:30 MST/);
  });
});

describe('dose, dilution, rate', () => {
  it('gives carboplatin by AUC 6 for a clearance of 117.1 mL/min, as in worked example 20', async () => {
    await screen.open('/calculators?tab=dose');
    await screen.field('The dose is given').selectOption('auc');
    await screen.field('Target AUC').fill('6');
    await screen.field('Weight').fill('62');
    await screen.field('Height').fill('165');
    await screen.field(/^Sex/).selectOption('female');
    await screen.field('Age').fill('60');
    await screen.field(/^Serum creatinine/).fill('0.5');
    await says('852.7');
    const shown = await answer();
    expect(shown).toContain('117.1 mL/min');
    expect(shown).toContain('1.69 m²');
    await screen.shot('dose', { whole: true });
  });

  it('takes 12.5 mL of a stock of 100 mg/mL for 250 mL of 5 mg/mL', async () => {
    await screen.open('/calculators?tab=dose&work=dilution');
    await screen.field('Stock: drug').fill('100');
    await screen.field('Wanted: drug').fill('5');
    await screen.field('Final volume').fill('250');
    await says('12.5 mL');
    expect(await result()).toBe('12.5 mL');
    await screen.shot('dilution');
  });

  it('runs 250 mL over an hour and a half at 166.7 mL/h', async () => {
    await screen.open('/calculators?tab=dose&work=rate');
    await screen.field('Volume').fill('250');
    await screen.field('Over').fill('1');
    await screen.field('and').fill('30');
    await says('166.7 mL/h');
    expect(await result()).toBe('166.7 mL/h');
    await screen.shot('rate');
  });
});

describe('vials and reconstitution', () => {
  it('takes two vials of 1 g for 1,250 mg: all 20 mL of the first and 5 mL of the second', async () => {
    await screen.open('/calculators?tab=vials');
    await screen.field('Dose to make').fill('1250');
    await screen.field('Drug in one vial').fill('1000');
    await screen.field(/^Final volume/).fill('20');
    await says('How it was worked out');
    const shown = await answer();
    expect(shown).toMatch(/50 mg\/mL/);
    expect(shown).toMatch(/25 mL/);
    expect(shown).toMatch(/1\s+Vial 1, all of it\s+20 mL\s+1,000 mg/);
    expect(shown).toMatch(/1\s+Vial 1, a part\s+5 mL\s+250 mg/);
    await screen.shot('vials', { whole: true });
  });
});

describe('code reader', () => {
  it('reads product, lot, serial and an expiry without its day, as in worked example 18', async () => {
    await screen.open('/calculators?tab=code');
    await screen.scan('0100304093977035172612001' + '0AB12\x1d21S1');
    await screen.page.getByRole('table', { name: 'Elements of the code' }).waitFor();
    const shown = await screen.page.locator('main').innerText();
    for (const words of ['AB12', '2026-12-31', 'S1', '00304093977035']) expect(shown).toContain(words);
    expect(shown).toContain('0409-3977-03');
    await screen.shot('code', { whole: true });
  });

  it('refuses a number whose check digit is wrong, and says so', async () => {
    await screen.open('/calculators?tab=code');
    await screen.scan('0100304093977034');
    await screen.text('Cannot be read').waitFor();
    expect(await screen.page.locator('main').innerText()).toMatch(/check digit/i);
    await screen.shot('code-refused');
  });

  it('opens by itself when a package is scanned on another calculator', async () => {
    await screen.open('/calculators?tab=bud');
    await screen.scan(await web.pharmacy.code('25021-107-20', 'CFX2298'));
    await screen.text('CFX2298').waitFor();
    expect(new URL(screen.page.url()).searchParams.get('tab')).toBe('code');
    expect(await screen.page.locator('main').innerText()).toContain('cefTRIAXone 2 g vial');
  });
});

describe('every calculator', () => {
  it('leaves no error behind and keeps its question in its address', async () => {
    await screen.open('/calculators?tab=dose&work=rate&volumeMl=100&overMinutes=30');
    await says('200 mL/h');
    await screen.expectSound();
  });
});
