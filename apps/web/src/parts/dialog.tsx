import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { asProblem, type ApiProblem } from '../api/problem.js';
import { useCommand } from '../api/use-command.js';
import { useDemoHint } from '../session/demo-hint.js';
import { useSession } from '../session/session.js';
import { Button } from './button.js';
import { TextInput } from './field.js';
import { ProblemBox } from './findings.js';

/** A native modal dialog: focus stays inside, Escape closes. Render it only while it is open. */
export function Dialog(props: {
  title: string;
  children: ComponentChildren;
  foot?: ComponentChildren;
  onClose: () => void;
  wide?: boolean;
}): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[autofocus], input:not([type=hidden]), textarea, select')?.focus();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      class={props.wide ? 'dialog-wide' : ''}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <div class="dialog-body">
        <h2 id={id}>{props.title}</h2>
        {props.children}
      </div>
      {props.foot && <div class="dialog-foot">{props.foot}</div>}
    </dialog>
  );
}

/** Asks once before something that cannot be taken back; with `reason` the person must say why (3 characters and more). */
export function ConfirmDialog(props: {
  title: string;
  children?: ComponentChildren;
  /** The verb on the button: `Discard the vial`. */
  action: string;
  danger?: boolean;
  reason?: string;
  onConfirm: (reason: string) => Promise<unknown>;
  onClose: () => void;
}): JSX.Element {
  const [reason, setReason] = useState('');
  const confirm = useCommand(async () => {
    await props.onConfirm(reason.trim());
    props.onClose();
  });
  const missing = props.reason !== undefined && reason.trim().length < 3;
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind={props.danger ? 'danger' : 'primary'}
            busy={confirm.busy}
            disabled={missing ? 'Say why first' : false}
            onClick={() => void confirm.run()}
            autoFocus={props.reason === undefined}
          >
            {props.action}
          </Button>
        </>
      }
    >
      {props.children && <div>{props.children}</div>}
      {props.reason !== undefined && (
        <TextInput
          label={props.reason}
          value={reason}
          onChange={setReason}
          lines
          autoFocus
          maxLength={500}
          error={confirm.problem?.field('reason')}
        />
      )}
      <ProblemBox problem={confirm.problem} />
    </Dialog>
  );
}

/**
 * A signature: says who signs and what it means, takes the password, Enter signs. A wrong password keeps the dialog open and
 * says so; anything else that is refused is shown too, with `onProblem` told.
 */
export function SignatureDialog(props: {
  title: string;
  /** A whole sentence: `I have checked this order and approve it for compounding.` */
  meaning: string;
  action: string;
  children?: ComponentChildren;
  danger?: boolean;
  /** Something else to fill in is missing: why signing is not possible yet. */
  blocked?: string | undefined;
  onSign: (password: string) => Promise<unknown>;
  onClose: () => void;
  onProblem?: (problem: ApiProblem) => void;
}): JSX.Element {
  const { person } = useSession();
  const hint = useDemoHint();
  const [password, setPassword] = useState('');
  const sign = useCommand(async () => {
    try {
      await props.onSign(password);
    } catch (error) {
      setPassword('');
      props.onProblem?.(asProblem(error));
      throw error;
    }
    props.onClose();
  });
  const refused = sign.problem?.code === 'signature.refused';
  const submit = (): void => {
    if (password !== '' && !props.blocked) void sign.run();
  };
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind={props.danger ? 'danger' : 'primary'}
            icon="pen"
            busy={sign.busy}
            disabled={props.blocked ?? (password === '' ? 'Enter your password to sign' : false)}
            onClick={submit}
          >
            {props.action}
          </Button>
        </>
      }
    >
      <p class="meaning">{props.meaning}</p>
      {props.children}
      <TextInput
        label={`Password of ${person.name}`}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        onEnter={submit}
        hint={hint}
        autoFocus={props.children === undefined}
        error={refused ? 'This is not your password. Nothing was signed.' : undefined}
      />
      {!refused && <ProblemBox problem={sign.problem} />}
    </Dialog>
  );
}
