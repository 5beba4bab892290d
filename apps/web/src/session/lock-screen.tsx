import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useCommand } from '../api/use-command.js';
import { Button } from '../parts/button.js';
import { TextInput } from '../parts/field.js';
import { ProblemBox } from '../parts/findings.js';
import { Icon } from '../parts/icon.js';
import { useDemoHint } from './demo-hint.js';
import { changePassword, signOut, unlock, useSession } from './session.js';

/** Covers everything; what was being done is kept behind it, hidden from eyes and screen readers. */
export function LockScreen(): JSX.Element {
  const { person } = useSession();
  const hint = useDemoHint();
  const [password, setPassword] = useState('');
  const open = useCommand(async () => {
    try {
      await unlock(password);
    } catch (error) {
      setPassword('');
      throw error;
    }
  });
  const wrong = open.problem?.code === 'session.refused';
  const leave = useCommand(signOut);
  useEffect(() => {
    const before = document.title;
    document.title = 'Locked';
    return () => void (document.title = before);
  }, []);
  return (
    <div class="lock-screen" role="dialog" aria-modal="true" aria-labelledby="lock-title">
      <div class="sign-in">
        <form
          class="card sign-in-narrow stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (password !== '') void open.run();
          }}
        >
          <header class="row">
            <Icon name="lock" size={32} />
            <div>
              <h1 id="lock-title">Locked</h1>
              <p class="quiet">{person.name}</p>
            </div>
          </header>
          <TextInput
            label="Password"
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            hint={hint}
            error={wrong ? 'This is not your password.' : undefined}
            autoFocus
          />
          <ProblemBox problem={wrong ? leave.problem : (open.problem ?? leave.problem)} />
          <Button type="submit" kind="primary" busy={open.busy} disabled={password === ''} wide>
            Unlock
          </Button>
          <Button kind="plain" busy={leave.busy} onClick={() => void leave.run()}>
            Not you? Sign out
          </Button>
        </form>
      </div>
    </div>
  );
}

/** After an administrator has set a password, its owner chooses another before anything else. */
export function NewPassword(): JSX.Element {
  const { person } = useSession();
  const [password, setPassword] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const change = useCommand(changePassword);
  const differs = again !== '' && again !== next ? 'The two are not the same.' : undefined;
  return (
    <main class="sign-in" id="main">
      <form
        class="card sign-in-narrow stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!differs && again !== '') void change.run(password, next);
        }}
      >
        <header>
          <h1>Choose a new password</h1>
          <p class="quiet">{person.name}</p>
        </header>
        <TextInput
          label="Present password"
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          required
          autoFocus
        />
        <TextInput
          label="New password"
          type="password"
          value={next}
          onChange={setNext}
          autoComplete="new-password"
          hint="10 characters and more; several words are easier to remember."
          error={change.problem?.field('newPassword')}
          required
        />
        <TextInput
          label="New password again"
          type="password"
          value={again}
          onChange={setAgain}
          autoComplete="new-password"
          error={differs}
          required
        />
        <ProblemBox problem={change.problem} />
        <Button type="submit" kind="primary" busy={change.busy} wide>
          Change the password
        </Button>
        <Button kind="plain" onClick={() => void signOut()}>
          Sign out
        </Button>
      </form>
    </main>
  );
}
