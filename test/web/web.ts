import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect } from '@jest/globals';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type CDPSession,
  type Locator,
  type Page,
  type Request,
} from 'playwright-core';
import { parseInstant } from '#domain/time';
import { Pharmacy } from '../e2e/journey.js';
import { DEMO_PEOPLE } from '../../apps/api/src/seed/demo-people.js';
import { SignedIn } from '../setup/people.js';
import { until } from '../setup/until.js';

/** A hood tablet and a desk. */
export const TABLET = { width: 1024, height: 768 } as const;
export const DESK = { width: 1280, height: 800 } as const;
export type Size = typeof TABLET | typeof DESK;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
/** Pictures of every run, beside the repository's own files and not among them. */
export const SCREENSHOTS = path.resolve('test-output/screenshots');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** WCAG 2.2 AA. */
const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
/** Those of them that depend on colors. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block'];

/** The demo pharmacy behind a real browser. The browser's clock shows what the pharmacy's clock does, and goes on. */
export class Web {
  private constructor(
    readonly pharmacy: Pharmacy,
    private readonly browser: Browser,
  ) {}

  static async open(options: { readonly orders?: boolean; readonly at?: string } = {}): Promise<Web> {
    const executablePath = process.env.CHROMIUM_PATH;
    if (!executablePath) throw new Error('CHROMIUM_PATH is not set and no Chromium was found');
    const root = process.env.WEB_ROOT;
    const [pharmacy, browser] = await Promise.all([
      Pharmacy.open({ ...options, worker: 'inline', ...(root !== undefined && { env: { WEB_ROOT: root } }) }),
      chromium.launch({ executablePath, args: FLAGS }),
    ]);
    return new Web(pharmacy, browser);
  }

  get url(): string {
    return this.pharmacy.app.server;
  }

  /** A browser of its own: nobody is signed in, nothing is stored. */
  async screen(size: Size, folder: string, options: { readonly dark?: boolean } = {}): Promise<Screen> {
    const context = await this.browser.newContext({
      viewport: size,
      colorScheme: options.dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      baseURL: this.url,
      bypassCSP: false,
      locale: 'en-US',
      timezoneId: 'America/Phoenix',
    });
    context.setDefaultTimeout(45_000);
    await context.addInitScript(clockScript(parseInstant(this.pharmacy.app.clock.iso()) - Date.now()));
    await context.addInitScript({ path: AXE });
    const page = await context.newPage();
    return new Screen(this.pharmacy, context, page, folder);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.pharmacy.app.close();
  }
}

/** Date alone is moved: timers and the time stamps of keys, by which a scanner is known, stay as they are. */
const clockScript = (offset: number): string => `{
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length === 0 ? super(Real.now() + ${offset}) : super(...given); }
    static now() { return Real.now() + ${offset}; }
  };
}`;

type Label = string | RegExp;

interface AxeAnswer {
  readonly found: readonly { id: string; nodes: { target: string[]; failureSummary: string }[] }[];
  readonly looked: number;
}

/** What one person has before them. */
export class Screen {
  private keyboard: CDPSession | undefined;
  private readonly said: string[] = [];
  /** Asked of the API and not answered yet; the feed never ends and does not count. */
  private readonly pending = new Set<Request>();
  private shots = 0;

  constructor(
    private readonly pharmacy: Pharmacy,
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly folder: string,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.said.push(message.text());
    });
    page.on('pageerror', (error) => this.said.push(error.message));
    const asked = (request: Request): boolean => request.url().includes('/api/') && !request.url().endsWith('/feed');
    page.on('request', (request) => void (asked(request) && this.pending.add(request)));
    page.on('requestfinished', (request) => this.pending.delete(request));
    page.on('requestfailed', (request) => this.pending.delete(request));
  }

  /** Signs in by one click on the demo person's name. */
  async signIn(login: string): Promise<void> {
    const person = DEMO_PEOPLE.find((p) => p.login === login);
    if (!person) throw new Error(`nobody is called ${login}`);
    if (!this.page.url().startsWith('http')) await this.page.goto('/');
    await this.page.getByRole('button', { name: person.name }).click();
    await this.page.getByRole('navigation', { name: 'Sections' }).waitFor();
  }

  async signOut(): Promise<void> {
    await this.page.locator('.top-bar-person > button').click();
    await this.button('Sign out').click();
    await this.page.getByRole('heading', { name: 'Infusion pharmacy' }).waitFor();
  }

  /** The same session for requests without the browser: its cookie, its token. */
  async session(): Promise<SignedIn> {
    const cookies = await this.context.cookies();
    const answer = (await (await this.context.request.get('/api/session')).json()) as {
      csrfToken: string;
      person: { id: string; name: string };
    };
    const cookie = cookies.map((c) => `${c.name}=${c.value}`).join('; ');
    const { id, name } = answer.person;
    return new SignedIn(this.pharmacy.app, id as SignedIn['personId'], '', name, cookie, answer.csrfToken, 'demo');
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.settled();
  }

  /** Everything that was asked for has arrived and is drawn. */
  async settled(): Promise<void> {
    await this.page.locator('h1:visible').first().waitFor();
    await until('every answer has arrived', async () => {
      if (this.pending.size > 0) return false;
      await this.page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
      return this.pending.size === 0;
    });
  }

  button(name: Label): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }
  field(label: Label): Locator {
    return this.page.getByLabel(label, { exact: typeof label === 'string' });
  }
  text(words: Label): Locator {
    return this.page.getByText(words).first();
  }
  async heading(words: Label): Promise<void> {
    await this.page.getByRole('heading', { name: words }).first().waitFor();
  }

  /** Moves the focus by Tab to the control of this label, as one does without a mouse. */
  async tabTo(label: Label | Locator): Promise<void> {
    const wanted = typeof label === 'string' || label instanceof RegExp ? this.field(label) : label;
    const focused = wanted.and(this.page.locator(':focus'));
    for (let keys = 0; keys < 60; keys += 1) {
      if ((await focused.count()) > 0) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reaches ${String(label)}`);
  }

  /** Types at the speed of a person: faster would be a scanner. */
  type(words: string): Promise<void> {
    return this.send([...words].map(character), TYPIST_MS);
  }
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** A burst of keys as a keyboard-wedge scanner sends it, group separators as Ctrl+], Enter at the end. */
  scan(code: string): Promise<void> {
    return this.send([...[...code].map((c) => (c === '\x1d' ? SEPARATOR : character(c))), ENTER], SCANNER_MS);
  }

  /** Keys that bear the times at which they were pressed, the last one now: how loaded the machine is changes none of them. */
  private async send(keys: readonly Key[], gapMs: number): Promise<void> {
    this.keyboard ??= await this.context.newCDPSession(this.page);
    const session = this.keyboard;
    const now = Date.now();
    const sent = keys.flatMap((key, i) => {
      const timestamp = (now - (keys.length - 1 - i) * gapMs) / 1000;
      const up = { ...key, ...('text' in key && { text: '' }) };
      return [
        session.send('Input.dispatchKeyEvent', { type: 'text' in key ? 'keyDown' : 'rawKeyDown', ...key, timestamp }),
        session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...up, timestamp }),
      ];
    });
    await Promise.all(sent);
  }

  /** Kept under `test-output/screenshots`, numbered in the order of the story. */
  async shot(name: string, options: { readonly whole?: boolean } = {}): Promise<void> {
    this.shots += 1;
    const folder = path.join(SCREENSHOTS, this.folder);
    await mkdir(folder, { recursive: true });
    const file = `${String(this.shots).padStart(2, '0')}-${name}.png`;
    const size = this.page.viewportSize() ?? DESK;
    // A window as high as the page: what sticks to the window's foot stands at the page's.
    const height = options.whole ? await this.page.evaluate<number>('document.documentElement.scrollHeight') : 0;
    if (height > size.height) await this.page.setViewportSize({ ...size, height });
    await this.page.screenshot({ path: path.join(folder, file) });
    if (height > size.height) await this.page.setViewportSize(size);
  }

  /** What axe finds against WCAG 2.2 AA: `rule: element`, one each. */
  async violations(rules: 'all' | 'color' = 'all'): Promise<string[]> {
    const runOnly = JSON.stringify(rules === 'all' ? AXE_RULES : { type: 'rule', values: COLOR_RULES });
    const { found, looked } = await this.page.evaluate<AxeAnswer>(
      `axe.run(document, { runOnly: ${runOnly} }).then((r) => ({ found: r.violations, looked: r.passes.length }))`,
    );
    // Rules that found nothing to look at would find nothing wrong either.
    expect(looked).toBeGreaterThan(0);
    return found.flatMap(({ id, nodes }) => nodes.map((n) => `${id}: ${n.target.join(' ')}: ${n.failureSummary}`));
  }

  /** Pixels by which the page is wider than its window. */
  overflow(): Promise<number> {
    return this.page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  }

  /** Errors on the console since the last time, without the browser's own line for every refused request. */
  faults(): string[] {
    return this.said.splice(0).filter((line) => !/Failed to load resource.*status of 4\d\d/.test(line));
  }

  /** Fails on what must never be on a screen. */
  async expectSound(): Promise<void> {
    expect(this.faults()).toEqual([]);
    expect(await this.overflow()).toBeLessThanOrEqual(0);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

interface Key {
  readonly key: string;
  readonly modifiers: number;
  readonly text?: string;
  readonly code?: string;
  readonly windowsVirtualKeyCode?: number;
}
const character = (c: string): Key => ({ key: c, text: c, modifiers: 0 });
const SEPARATOR: Key = { key: ']', code: 'BracketRight', windowsVirtualKeyCode: 221, modifiers: 2 };
const ENTER: Key = { key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13, modifiers: 0 };
const SCANNER_MS = 4;
const TYPIST_MS = 120;
