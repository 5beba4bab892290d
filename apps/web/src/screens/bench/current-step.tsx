import type { JSX } from 'preact';
import { useAutoFocusOnChange } from './use-focus.js';
import type { WorksheetStep } from '../../api/types.js';
import { Picture } from './container-picture.js';
import { fillPicture } from './fill-picture.js';
import { InspectEntry } from './inspect-entry.js';
import type { BenchProps } from './make.js';
import { PhotoEntry } from './photo-entry.js';
import { ScanEntry } from './scan-entry.js';
import { DoneEntry, VolumeEntry } from './volume-entry.js';
import { firstSentence, stepGroups } from './step-groups.js';

export interface StepProps extends BenchProps {
  step: WorksheetStep;
}

/** What to do now, in letters to be read from a metre away, and the one thing that does it. */
export function CurrentStep(props: StepProps): JSX.Element {
  const { record, step } = props;
  const head = useAutoFocusOnChange<HTMLHeadingElement>(step.id);
  const picture = fillPicture(record, step);
  const { say, rest } = firstSentence(step.instruction);
  const group = stepGroups(record).find(({ current }) => current);
  return (
    <section class="card step-now" aria-label="Current step">
      <div class="step-say">
        <div class="stack stack-small">
          <p class="quiet">
            Step {step.position} of {record.stepsTotal}
            {group && <> · {group.title}</>}
          </p>
          <h2 class="glance" ref={head} tabIndex={-1} autofocus>
            {say}
          </h2>
          {rest !== '' && <p class="step-rest">{rest}</p>}
        </div>
        {picture && <Picture picture={picture} />}
      </div>
      <Entry {...props} />
    </section>
  );
}

function Entry(props: StepProps): JSX.Element {
  const { step } = props;
  if (step.needsScan && step.state === 'pending') return <ScanEntry {...props} />;
  if (step.needsVolume) return <VolumeEntry {...props} />;
  if (step.kind === 'photo') return <PhotoEntry {...props} />;
  if (step.kind === 'inspect') return <InspectEntry {...props} />;
  return <DoneEntry {...props} />;
}
