import type { ComponentChildren, JSX } from 'preact';
import { SECTIONS } from '../../sections.js';
import { usePermissions } from '../../session/session.js';

/** A link for whoever may open the section it leads into; for all others only its words: a dead end is no link. */
export function OpenLink(props: {
  /** `/patients/1` */
  href: string;
  class?: string;
  /** Shown instead to whoever may not open it; the same words when left out. */
  otherwise?: ComponentChildren;
  children: ComponentChildren;
}): JSX.Element {
  const may = usePermissions();
  const section = SECTIONS.find(({ path }) => props.href === path || props.href.startsWith(`${path}/`));
  const open = section === undefined || section.permissions.some((permission) => may(permission));
  if (open)
    return (
      <a class={props.class} href={props.href}>
        {props.children}
      </a>
    );
  return <span class={props.class}>{props.otherwise === undefined ? props.children : props.otherwise}</span>;
}
