import type { ComponentChildren, JSX } from 'preact';
import { bySeverity, type Finding } from '#domain/finding';
import type { ApiProblem } from '../api/problem.js';
import { Button } from './button.js';
import { Icon, type IconName } from './icon.js';
import type { Tone } from './badge.js';

const LOOK: Readonly<Record<Finding['severity'], { tone: Tone; icon: IconName; word: string }>> = {
  stop: { tone: 'danger', icon: 'stop', word: 'Stop' },
  hard: { tone: 'danger', icon: 'hard', word: 'Needs an override' },
  soft: { tone: 'warn', icon: 'warning', word: 'Caution' },
  info: { tone: 'info', icon: 'info', word: 'Note' },
};

/** What the rules have to say, worst first. `slot` puts a control under a finding: acknowledge, override with a reason. */
export function FindingList(props: {
  findings: readonly Finding[];
  slot?: (finding: Finding, index: number) => ComponentChildren;
  /** What is said when there are none; nothing is shown without it. */
  none?: string;
}): JSX.Element | null {
  if (props.findings.length === 0)
    return props.none ? (
      <p class="row">
        <span class="badge tone-ok">
          <Icon name="ok" size={16} />
          {props.none}
        </span>
      </p>
    ) : null;
  return (
    <ul class="findings">
      {bySeverity(props.findings).map((finding, i) => {
        const look = LOOK[finding.severity];
        const slot = props.slot?.(finding, i);
        return (
          <li class={`finding tone-${look.tone}`} key={`${finding.code}-${i}`} data-severity={finding.severity}>
            <Icon name={look.icon} size={22} />
            <div class="finding-body">
              <span class={`finding-word tone-${look.tone}`}>{look.word}: </span>
              {finding.message}
              {finding.source && <div class="finding-source">{finding.source}</div>}
              {slot && <div class="finding-slot">{slot}</div>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** Why something was refused: in words, with the fields and findings it names, and "try again" where that makes sense. */
export function ProblemBox(props: { problem: ApiProblem | undefined; retry?: () => void }): JSX.Element | null {
  const { problem } = props;
  if (!problem) return null;
  const fields = problem.fields.length > 1 ? problem.fields : [];
  const findings = problem.findings.filter((f) => f.severity !== 'info' && !problem.detail.includes(f.message));
  return (
    <div class="problem" role="alert" data-code={problem.code}>
      <Icon name={problem.status === 0 ? 'offline' : 'hard'} size={22} />
      <div>
        <span class="strong">{problem.detail}</span>
        {problem.accepted && fields.length === 0 && <div class="small">Accepted: {problem.accepted}</div>}
        {fields.length > 0 && (
          <ul>
            {fields.map((field) => (
              <li key={`${field.field} ${field.message}`}>
                {field.field}: {field.message}
              </li>
            ))}
          </ul>
        )}
        {findings.length > 0 && (
          <ul>
            {findings.map((finding) => (
              <li key={finding.code}>{finding.message}</li>
            ))}
          </ul>
        )}
      </div>
      {props.retry && (
        <Button size="small" onClick={props.retry}>
          Try again
        </Button>
      )}
    </div>
  );
}
