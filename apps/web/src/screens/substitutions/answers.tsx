import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { put } from '../../api/client.js';
import type { Substitution } from '../../api/substitution-types.js';
import { useCommand } from '../../api/use-command.js';
import { Button, Card, ProblemBox, Select, TextInput } from '../../parts/index.js';

const STORAGES = [
  { value: 'CRT', label: 'Room temperature' },
  { value: 'REF', label: 'Refrigerator' },
  { value: 'FRZ', label: 'Freezer' },
] as const;
type Storage = (typeof STORAGES)[number]['value'];

interface Draft {
  reasons: Record<string, string>;
  hours: string;
  storage: Storage;
  reason: string;
  citation: string;
}

const draftOf = ({ overrides, stabilityDecision: given }: Substitution): Draft => ({
  reasons: Object.fromEntries(overrides.map(({ code, reason }) => [code, reason])),
  hours: given ? String(given.limitHours) : '',
  storage: given?.storage ?? 'REF',
  reason: given?.reason ?? '',
  citation: given?.citation ?? '',
});

/** What a pharmacist answers once for all orders that ask it: reasons for hard findings, and the limit of stability. */
export function Answers({
  substitution,
  onDone,
}: {
  substitution: Substitution;
  onDone: () => void;
}): JSX.Element | null {
  const [draft, setDraft] = useState(() => draftOf(substitution));
  const change = (part: Partial<Draft>): void => setDraft((old) => ({ ...old, ...part }));
  const hard = substitution.questions.filter((q) => q.kind !== 'stability-decision');
  const stability = substitution.questions.some((q) => q.kind === 'stability-decision');
  const save = useCommand(async () => {
    await put(`/substitutions/${substitution.id}/answers`, {
      overrides: Object.entries(draft.reasons)
        .filter(([, reason]) => reason.trim().length >= 3)
        .map(([code, reason]) => ({ code, reason })),
      ...(draft.hours && {
        stabilityDecision: {
          limitHours: Number(draft.hours),
          storage: draft.storage,
          reason: draft.reason,
          citation: draft.citation,
        },
      }),
    });
    onDone();
  });
  if (substitution.questions.length === 0) return null;
  return (
    <Card title="A pharmacist answers first">
      <div class="stack no-print">
        {hard.map((question) => (
          <TextInput
            key={question.key}
            label={question.message}
            maxLength={500}
            value={draft.reasons[question.key] ?? ''}
            onChange={(reason) => change({ reasons: { ...draft.reasons, [question.key]: reason } })}
            hint="Reason why it goes ahead all the same, for every order that asks this"
          />
        ))}
        {stability && (
          <fieldset class="stack stack-small">
            <legend class="strong">No confirmed stability evidence fits: set the limit and its source</legend>
            <div class="columns-2">
              <TextInput
                label="Limit"
                suffix="h"
                value={draft.hours}
                onChange={(hours) => change({ hours })}
                error={save.problem?.field('stabilityDecision.limitHours')}
              />
              <Select
                label="Stored"
                value={draft.storage}
                options={STORAGES}
                onChange={(storage) => change({ storage })}
              />
              <TextInput
                label="Reason"
                maxLength={500}
                value={draft.reason}
                onChange={(reason) => change({ reason })}
                error={save.problem?.field('stabilityDecision.reason')}
              />
              <TextInput
                label="Source"
                maxLength={500}
                value={draft.citation}
                onChange={(citation) => change({ citation })}
                error={save.problem?.field('stabilityDecision.citation')}
              />
            </div>
          </fieldset>
        )}
        <ProblemBox problem={save.problem} />
        <div class="row row-end">
          <Button busy={save.busy} onClick={() => void save.run()}>
            Keep the answers and compare again
          </Button>
        </div>
      </div>
    </Card>
  );
}
