import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icon.js';

export interface ButtonProps {
  children: ComponentChildren;
  onClick?: () => unknown;
  kind?: 'primary' | 'secondary' | 'danger' | 'plain';
  size?: 'small' | 'normal' | 'large';
  icon?: IconName;
  /** Under way: says so, and further clicks do nothing. */
  busy?: boolean;
  /** Why it cannot be pressed now; it stays reachable by keyboard and says the reason. `true` without a reason. */
  disabled?: boolean | string;
  type?: 'button' | 'submit';
  /** Links that look like buttons. */
  href?: string;
  target?: string;
  wide?: boolean;
  /** A button that shows only an icon needs the words here. */
  label?: string;
  id?: string;
  /** For aria-expanded and the like. */
  expanded?: boolean;
  autoFocus?: boolean;
}

/** One primary button a screen. */
export function Button(props: ButtonProps): JSX.Element {
  const { children, onClick, kind = 'secondary', size = 'normal', icon, busy, disabled, href } = props;
  const className = `button button-${kind} button-${size}${props.wide ? ' button-wide' : ''}${props.label ? ' button-icon' : ''}`;
  const content = (
    <>
      {busy ? <span class="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {props.label ? <span class="only-read-aloud">{props.label}</span> : null}
      {children}
      {busy ? <span class="only-read-aloud">, please wait</span> : null}
    </>
  );
  const hint = typeof disabled === 'string' ? disabled : props.label;
  if (href !== undefined && !disabled)
    return (
      <a class={className} href={href} target={props.target} rel={props.target ? 'noopener' : undefined} id={props.id}>
        {content}
      </a>
    );
  const blocked = Boolean(disabled) || busy === true;
  return (
    <button
      type={props.type ?? 'button'}
      class={className}
      id={props.id}
      title={hint}
      aria-disabled={blocked ? 'true' : undefined}
      aria-busy={busy ? 'true' : undefined}
      aria-expanded={props.expanded}
      autofocus={props.autoFocus}
      onClick={(event) => {
        if (blocked) event.preventDefault();
        else onClick?.();
      }}
    >
      {content}
    </button>
  );
}

/** Opens a PDF of the API in a new tab, where the browser prints it. `path` as in the client, without `/api`. */
export function PrintButton(props: {
  path: string;
  children: ComponentChildren;
  kind?: ButtonProps['kind'];
}): JSX.Element {
  return (
    <Button kind={props.kind ?? 'secondary'} icon="printer" href={`/api${props.path}`} target="_blank">
      {props.children}
    </Button>
  );
}

/** The key that does the same. */
export const KeyHint = ({ keys }: { keys: string }): JSX.Element => (
  <span class="nowrap">
    {keys.split('+').map((key) => (
      <kbd key={key}>{key}</kbd>
    ))}
  </span>
);
