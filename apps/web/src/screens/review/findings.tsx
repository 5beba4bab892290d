import type { JSX } from 'preact';
import type { Finding } from '#domain/finding';
import { findingKey } from '#domain/review';
import { Badge, Card, CheckBox, FindingList, TextInput } from '../../parts/index.js';
import { askOf, type Draft } from './decision.js';

const GROUPS: readonly (readonly [severity: Finding['severity'], title: string])[] = [
  ['stop', 'Must be resolved'],
  ['hard', 'Resolve, or override with a reason'],
  ['soft', 'To be acknowledged'],
  ['info', 'To be known'],
];

/** What the rules say, worst first; what they ask of the pharmacist is filled in right there. */
export function Findings(props: {
  findings: readonly Finding[];
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  open: boolean;
}): JSX.Element {
  const { findings, draft, change } = props;
  if (findings.length === 0)
    return (
      <Card title="Findings">
        <Badge tone="ok">The rules found nothing to object to</Badge>
      </Card>
    );
  const control = (finding: Finding): JSX.Element | null => {
    if (!props.open) return null;
    const key = findingKey(finding);
    switch (askOf(finding)) {
      case 'acknowledge':
        return (
          <CheckBox
            label="I have read this and it is acceptable"
            checked={draft.acknowledged.includes(key)}
            onChange={(read) =>
              change({
                acknowledged: read ? [...draft.acknowledged, key] : draft.acknowledged.filter((one) => one !== key),
              })
            }
          />
        );
      case 'override':
        return (
          <TextInput
            label="Reason to override"
            value={draft.overrides[key] ?? ''}
            maxLength={500}
            onChange={(reason) => change({ overrides: { ...draft.overrides, [key]: reason } })}
          />
        );
      case 'stability':
        return <a href="#stability-decision">Decide on stability below</a>;
      case 'nothing':
        return null;
    }
  };
  return (
    <section class="stack" aria-label="Findings">
      {GROUPS.map(([severity, title]) => {
        const group = findings.filter((finding) => finding.severity === severity);
        if (group.length === 0) return null;
        return (
          <section class="stack stack-small" key={severity}>
            <h2>
              {title} <span class="count">{group.length}</span>
            </h2>
            <FindingList findings={group} slot={control} />
          </section>
        );
      })}
    </section>
  );
}
