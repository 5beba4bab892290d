import type { ComponentChildren, JSX } from 'preact';
import { ErrorBoundary } from 'preact-iso';

/** Around a part that is loaded when it is first needed. */
export const Suspended = ({ children }: { children: ComponentChildren }): JSX.Element => (
  <ErrorBoundary>{children}</ErrorBoundary>
);
