import type { JSX } from 'preact';
import type { Finding } from '#domain/finding';
import { CheckBox, FindingList, TextInput } from '../../parts/index.js';
import { MAKER, type Answers } from './decision.js';

/** What must be seen before signing, first on the page; cautions are acknowledged and overrides explained where they stand. */
export function Findings(props: {
  findings: readonly Finding[];
  /** This person can sign, so answers are asked for. */
  asks: boolean;
  answers: Answers;
  onAnswers: (answers: Answers) => void;
}): JSX.Element | null {
  const { answers, onAnswers } = props;
  const slot = (finding: Finding): JSX.Element | null => {
    if (!props.asks) return null;
    const { code } = finding;
    if (finding.severity === 'soft')
      return (
        <CheckBox
          label="I have read this and considered it"
          checked={answers.acknowledged.includes(code)}
          onChange={(checked) =>
            onAnswers({
              ...answers,
              acknowledged: checked
                ? [...answers.acknowledged, code]
                : answers.acknowledged.filter((other) => other !== code),
            })
          }
        />
      );
    if (finding.severity !== 'hard') return null;
    return (
      <TextInput
        label="Why it is right to verify it all the same"
        value={answers.reasons[code] ?? ''}
        onChange={(reason) => onAnswers({ ...answers, reasons: { ...answers.reasons, [code]: reason } })}
        maxLength={500}
      />
    );
  };
  return (
    <FindingList
      findings={props.findings.filter(({ code }) => code !== MAKER)}
      slot={slot}
      {...(props.asks ? { none: 'Nothing was found that speaks against it' } : {})}
    />
  );
}
