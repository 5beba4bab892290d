import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useLocation } from 'preact-iso';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { connection } from '../api/feed.js';
import { muted } from '../scan/tones.js';
import { roleWords, type Section } from '../sections.js';
import { lock, signOut, useSession } from '../session/session.js';
import { useStore } from '../store.js';
import { theme, type Theme } from '../theme.js';
import { Icon, type IconName } from './icon.js';

/** Room for "More ▾". */
const MORE_WIDTH = 96;

/** How many sections fit beside each other in this window and font; the rest goes under "More". */
function useFitting(count: number): { nav: RefObject<HTMLElement | null>; fitting: number } {
  const nav = useRef<HTMLElement>(null);
  const widths = useRef<number[]>([]);
  const [fitting, setFitting] = useState(count);
  useLayoutEffect(() => {
    const element = nav.current;
    if (!element) return;
    // Measured once while all are shown; the words do not change.
    widths.current = [...element.querySelectorAll<HTMLElement>('.top-bar-links > li')].map((item) => item.offsetWidth);
    const fit = (): void => setFitting(fittingIn(element.clientWidth, widths.current));
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    fit();
    return () => observer.disconnect();
  }, []);
  return { nav, fitting };
}

function fittingIn(room: number, widths: readonly number[]): number {
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total <= room) return widths.length;
  let used = MORE_WIDTH;
  const first = widths.findIndex((width) => (used += width) > room);
  return first < 0 ? widths.length : first;
}

/** The frame of every screen: sections, who works here, whether changes are heard of. */
export function AppShell(props: { sections: readonly Section[]; children: ComponentChildren }): JSX.Element {
  const { path } = useLocation();
  const { nav, fitting } = useFitting(props.sections.length);
  const beside = props.sections.slice(0, fitting);
  const rest = props.sections.slice(fitting);
  const isAt = (section: Section): boolean => path === section.path || path.startsWith(`${section.path}/`);
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <header class="top-bar">
        <a class="top-bar-mark" href="/" aria-label="Start">
          <Icon name="mark" size={30} />
        </a>
        <nav aria-label="Sections" ref={nav}>
          <ul class="top-bar-links">
            {beside.map((section) => (
              <li key={section.path}>
                <a href={section.path} aria-current={isAt(section) ? 'page' : undefined}>
                  {section.title}
                </a>
              </li>
            ))}
          </ul>
          {rest.length > 0 && (
            <Menu class="top-bar-more" label="More" current={rest.some(isAt)} button="More ▾">
              {rest.map((section) => (
                <li key={section.path}>
                  <a href={section.path} aria-current={isAt(section) ? 'page' : undefined}>
                    <Icon name={section.icon} />
                    {section.title}
                  </a>
                </li>
              ))}
            </Menu>
          )}
        </nav>
        <ConnectionState />
        <button
          type="button"
          class="person-button"
          onClick={() => void lock()}
          aria-label="Lock the screen"
          title="Lock"
        >
          <Icon name="lock" />
        </button>
        <PersonMenu />
      </header>
      <main id="main" tabIndex={-1}>
        {props.children}
      </main>
    </>
  );
}

function ConnectionState(): JSX.Element | null {
  const state = useStore(connection);
  if (state !== 'lost') return null;
  return (
    <span
      class="connection connection-lost"
      role="status"
      title="What others change is not seen until the connection is back"
    >
      <Icon name="offline" size={18} />
      Not connected
    </span>
  );
}

const THEMES: readonly (readonly [Theme, string, IconName])[] = [
  ['light', 'Light', 'sun'],
  ['dark', 'Dark', 'moon'],
  ['system', 'As the device', 'settings'],
];

function PersonMenu(): JSX.Element {
  const { person, roles } = useSession();
  const shown = useStore(theme);
  const quiet = useStore(muted);
  return (
    <Menu
      class="top-bar-person"
      label={`${person.name}, ${roleWords(roles)}`}
      right
      button={
        <>
          <span class="initials" aria-hidden="true">
            {person.initials}
          </span>
          <span class="person-words">
            <b>{person.name}</b>
            <small>{roleWords(roles)}</small>
          </span>
        </>
      }
    >
      <li class="small quiet" style={{ padding: '0.25rem 0.75rem' }}>
        {person.name}
        <br />
        {roleWords(roles)}
      </li>
      {THEMES.map(([value, words, icon]) => (
        <li key={value}>
          <button type="button" aria-pressed={shown === value} onClick={() => theme.set(value)}>
            <Icon name={icon} />
            {words}
            {shown === value && <Icon name="ok" size={16} />}
          </button>
        </li>
      ))}
      <li>
        <button type="button" aria-pressed={quiet} onClick={() => muted.set(!quiet)}>
          <Icon name={quiet ? 'silent' : 'sound'} />
          {quiet ? 'Scan sounds are off' : 'Scan sounds are on'}
        </button>
      </li>
      <li>
        <button type="button" onClick={() => void signOut()}>
          <Icon name="out" />
          Sign out
        </button>
      </li>
    </Menu>
  );
}

/** A button that shows a list; Escape, a click elsewhere and a choice close it. */
function Menu(props: {
  class: string;
  label: string;
  button: ComponentChildren;
  children: ComponentChildren;
  current?: boolean;
  right?: boolean;
}): JSX.Element {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const close = (event: Event): void => {
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !box.current?.contains(event.target as Node))
        setOpen(false);
    };
    addEventListener('pointerdown', close);
    addEventListener('keydown', close);
    return () => {
      removeEventListener('pointerdown', close);
      removeEventListener('keydown', close);
    };
  }, [open]);
  return (
    <div class={props.class} ref={box}>
      <button
        type="button"
        class={props.right ? 'person-button' : ''}
        aria-expanded={open}
        aria-label={props.label}
        data-current={props.current ?? false}
        onClick={() => setOpen(!open)}
      >
        {props.button}
      </button>
      {open && (
        <ul class={`menu${props.right ? ' menu-right' : ''}`} onClick={() => setOpen(false)}>
          {props.children}
        </ul>
      )}
    </div>
  );
}
