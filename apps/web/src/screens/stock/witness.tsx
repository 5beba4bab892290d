import type { JSX } from 'preact';
import { TextInput } from '../../parts/index.js';

export interface Witness {
  login: string;
  password: string;
}
export const NOBODY: Witness = { login: '', password: '' };
export const isThere = (witness: Witness): boolean => witness.login.trim() !== '' && witness.password !== '';

/** The second person, at this screen now: name and password, never kept. */
export function WitnessFields(props: {
  value: Witness;
  onChange: (witness: Witness) => void;
  error?: string | undefined;
}): JSX.Element {
  const { value, onChange } = props;
  return (
    <fieldset class="stack stack-small">
      <legend class="strong">Witness</legend>
      <p class="small quiet">A controlled substance: another person sees it and signs here, now.</p>
      <div class="columns-2">
        <TextInput
          label="Sign-in name of the witness"
          value={value.login}
          onChange={(login) => onChange({ ...value, login })}
          error={props.error}
        />
        <TextInput
          label="Password of the witness"
          type="password"
          value={value.password}
          onChange={(password) => onChange({ ...value, password })}
        />
      </div>
    </fieldset>
  );
}
