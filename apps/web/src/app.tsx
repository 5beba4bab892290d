import { Component, type ComponentChildren, type JSX } from 'preact';
import { ErrorBoundary, LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { AppShell } from './parts/app-shell.js';
import { Button } from './parts/button.js';
import { ProblemBox } from './parts/findings.js';
import { Page } from './parts/page.js';
import { EmptyState } from './parts/shown.js';
import { Toasts } from './parts/toast.js';
import { SCREENS } from './routes.js';
import { sectionsFor, startPath, type Section } from './sections.js';
import { useIdleLock } from './session/idle.js';
import { LockScreen, NewPassword } from './session/lock-screen.js';
import { refreshSession, sessionState, useSession } from './session/session.js';
import { SignIn } from './session/sign-in.js';
import { useStore } from './store.js';

const isKnown = (path: string): boolean => SCREENS.some((screen) => screen.path === path);

export function App(): JSX.Element | null {
  const state = useStore(sessionState);
  return (
    <>
      {state.kind === 'unreachable' && (
        <main class="sign-in">
          <ProblemBox problem={state.problem} retry={() => void refreshSession()} />
        </main>
      )}
      {state.kind === 'out' && <SignIn why={state.why} />}
      {state.kind === 'in' && <SignedIn key={state.session.person.id} />}
      <Toasts />
    </>
  );
}

function SignedIn(): JSX.Element {
  const { locked, idleMinutes, passwordMustChange } = useSession();
  // A page that opens locked shows its screen only once unlocked: the server would refuse all that it asks for.
  const [opened, setOpened] = useState(!locked);
  if (!locked && !opened) setOpened(true);
  useIdleLock(locked ? 0 : idleMinutes);
  if (passwordMustChange && !locked) return <NewPassword />;
  return (
    <>
      {/* Kept, so that nothing typed is lost, but neither seen nor reachable while locked. */}
      <div hidden={locked} inert={locked}>
        {opened && (
          <LocationProvider>
            <Screens />
          </LocationProvider>
        )}
      </div>
      {locked && <LockScreen />}
    </>
  );
}

function Screens(): JSX.Element {
  const { permissions } = useSession();
  const { path } = useLocation();
  const sections = sectionsFor(permissions, isKnown);
  return (
    <AppShell sections={sections}>
      <PageGuard path={path}>
        <ErrorBoundary>
          <Router>
            {SCREENS.map((screen) => (
              <Route key={screen.path} path={screen.path} component={screen.component} />
            ))}
            <Route path="/" component={Start} />
            <Route default component={NotFound} />
          </Router>
        </ErrorBoundary>
      </PageGuard>
    </AppShell>
  );
}

/** Goes on to where this person's day starts. */
function Start(): JSX.Element {
  const { roles, permissions } = useSession();
  const { route } = useLocation();
  const sections: readonly Section[] = sectionsFor(permissions, isKnown);
  const path = startPath(roles, sections);
  useEffect(() => {
    if (path !== undefined) route(path, true);
  }, [path]);
  if (path !== undefined) return <Page title="Start">{null}</Page>;
  return (
    <Page title="Start">
      <EmptyState icon="person" title="Nothing is open to you here">
        Your account has no part of the pharmacy yet. An administrator can give you a role.
      </EmptyState>
    </Page>
  );
}

function NotFound(): JSX.Element {
  return (
    <Page title="No such page">
      <EmptyState icon="search" title="There is nothing at this address">
        It may have been typed wrong, or belong to something that is no longer here. <a href="/">Go to the start</a>
      </EmptyState>
    </Page>
  );
}

/** A fault in one screen leaves the rest usable; going elsewhere clears it. */
class PageGuard extends Component<{ path: string; children: ComponentChildren }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static override getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override componentDidUpdate(before: { path: string }): void {
    if (before.path !== this.props.path && this.state.error) this.setState({ error: null });
  }

  override render(): ComponentChildren {
    if (!this.state.error) return this.props.children;
    return (
      <Page title="This page has failed">
        <EmptyState icon="hard" title="Something went wrong on this page">
          Nothing that was saved is lost. {this.state.error.message}
        </EmptyState>
        <div class="row row-end">
          <Button kind="primary" onClick={() => location.reload()}>
            Load it again
          </Button>
        </div>
      </Page>
    );
  }
}
