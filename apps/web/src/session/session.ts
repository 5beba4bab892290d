import { del, get, listenToRefusals, post, setCsrfToken } from '../api/client.js';
import { closeFeed, openFeed } from '../api/feed.js';
import { ApiProblem } from '../api/problem.js';
import type { Session } from '../api/types.js';
import { forgetAnswers } from '../api/use-resource.js';
import { createStore, useStore } from '../store.js';

export type SessionState =
  | { kind: 'unknown' }
  | { kind: 'unreachable'; problem: ApiProblem }
  | { kind: 'out'; why?: string }
  | { kind: 'in'; session: Session };

/** Who uses this page. Every tab of the browser is told of a lock, an unlock and a sign-out in any of them. */
export const sessionState = createStore<SessionState>({ kind: 'unknown' });
const tabs = new BroadcastChannel('session');

function enter(session: Session): void {
  const before = sessionState.get();
  if (before.kind === 'in' && before.session.person.id !== session.person.id) forgetAnswers();
  setCsrfToken(session.csrfToken);
  sessionState.set({ kind: 'in', session });
  if (session.locked) closeFeed();
  else openFeed();
}

function leave(why?: string): void {
  closeFeed();
  forgetAnswers();
  setCsrfToken('');
  sessionState.set({ kind: 'out', ...(why === undefined ? {} : { why }) });
}

/** Asks the server; at the start, and when another tab has changed something. */
export async function refreshSession(): Promise<void> {
  try {
    enter(await get<Session>('/session'));
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return leave();
    if (sessionState.get().kind !== 'unknown' && sessionState.get().kind !== 'unreachable') return;
    if (error instanceof ApiProblem) sessionState.set({ kind: 'unreachable', problem: error });
  }
}

export async function signIn(login: string, password: string): Promise<void> {
  enter(await post<Session>('/session', { login, password }));
  tabs.postMessage('changed');
}

export async function signInAsDemoPerson(personId: string): Promise<void> {
  enter(await post<Session>('/session/demo', { personId }));
  tabs.postMessage('changed');
}

export async function signOut(): Promise<void> {
  await del('/session');
  leave();
  tabs.postMessage('changed');
}

export async function changePassword(password: string, newPassword: string): Promise<void> {
  await post('/session/password', { password, newPassword });
  await refreshSession();
}

/** Hides the content at once, and tells the server, which refuses everything until the password is given. */
export async function lock(): Promise<void> {
  markLocked();
  await post('/session/lock');
  tabs.postMessage('changed');
}

export async function unlock(password: string): Promise<void> {
  await post('/session/unlock', { password });
  await refreshSession();
  tabs.postMessage('changed');
}

function markLocked(): void {
  const state = sessionState.get();
  if (state.kind === 'in' && !state.session.locked) enter({ ...state.session, locked: true });
}

export function watchSession(): void {
  listenToRefusals((problem) => {
    if (problem.code === 'session.locked') markLocked();
    if (problem.code === 'session.ended' || problem.code === 'session.missing')
      if (sessionState.get().kind === 'in') leave('Your session has ended. Sign in again to go on.');
    if (problem.code === 'session.forged' || problem.code === 'session.password-must-change') void refreshSession();
  });
  tabs.addEventListener('message', () => void refreshSession());
}

/** The session of the signed-in person; only for what is shown inside. */
export function useSession(): Session {
  const state = useStore(sessionState);
  if (state.kind !== 'in') throw new Error('Used outside of a session');
  return state.session;
}

/** The site's name and time zone; times are shown in UTC until somebody has entered it. */
export function useSite(): { name: string; zone: string } {
  return useSession().site ?? { name: 'Pharmacy', zone: 'UTC' };
}

/** `const may = usePermissions(); may('worksheet.verify')`: for showing and hiding; the server decides. */
export function usePermissions(): (permission: string) => boolean {
  const { permissions } = useSession();
  return (permission) => permissions.includes(permission);
}
