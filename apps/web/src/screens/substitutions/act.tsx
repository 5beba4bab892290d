import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { Substitution } from '../../api/substitution-types.js';
import { useCommand } from '../../api/use-command.js';
import { Button, ProblemBox, SignatureDialog, TextInput, toast } from '../../parts/index.js';
import { counted } from './words.js';

/** The one thing to do next: propose, approve by signature, or reverse. */
export function Act(props: { substitution: Substitution; onDone: () => void }): JSX.Element | null {
  const { substitution: s } = props;
  if (s.allowed.includes('propose')) return <Propose {...props} />;
  if (s.allowed.includes('approve')) return <Approve {...props} />;
  if (s.allowed.includes('reverse')) return <Reverse {...props} />;
  return null;
}

interface Part {
  substitution: Substitution;
  onDone: () => void;
}

function Propose({ substitution: s, onDone }: Part): JSX.Element {
  const propose = useCommand(async () => {
    await post(`/substitutions/${s.id}/proposal`, {});
    toast(`${s.number} is proposed. A pharmacist decides.`);
    onDone();
  });
  const none = s.sums.ready + s.sums.answersMissing === 0;
  return (
    <Foot problem={<ProblemBox problem={propose.problem} />}>
      <Button
        kind="primary"
        busy={propose.busy}
        disabled={none ? 'No order can be substituted this way' : false}
        onClick={() => void propose.run()}
      >
        Propose to a pharmacist
      </Button>
    </Foot>
  );
}

function Approve({ substitution: s, onDone }: Part): JSX.Element {
  const [asked, setAsked] = useState(false);
  const blocked = s.sums.answersMissing > 0 ? 'Answer what is asked above, or leave those orders out' : undefined;
  const none = s.sums.ready === 0 ? 'No order takes part' : undefined;
  return (
    <Foot>
      <Button kind="primary" disabled={blocked ?? none ?? false} onClick={() => setAsked(true)}>
        Approve for {counted(s.sums.ready, 'order')}
      </Button>
      {asked && (
        <SignatureDialog
          title={`Approve ${s.number}`}
          meaning="I have reviewed what is shown before and after for every order, and approve this substitution."
          action="Sign and approve"
          onSign={async (password) => {
            await post(`/substitutions/${s.id}/approval`, { shown: s.shownHash, password });
            toast(`${s.number} is in force.`);
            onDone();
          }}
          onClose={() => setAsked(false)}
        >
          <p>
            {s.from} becomes {s.to} in {counted(s.sums.ready, 'order')} of {counted(s.sums.patients, 'patient')}.
            Worksheets that are not begun are cancelled and planned anew.
          </p>
        </SignatureDialog>
      )}
    </Foot>
  );
}

function Reverse({ substitution: s, onDone }: Part): JSX.Element {
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  return (
    <Foot>
      <Button kind="danger" onClick={() => setAsked(true)}>
        Reverse for {counted(s.reversible, 'order')}
      </Button>
      {asked && (
        <SignatureDialog
          title={`Reverse ${s.number}`}
          meaning="I have reviewed the prescriptions that are restored, and approve them as they were."
          action="Sign and reverse"
          danger
          blocked={reason.trim().length < 3 ? 'Say why' : undefined}
          onSign={async (password) => {
            await post(`/substitutions/${s.id}/reversal`, { reason, password });
            toast(`${s.number} is reversed.`);
            onDone();
          }}
          onClose={() => setAsked(false)}
        >
          <p>It can be reversed once. Orders that were changed since are left as they are.</p>
          <TextInput label="Reason" required maxLength={500} value={reason} onChange={setReason} />
        </SignatureDialog>
      )}
    </Foot>
  );
}

function Foot(props: { children: JSX.Element | (JSX.Element | false)[]; problem?: JSX.Element }): JSX.Element {
  return (
    <>
      {props.problem}
      <div class="sticky-foot row row-end no-print">{props.children}</div>
    </>
  );
}
