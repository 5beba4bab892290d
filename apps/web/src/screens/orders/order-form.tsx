import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCommand } from '../../api/use-command.js';
import { Badge, Button, Card, DateTimeInput, HazardBadge, KeyHint, ProblemBox, TextInput } from '../../parts/index.js';
import { useSubmitKey } from '../desk/keys.js';
import { fieldError } from '../desk/problems.js';
import { bodyOf, changed, changedLine, EMPTY_LINE, missingIn, titleOf, type OrderDraft } from './draft.js';
import { BaseFields, LineFields } from './line-fields.js';
import { PatientPicker } from './patient-picker.js';
import { HandlingFields, ScheduleFields } from './schedule-fields.js';

/** What the parts of the form share. */
export interface FormState {
  draft: OrderDraft;
  change: (part: Partial<OrderDraft>) => void;
  /** What is wrong with a field, by its name in the request. */
  error: (field: string) => string | undefined;
}

/** The prescription: one form, keyboard all the way. The whole draft is kept until it is saved. */
export function OrderForm(props: {
  initial: OrderDraft;
  /** An order that is there is changed: says why, and keeps its patient. */
  change?: boolean;
  action: string;
  cancel: string;
  onSave: (draft: OrderDraft) => Promise<void>;
}): JSX.Element {
  const [draft, setDraft] = useState(props.initial);
  const [tried, setTried] = useState(false);
  const save = useCommand(() => props.onSave(draft));
  const missing = missingIn(draft, props.change ?? false);
  const open = Object.keys(missing).length;
  const form: FormState = {
    draft,
    change: (part) => setDraft((old) => changed(old, part)),
    error: (field) => (tried ? missing[field] : undefined) ?? fieldError(save.problem, field),
  };
  const submit = (): void => {
    setTried(true);
    if (open === 0) void save.run();
    else setTimeout(() => document.querySelector<HTMLElement>('main [aria-invalid=true]')?.focus());
  };
  useSubmitKey(submit);
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <div class="order-form">
        <div class="stack">
          <Card title="Patient">
            <PatientPicker form={form} fixed={props.change ?? false} autoFocus={draft.patient === null} />
          </Card>
          <Drugs form={form} />
          <ScheduleFields form={form} />
          <HandlingFields form={form} />
        </div>
        <aside class="order-side stack" aria-label="The prescription as it will read">
          <Reads draft={draft} />
          <Words form={form} change={props.change ?? false} />
        </aside>
      </div>
      <ProblemBox problem={save.problem} />
      <div class="sticky-foot">
        <span class="grow">
          {tried && open > 0 && (
            <Badge tone="danger">
              {open === 1 ? 'One field is still to be filled in' : `${open} fields are still to be filled in`}
            </Badge>
          )}
        </span>
        <KeyHint keys="Ctrl+Enter" />
        <Button href={props.cancel}>Cancel</Button>
        <Button kind="primary" busy={save.busy} onClick={submit}>
          {props.action}
        </Button>
      </div>
    </form>
  );
}

function Reads({ draft }: { draft: OrderDraft }): JSX.Element {
  const title = titleOf(draft);
  const hazardous = draft.lines.some(({ drug }) => drug !== null && drug.hazard !== 'none');
  return (
    <Card title="Reads">
      <p class={title ? 'lead strong' : 'quiet'} role="status">
        {title ?? 'The prescription appears here as soon as a drug and its dose are keyed.'}
      </p>
      {hazardous && <HazardBadge />}
    </Card>
  );
}

function Words({ form, change }: { form: FormState; change: boolean }): JSX.Element {
  const { draft } = form;
  return (
    <Card>
      <div class="stack">
        <DateTimeInput
          label="Needed by"
          optional
          value={draft.neededAt}
          onChange={(neededAt) => form.change({ neededAt })}
          error={form.error('neededAt')}
        />
        <TextInput
          label="Prescriber"
          required
          maxLength={120}
          value={draft.prescriber}
          onChange={(prescriber) => form.change({ prescriber })}
          error={form.error('prescriber')}
        />
        <TextInput
          label="Indication"
          optional
          maxLength={200}
          value={draft.indication}
          onChange={(indication) => form.change({ indication })}
          error={form.error('indication')}
        />
        <TextInput
          label="Directions"
          optional
          lines
          maxLength={500}
          value={draft.directions}
          onChange={(directions) => form.change({ directions })}
          error={form.error('directions')}
        />
        {change && (
          <TextInput
            label="Why it changes"
            required
            lines
            maxLength={500}
            value={draft.changeReason}
            onChange={(changeReason) => form.change({ changeReason })}
            error={form.error('changeReason')}
          />
        )}
      </div>
    </Card>
  );
}

function Drugs({ form }: { form: FormState }): JSX.Element {
  const { draft } = form;
  const setLine = (index: number, part: Parameters<typeof changedLine>[1]): void =>
    form.change({ lines: draft.lines.map((line, i) => (i === index ? changedLine(line, part) : line)) });
  return (
    <Card title="In one container">
      <div class="stack">
        {draft.lines.map((line, i) => (
          <LineFields
            key={i}
            index={i}
            line={line}
            form={form}
            onChange={(part) =>
              setLine(i, part.basis === undefined ? part : { ...part, body: bodyOf(draft.patient, part.basis) })
            }
            onRemove={
              draft.lines.length > 1 ? () => form.change({ lines: draft.lines.filter((_, at) => at !== i) }) : undefined
            }
          />
        ))}
        <div>
          <Button size="small" icon="plus" onClick={() => form.change({ lines: [...draft.lines, EMPTY_LINE] })}>
            Another drug
          </Button>
        </div>
        <BaseFields form={form} />
      </div>
    </Card>
  );
}
