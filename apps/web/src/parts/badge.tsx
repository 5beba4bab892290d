import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icon.js';

export type Tone = 'plain' | 'ok' | 'warn' | 'danger' | 'info' | 'accent' | 'hazard';
const TONE_ICONS: Readonly<Record<Tone, IconName>> = {
  plain: 'info',
  ok: 'ok',
  warn: 'warning',
  danger: 'stop',
  info: 'info',
  accent: 'clock',
  hazard: 'hazard',
};

/** A word with a color and an icon: never a color alone. */
export function Badge(props: {
  tone?: Tone;
  icon?: IconName;
  children: ComponentChildren;
  title?: string;
}): JSX.Element {
  const tone = props.tone ?? 'plain';
  return (
    <span class={`badge tone-${tone}`} title={props.title}>
      <Icon name={props.icon ?? TONE_ICONS[tone]} size={16} />
      {props.children}
    </span>
  );
}

interface StateLook {
  tone: Tone;
  icon?: IconName;
  words?: string;
}

/** States of orders, worksheets, preparations, lots, containers, formulas and evidence, as people read them. */
const STATES: Readonly<Record<string, StateLook>> = {
  received: { tone: 'accent', icon: 'order', words: 'Received' },
  'in-review': { tone: 'accent', icon: 'review', words: 'In review' },
  clarification: { tone: 'warn', words: 'Needs clarification' },
  approved: { tone: 'ok', words: 'Approved' },
  rejected: { tone: 'danger', words: 'Rejected' },
  'on-hold': { tone: 'warn', icon: 'wait', words: 'On hold' },
  completed: { tone: 'plain', icon: 'ok', words: 'Completed' },
  discontinued: { tone: 'plain', icon: 'stop', words: 'Discontinued' },
  planned: { tone: 'plain', icon: 'clock', words: 'Planned' },
  allocated: { tone: 'accent', icon: 'stock', words: 'Ready to make' },
  staged: { tone: 'accent', icon: 'hood', words: 'Claimed' },
  compounding: { tone: 'accent', icon: 'formula', words: 'Compounding' },
  compounded: { tone: 'warn', icon: 'verify', words: 'To verify' },
  testing: { tone: 'warn', icon: 'wait', words: 'Testing' },
  verified: { tone: 'ok', icon: 'verify', words: 'Verified' },
  dispensed: { tone: 'ok', icon: 'out', words: 'Dispensed' },
  stocked: { tone: 'ok', icon: 'stock', words: 'In stock' },
  returned: { tone: 'plain', icon: 'left', words: 'Returned' },
  wasted: { tone: 'danger', icon: 'close', words: 'Wasted' },
  recalled: { tone: 'danger', words: 'Recalled' },
  cancelled: { tone: 'plain', icon: 'close', words: 'Cancelled' },
  quarantine: { tone: 'warn', icon: 'wait', words: 'Quarantine' },
  available: { tone: 'ok', words: 'Available' },
  expired: { tone: 'danger', words: 'Expired' },
  depleted: { tone: 'plain', icon: 'close', words: 'Used up' },
  open: { tone: 'accent', words: 'Open' },
  discarded: { tone: 'plain', icon: 'close', words: 'Discarded' },
  active: { tone: 'ok', words: 'Active' },
  inactive: { tone: 'plain', icon: 'close', words: 'Not in use' },
  draft: { tone: 'plain', icon: 'pen', words: 'Draft' },
  proposed: { tone: 'accent', icon: 'review', words: 'Proposed' },
  declined: { tone: 'plain', icon: 'close', words: 'Declined' },
  reversed: { tone: 'plain', icon: 'left', words: 'Reversed' },
  superseded: { tone: 'plain', icon: 'clock', words: 'Superseded' },
  retired: { tone: 'plain', icon: 'close', words: 'Retired' },
  sent: { tone: 'accent', icon: 'out', words: 'Sent' },
  'partly-received': { tone: 'warn', icon: 'stock', words: 'Partly received' },
  'awaiting-review': { tone: 'warn', icon: 'review', words: 'Awaits review' },
  posted: { tone: 'ok', icon: 'stock', words: 'In stock' },
  refused: { tone: 'danger', words: 'Refused' },
  'sent-back': { tone: 'plain', icon: 'left', words: 'Sent back' },
  identified: { tone: 'ok', words: 'Identified' },
  investigating: { tone: 'warn', icon: 'search', words: 'Investigating' },
  cleared: { tone: 'ok', words: 'Cleared' },
  illegitimate: { tone: 'danger', words: 'Illegitimate' },
  unconfirmed: { tone: 'warn', words: 'Not confirmed' },
  confirmed: { tone: 'ok', words: 'Confirmed' },
  closed: { tone: 'plain', icon: 'ok', words: 'Closed' },
  withdrawn: { tone: 'plain', icon: 'close', words: 'Withdrawn' },
  void: { tone: 'danger', icon: 'close', words: 'Void' },
  pending: { tone: 'plain', icon: 'clock', words: 'To do' },
  scanned: { tone: 'accent', icon: 'scan', words: 'Scanned' },
  done: { tone: 'ok', words: 'Done' },
};

/** `in-review` reads "In review"; a state that is not in the table is shown as its own words. */
export function stateWords(state: string): string {
  const plain = state.replaceAll('-', ' ');
  return STATES[state]?.words ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

export function StateBadge({ state, title }: { state: string; title?: string }): JSX.Element {
  const look = STATES[state];
  return (
    <Badge tone={look?.tone ?? 'plain'} {...(look?.icon ? { icon: look.icon } : {})} {...(title ? { title } : {})}>
      {stateWords(state)}
    </Badge>
  );
}

/** A hazardous drug (USP <800>): the same mark on every screen. */
export const HazardBadge = (): JSX.Element => (
  <Badge tone="hazard" title="Hazardous drug: handle as USP <800> says">
    Hazardous
  </Badge>
);
