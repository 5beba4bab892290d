import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DemoPeople } from '../api/types.js';
import { useCommand } from '../api/use-command.js';
import { useResource } from '../api/use-resource.js';
import { Button } from '../parts/button.js';
import { TextInput } from '../parts/field.js';
import { ProblemBox } from '../parts/findings.js';
import { Icon } from '../parts/icon.js';
import { roleWords } from '../sections.js';
import { signIn, signInAsDemoPerson } from './session.js';

const initialsOf = (name: string): string =>
  name
    .replace(/,.*$/, '')
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('');

export function SignIn({ why }: { why: string | undefined }): JSX.Element {
  const demo = useResource<DemoPeople>('/session/demo-people').data;
  const enter = useCommand(signInAsDemoPerson);
  document.title = 'Sign in';
  return (
    <main class="sign-in" id="main" tabIndex={-1}>
      <div class={`card ${demo?.demo ? 'sign-in-card' : 'sign-in-narrow'}`}>
        <header class="sign-in-head">
          <span class="top-bar-mark">
            <Icon name="mark" size={40} />
          </span>
          <div>
            <h1>Infusion pharmacy</h1>
            {why && <p role="status">{why}</p>}
          </div>
        </header>
        {demo?.demo ? (
          <div class="beside">
            <section class="stack">
              <div>
                <h2>Demo pharmacy: sign in as</h2>
                <p class="quiet">
                  Everything here is made up. To sign records, each person’s password is{' '}
                  <strong>{demo.password}</strong>.
                </p>
              </div>
              <ul class="demo-people">
                {demo.people.map((person) => (
                  <li key={person.id}>
                    <button type="button" onClick={() => void enter.run(person.id)} aria-disabled={enter.busy}>
                      <span class="initials" aria-hidden="true">
                        {initialsOf(person.name)}
                      </span>
                      <span>
                        <strong>{person.name}</strong>
                        <br />
                        <span class="small quiet">{roleWords(person.roles)}</span>
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
              <ProblemBox problem={enter.problem} />
            </section>
            <PasswordForm />
          </div>
        ) : (
          <PasswordForm />
        )}
      </div>
    </main>
  );
}

function PasswordForm(): JSX.Element {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const enter = useCommand(async () => {
    try {
      await signIn(login.trim(), password);
    } catch (error) {
      setPassword('');
      throw error;
    }
  });
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void enter.run();
      }}
    >
      <h2>With your password</h2>
      <TextInput
        label="User name"
        name="username"
        value={login}
        onChange={setLogin}
        autoComplete="username"
        required
        autoFocus
      />
      <TextInput
        label="Password"
        name="password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        required
      />
      <ProblemBox problem={enter.problem} />
      <Button type="submit" kind="primary" busy={enter.busy} wide>
        Sign in
      </Button>
    </form>
  );
}
