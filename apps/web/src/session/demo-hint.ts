import type { DemoPeople } from '../api/types.js';
import { useResource } from '../api/use-resource.js';
import { sessionState } from './session.js';
import { useStore } from '../store.js';

/** In a demo pharmacy everybody's password is the same and no secret; nothing is said elsewhere. */
export function useDemoHint(): string | undefined {
  const state = useStore(sessionState);
  const demo = state.kind === 'in' && state.session.demo;
  const { data } = useResource<DemoPeople>(demo ? '/session/demo-people' : null);
  return data?.password ? `Demo pharmacy: the password is ${data.password}` : undefined;
}
