import { query } from '../../api/client.js';

export type ScopeKind =
  'lots' | 'product' | 'manufacturer' | 'received' | 'serial' | 'person' | 'room' | 'hood' | 'formula';

/** One thing that was chosen, by id, with what to call it. */
export interface Chosen {
  readonly id: string;
  readonly name: string;
}

/** What is being put together on the page. */
export interface ScopeDraft {
  readonly kind: ScopeKind;
  readonly lots: readonly Chosen[];
  readonly subject: Chosen | null;
  readonly text: string;
  readonly from: string;
  readonly to: string;
}

export interface ScopeBody {
  kind: ScopeKind;
  lotIds?: string[];
  subjectId?: string;
  text?: string;
  from?: string;
  to?: string;
}

export const EMPTY_SCOPE: ScopeDraft = { kind: 'lots', lots: [], subject: null, text: '', from: '', to: '' };

export const SCOPE_KINDS: readonly { value: ScopeKind; label: string }[] = [
  { value: 'lots', label: 'Lots' },
  { value: 'product', label: 'A product' },
  { value: 'manufacturer', label: 'A manufacturer' },
  { value: 'received', label: 'Days of receiving' },
  { value: 'serial', label: 'A serial number' },
  { value: 'hood', label: 'A hood' },
  { value: 'room', label: 'A room' },
  { value: 'person', label: 'A person' },
  { value: 'formula', label: 'A formula' },
];

/** Questions about work are asked over a period. */
export const isWork = (kind: ScopeKind): boolean =>
  kind === 'person' || kind === 'room' || kind === 'hood' || kind === 'formula';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What the API is asked; null while something is missing, so that nothing is asked yet. */
export function scopeBody(draft: ScopeDraft): ScopeBody | null {
  const { kind, from, to } = draft;
  const days = { ...(DAY.test(from) && { from }), ...(DAY.test(to) && { to }) };
  const bounded = days.from !== undefined && days.to !== undefined;
  switch (kind) {
    case 'lots':
      return draft.lots.length === 0 ? null : { kind, lotIds: draft.lots.map((lot) => lot.id) };
    case 'product':
      return draft.subject === null ? null : { kind, subjectId: draft.subject.id, ...days };
    case 'manufacturer':
      return draft.text.trim() === '' ? null : { kind, text: draft.text.trim(), ...days };
    case 'serial':
      return draft.text.trim() === '' ? null : { kind, text: draft.text.trim() };
    case 'received':
      return bounded ? { kind, ...days } : null;
    case 'person':
    case 'room':
    case 'hood':
    case 'formula':
      return draft.subject === null || !bounded ? null : { kind, subjectId: draft.subject.id, ...days };
  }
}

/** The same as a query string. */
export const scopeQuery = (body: ScopeBody, more: Record<string, string | number> = {}): string =>
  query({ ...body, lotIds: body.lotIds?.join(','), ...more });

export const KIND_WORDS: Readonly<Record<string, string>> = {
  'class-1': 'Class I',
  'class-2': 'Class II',
  'class-3': 'Class III',
  unclassified: 'Not classified',
  'market-withdrawal': 'Market withdrawal',
  own: 'Our own',
};

export const WORK_WORDS: Readonly<Record<string, string>> = {
  segregate: 'Put aside',
  retrieve: 'Get back',
  'notify-patient': 'Tell patients',
  'notify-prescriber': 'Tell prescribers',
  replace: 'Replace',
};

export const PLACE_WORDS: Readonly<Record<string, string>> = {
  'in-process': 'Being made',
  pharmacy: 'In the pharmacy',
  stock: 'Put in stock',
  patient: 'At the patient',
  gone: 'Wasted or cancelled',
};

export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;
