import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCommand } from '../../api/use-command.js';
import { Button, Card, KeyValue, ProblemBox, TextInput, toast } from '../../parts/index.js';
import { roleWords } from '../../sections.js';
import { changePassword, useSession } from '../../session/session.js';

const SHORTEST = 10;

export function Account(): JSX.Element {
  const { person, roles } = useSession();
  const [password, setPassword] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const save = useCommand(async () => {
    await changePassword(password, next);
    for (const clear of [setPassword, setNext, setAgain]) clear('');
    toast('Your password is changed.');
  });
  const short = next !== '' && next.length < SHORTEST;
  const differs = again !== '' && again !== next;
  const ready = password !== '' && next.length >= SHORTEST && again === next;
  return (
    <div class="columns-2">
      <Card title="My account">
        <KeyValue
          rows={[
            ['Name', person.name],
            ['Signs in as', person.login],
            ['Initials', person.initials],
            ['Roles', roleWords(roles)],
          ]}
        />
      </Card>
      <Card title="Change my password">
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) void save.run();
          }}
        >
          <TextInput
            label="Present password"
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            error={save.problem?.field('password')}
          />
          <TextInput
            label="New password"
            type="password"
            autoComplete="new-password"
            hint={`At least ${SHORTEST} characters`}
            value={next}
            onChange={setNext}
            error={short ? `At least ${SHORTEST} characters.` : save.problem?.field('newPassword')}
          />
          <TextInput
            label="New password again"
            type="password"
            autoComplete="new-password"
            value={again}
            onChange={setAgain}
            error={differs ? 'This is not the same.' : undefined}
          />
          <ProblemBox problem={save.problem} />
          <div class="row row-end">
            <Button kind="primary" type="submit" busy={save.busy} disabled={ready ? false : 'Fill in all three'}>
              Change the password
            </Button>
          </div>
        </form>
      </Card>
    </div>
  );
}
