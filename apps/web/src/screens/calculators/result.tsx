import type { ComponentChildren, JSX } from 'preact';
import type { CalculationAnswer, Figure } from '../../api/types.js';
import { Button, Card, Derivation, EmptyState, FindingList, ProblemBox, toast } from '../../parts/index.js';
import { copyText } from './copy-text.js';
import type { Calculation } from './use-calculation.js';

/** A form beside its answer; the answer stays in sight. Clear, copy, print. */
export function Calculator<T>(props: {
  calculation: Calculation<T>;
  form: ComponentChildren;
  onClear: () => void;
  /** The answer in plain lines, for a message or a record. */
  copy: (answer: T) => string;
  children: (answer: T) => ComponentChildren;
}): JSX.Element {
  const { answer, problem, missing, busy } = props.calculation;
  const copy = async (): Promise<void> => {
    if (answer === undefined) return;
    const done = await copyText(props.copy(answer));
    toast(done ? 'Copied.' : 'The browser did not allow copying.');
  };
  return (
    <div class="calculator">
      <section class="card stack calculator-form" aria-label="What is known">
        {props.form}
        <div class="row no-print">
          <Button kind="plain" icon="close" onClick={props.onClear}>
            Clear
          </Button>
        </div>
      </section>
      <section class="stack calculator-answer" aria-label="Answer" data-busy={busy}>
        <div role="status" aria-live="polite" class="stack">
          {problem && <ProblemBox problem={problem} />}
          {answer === undefined && !problem && (
            <Card>
              <EmptyState icon="calculator" title={missing ?? 'Working it out…'}>
                The answer appears here as soon as it can be worked out.
              </EmptyState>
            </Card>
          )}
          {answer !== undefined && props.children(answer)}
        </div>
        {answer !== undefined && (
          <div class="row row-end no-print">
            <Button icon="copy" onClick={() => void copy()}>
              Copy
            </Button>
            <Button icon="printer" onClick={() => print()}>
              Print
            </Button>
          </div>
        )}
      </section>
    </div>
  );
}

/** Figures first and large, then what to heed, then `children`, and last how it was worked out. */
export function AnswerCards(props: { answer: CalculationAnswer; children?: ComponentChildren }): JSX.Element {
  const { figures, findings, derivation } = props.answer;
  return (
    <>
      {figures.length > 0 && (
        <Card>
          <Figures figures={figures} />
        </Card>
      )}
      <FindingList findings={findings} />
      {props.children}
      {derivation.length > 0 && (
        <Card title="How it was worked out">
          <Derivation steps={derivation} />
        </Card>
      )}
    </>
  );
}

function Figures({ figures }: { figures: readonly Figure[] }): JSX.Element {
  const [first, ...rest] = figures;
  return (
    <div class="stack">
      {first && (
        <div class="result">
          <span class="quiet">{first.label}</span>
          <strong class="result-value">{first.text}</strong>
        </div>
      )}
      {rest.length > 0 && <SmallFigures figures={rest} />}
    </div>
  );
}

export const SmallFigures = ({ figures }: { figures: readonly Figure[] }): JSX.Element => (
  <dl class="key-values key-values-stacked">
    {figures.map((figure) => (
      <div key={figure.label}>
        <dt>{figure.label}</dt>
        <dd class="lead">{figure.text}</dd>
      </div>
    ))}
  </dl>
);

export const answerText = (answer: CalculationAnswer): string =>
  [
    ...answer.figures.map((figure) => `${figure.label}: ${figure.text}`),
    ...answer.derivation.map((step) => `${step.label}: ${step.substitution} = ${step.value} ${step.unit}`.trim()),
    ...answer.findings.map((finding) => `${finding.severity}: ${finding.message}`),
  ].join('\n');
