import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import { useCommand } from '../../api/use-command.js';
import type { WorksheetRecord, WorksheetStep } from '../../api/types.js';
import { showDecimal } from '../../format.js';
import { Button, DecimalInput, Icon, KeyHint, readDecimal } from '../../parts/index.js';
import { sound } from '../../scan/tones.js';
import { holdScans, useScanner } from '../../scan/use-scanner.js';
import type { StepProps } from './current-step.js';
import { Refusal } from './refusal.js';
import { scanWords } from './step-groups.js';
import { useEnter } from './use-enter.js';

/** What the scan has proven, in green. */
export function Proven({ step, record }: { step: WorksheetStep; record: WorksheetRecord }): JSX.Element | null {
  if (step.state !== 'scanned') return null;
  return (
    <p class="proven" role="status">
      <Icon name="ok" size={32} />
      <span>
        <strong>Scanned: {scanWords(step, record)}</strong>
        <br />
        Lot <strong>{step.lotNumber ?? 'not recorded'}</strong>
        {step.expiresOn && <>, expiry {step.expiresOn}</>}
      </span>
    </p>
  );
}

/** The measured volume: Enter accepts the planned one, or another is keyed. */
export function VolumeEntry(props: StepProps): JSX.Element {
  const { record, step, station } = props;
  const [volume, setVolume] = useState('');
  const [early, setEarly] = useState(false);
  const planned = step.plannedVolumeMl;
  const reading = readDecimal(volume, 'mL');
  const value = volume.trim() === '' ? (planned ?? '') : volume;
  const done = useCommand(async () => {
    setEarly(false);
    const answer = await post<WorksheetRecord>(`/worksheets/${record.id}/steps/${step.id}/completion`, {
      station,
      volumeMl: value,
    });
    sound('ok');
    props.onRecord(answer);
    return answer;
  });
  const send = (): void => {
    if (reading.ok && value !== '') holdScans(done.run());
  };
  useEnter(send);
  useScanner(() => {
    sound('refused');
    setEarly(true);
  });
  const fieldError = done.problem?.field('volumeMl') ?? done.problem?.field('volume');
  return (
    <div class="stack">
      <Proven step={step} record={record} />
      <div class="volume">
        {planned !== null && (
          <div class="volume-planned">
            <span class="quiet">Planned</span>
            <strong>
              {showDecimal(planned)} <small>mL</small>
            </strong>
          </div>
        )}
        <DecimalInput
          label={step.kind === 'remove-diluent' ? 'Taken out, if different' : 'Measured, if different'}
          value={volume}
          onChange={(next) => {
            setVolume(next);
            if (done.problem) done.reset();
          }}
          unit="mL"
          placeholder={planned ?? ''}
          onEnter={send}
          autoFocus
          error={fieldError && 'Not accepted. Check the scale of the syringe and key what it shows.'}
        />
      </div>
      {early && (
        <p class="lead strong" role="alert">
          Record the volume first, then scan the next one.
        </p>
      )}
      <Refusal problem={done.problem} word="Not accepted" />
      <Button
        kind="primary"
        size="large"
        icon="ok"
        wide
        busy={done.busy}
        disabled={reading.ok && value !== '' ? false : 'Key the volume first'}
        onClick={send}
      >
        {volume.trim() === '' ? `${showDecimal(value)} mL, as planned` : `Record ${showDecimal(value)} mL`}
        <KeyHint keys="Enter" />
      </Button>
    </div>
  );
}

/** A step with nothing to measure that waits to be confirmed. */
export function DoneEntry(props: StepProps): JSX.Element {
  const { record, step, station } = props;
  const done = useCommand(async () => {
    props.onRecord(await post<WorksheetRecord>(`/worksheets/${record.id}/steps/${step.id}/completion`, { station }));
    sound('ok');
  });
  useEnter(() => void done.run());
  return (
    <div class="stack">
      <Proven step={step} record={record} />
      <Refusal problem={done.problem} word="Not done" />
      <Button kind="primary" size="large" icon="ok" wide busy={done.busy} onClick={() => void done.run()}>
        Done
        <KeyHint keys="Enter" />
      </Button>
    </div>
  );
}
