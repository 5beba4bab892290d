import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { Person } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { Button, CheckBox, Dialog, ProblemBox, TextInput, toast } from '../../parts/index.js';
import { roleWords } from '../../sections.js';

const ROLES = ['technician', 'pharmacist', 'buyer', 'nurse', 'designated-person', 'administrator'];

export function RoleFields(props: { roles: readonly string[]; onChange: (roles: string[]) => void }): JSX.Element {
  return (
    <fieldset>
      <legend class="field-label">Roles</legend>
      <div class="columns-2 role-fields">
        {ROLES.map((role) => (
          <CheckBox
            key={role}
            label={roleWords([role])}
            checked={props.roles.includes(role)}
            onChange={(on) => props.onChange(ROLES.filter((one) => (one === role ? on : props.roles.includes(one))))}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** `Jane Doe, PharmD` gives JD. */
const initialsOf = (name: string): string =>
  (name.split(',')[0] ?? '')
    .split(/\s+/)
    .map((word) => word.charAt(0).toUpperCase())
    .filter((letter) => /[A-Z]/.test(letter))
    .slice(0, 4)
    .join('');

export function AddPerson(props: { onSaved: () => void; onClose: () => void }): JSX.Element {
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [keyed, setInitials] = useState<string>();
  const [roles, setRoles] = useState<string[]>([]);
  const [temporaryPassword, setPassword] = useState('');
  const initials = keyed ?? initialsOf(name);
  const save = useCommand(async () => {
    const body = { name: name.trim(), login: login.trim(), initials, roles, temporaryPassword };
    const person = await post<Person>('/people', body);
    toast(`${person.name} can sign in as ${person.login}.`);
    props.onSaved();
    props.onClose();
  });
  const missing = [name.trim(), login.trim(), initials, temporaryPassword].includes('');
  return (
    <Dialog
      title="Add a person"
      wide
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabled={missing ? 'Fill in every field first' : false}
            onClick={() => void save.run()}
          >
            Add
          </Button>
        </>
      }
    >
      <div class="columns-2">
        <TextInput
          label="Name and credentials"
          hint="As records print it: Jane Doe, PharmD"
          maxLength={120}
          autoFocus
          value={name}
          onChange={setName}
          error={save.problem?.field('name')}
        />
        <TextInput
          label="Initials"
          hint="2 to 4 capital letters"
          maxLength={4}
          value={initials}
          onChange={(text) => setInitials(text.toUpperCase())}
          error={save.problem?.field('initials')}
        />
        <TextInput
          label="Signs in as"
          hint="Lower-case letters, digits, dots, dashes"
          maxLength={64}
          value={login}
          onChange={setLogin}
          error={save.problem?.field('login')}
        />
        <TextInput
          label="Temporary password"
          hint="Told by word of mouth; changed at the first sign-in"
          maxLength={200}
          value={temporaryPassword}
          onChange={setPassword}
          error={save.problem?.field('temporaryPassword')}
        />
      </div>
      <RoleFields roles={roles} onChange={setRoles} />
      <ProblemBox problem={save.problem} />
    </Dialog>
  );
}
