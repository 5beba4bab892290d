import type { JSX } from 'preact';
import type { ApiProblem } from '../../api/problem.js';
import { Icon, ProblemBox } from '../../parts/index.js';

/** A refused scan or volume, to be read from a metre away: what is wrong, and what to do. */
export function Refusal({ problem, word }: { problem: ApiProblem | undefined; word: string }): JSX.Element | null {
  if (!problem) return null;
  if (problem.status === 0) return <ProblemBox problem={problem} />;
  const found = problem.findings.filter(({ severity }) => severity === 'stop' || severity === 'hard');
  const messages = found.length > 0 ? found.map(({ message }) => message) : [problem.detail];
  return (
    <div class="refusal" role="alert" data-code={problem.code}>
      <strong class="refusal-word">
        <Icon name="stop" size={40} />
        {word}
      </strong>
      {messages.map((message) => (
        <p key={message}>{message}</p>
      ))}
      {problem.accepted && <p class="small">Accepted: {problem.accepted}</p>}
    </div>
  );
}
