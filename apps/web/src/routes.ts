import type { AnyComponent } from 'preact';
import { lazy } from 'preact-iso';

export interface Screen {
  /** `/orders/:id`; the screen reads parameters with `useRoute().params`. */
  path: string;
  component: AnyComponent;
}

/**
 * Every screen, loaded when it is first opened. A section appears in the top bar once its first path is here and the person
 * may see it (sections.ts).
 */
export const SCREENS: readonly Screen[] = [
  { path: '/calculators', component: lazy(() => import('./screens/calculators/calculators.js')) },
];
