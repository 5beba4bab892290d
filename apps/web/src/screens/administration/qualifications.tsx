import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { addCalendarDays, parseLocalDate } from '#domain/time';
import { post } from '../../api/client.js';
import type { Person, Qualification } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import { Badge, Button, DateInput, Loaded, ProblemBox, Select, TextInput, toast } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { Ends } from '../desk/ends.js';
import { labelOf } from '../desk/words.js';
import { useToday } from '../patients/patient-facts.js';

const KINDS = [
  { value: 'garbing', label: 'Garbing and hand hygiene' },
  { value: 'aseptic-manipulation', label: 'Aseptic manipulation' },
  { value: 'core-knowledge', label: 'Core knowledge' },
  { value: 'hazardous-drugs', label: 'Hazardous drugs' },
];
/** Shown first; every one can be chosen (USP <797> section 2; domain-rules 3.1). */
const VALID_DAYS: Readonly<Record<string, number>> = {
  garbing: 182,
  'aseptic-manipulation': 182,
  'core-knowledge': 365,
  'hazardous-drugs': 365,
};

/** What a person has shown that they can do, and until when it counts. */
export function Qualifications({ person }: { person: Person }): JSX.Element {
  const may = usePermissions();
  const [kind, setKind] = useState<string>();
  const list = useResource<Qualification[]>(`/people/${person.id}/qualifications`, { feed: ['person'] });
  const manages = may('facility.manage');
  return (
    <section class="stack stack-small" aria-label="Qualifications">
      <h3>Qualifications</h3>
      <Loaded resource={list} lines={2}>
        {(all) => {
          const current = KINDS.map(({ value }) => ({
            kind: value,
            latest: all
              .filter((one) => one.kind === value && !one.revoked)
              .sort((a, b) => b.validUntil.localeCompare(a.validUntil))[0],
          }));
          return (
            <ul class="plain-list qualification-list">
              {current.map(({ kind: of, latest }) => (
                <li key={of} class="row row-between">
                  <span>{labelOf(KINDS, of)}</span>
                  <span class="row">
                    {latest ? (
                      <span>
                        until <Ends on={latest.validUntil} past="Out of date" />
                      </span>
                    ) : (
                      <Badge tone="plain" icon="close">
                        Never shown
                      </Badge>
                    )}
                    {manages && (
                      <Button size="small" onClick={() => setKind(of)}>
                        {latest ? 'Renew' : 'Record'}
                      </Button>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      {kind !== undefined && (
        <Record key={kind} kind={kind} person={person} onSaved={list.reload} onClose={() => setKind(undefined)} />
      )}
    </section>
  );
}

function Record(props: { kind: string; person: Person; onSaved: () => void; onClose: () => void }): JSX.Element {
  const today = useToday();
  const [kind, setKind] = useState(props.kind);
  const [earnedOn, setEarned] = useState(today);
  const [until, setUntil] = useState<string>();
  const [note, setNote] = useState('');
  const usual = earnedOn === '' ? '' : addCalendarDays(parseLocalDate(earnedOn), VALID_DAYS[kind] ?? 182);
  const validUntil = until ?? usual;
  const save = useCommand(async () => {
    const body = { kind, earnedOn, validUntil, ...(note.trim() && { note: note.trim() }) };
    await post(`/people/${props.person.id}/qualifications`, body);
    toast(`${labelOf(KINDS, kind)} of ${props.person.name} counts until ${validUntil}.`);
    props.onSaved();
    props.onClose();
  });
  return (
    <fieldset class="entry stack stack-small">
      <legend class="only-read-aloud">Record a qualification</legend>
      <div class="columns-3">
        <Select label="Qualification" options={KINDS} value={kind} onChange={setKind} />
        <DateInput
          label="Shown on"
          value={earnedOn}
          max={today}
          onChange={setEarned}
          error={save.problem?.field('earnedOn')}
        />
        <DateInput
          label="Valid until"
          value={validUntil}
          min={earnedOn}
          onChange={setUntil}
          error={save.problem?.field('validUntil')}
        />
      </div>
      <TextInput
        label="Note"
        optional
        maxLength={500}
        value={note}
        onChange={setNote}
        error={save.problem?.field('note')}
      />
      <ProblemBox problem={save.problem} />
      <div class="row row-end">
        <Button onClick={props.onClose}>Cancel</Button>
        <Button
          kind="primary"
          busy={save.busy}
          disabled={earnedOn === '' || validUntil === '' ? 'Enter both days' : false}
          onClick={() => void save.run()}
        >
          Record it
        </Button>
      </div>
    </fieldset>
  );
}
