import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useSite } from '../session/session.js';
import { Icon } from './icon.js';

/** One screen: its title (also the tab's), what can be done here, and the way back. */
export function Page(props: {
  title: string;
  /** Under the title. */
  note?: ComponentChildren;
  /** Buttons on the right; one of them primary at most. */
  actions?: ComponentChildren;
  back?: { href: string; text: string };
  /** narrow: a form; wide: edge to edge. */
  width?: 'narrow' | 'normal' | 'wide';
  children: ComponentChildren;
}): JSX.Element {
  const site = useSite();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · ${site.name}`;
  }, [props.title, site.name]);
  // A screen reader starts a new page at its title; a control that asked for the focus keeps it.
  useEffect(() => {
    if (!document.querySelector('main [autofocus]')) head.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  return (
    <div class={`page page-${props.width ?? 'normal'}`}>
      <header class="page-head">
        <div class="page-head-words">
          {props.back && (
            <a class="page-back" href={props.back.href}>
              <Icon name="left" size={16} />
              {props.back.text}
            </a>
          )}
          <h1 ref={head} tabIndex={-1}>
            {props.title}
          </h1>
          {props.note && <div class="page-note">{props.note}</div>}
        </div>
        {props.actions && <div class="page-actions">{props.actions}</div>}
      </header>
      {props.children}
    </div>
  );
}

/** A surface with a heading. */
export function Card(props: {
  title?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
  flush?: boolean;
}): JSX.Element {
  return (
    <section class={`card${props.flush ? ' card-flush' : ''}`}>
      {(props.title || props.actions) && (
        <div class="card-head">
          {props.title && <h2>{props.title}</h2>}
          {props.actions && <div class="row">{props.actions}</div>}
        </div>
      )}
      {props.children}
    </section>
  );
}
