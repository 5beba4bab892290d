import type { JSX } from 'preact';
import type { WorksheetRecord } from '../../api/types.js';
import { CurrentStep } from './current-step.js';
import { InUseClocks } from './in-use.js';
import { LastStep } from './last-step.js';
import { StepList } from './step-list.js';
import { currentStep } from './stage.js';

export interface BenchProps {
  record: WorksheetRecord;
  station: string;
  onRecord: (record: WorksheetRecord) => void;
}

/** One large step; what was done last beneath it; all steps at the side. */
export function Make(props: BenchProps): JSX.Element | null {
  const step = currentStep(props.record);
  if (!step) return null;
  return (
    <div class="make">
      <div class="stack">
        <CurrentStep key={step.id} {...props} step={step} />
        <LastStep {...props} />
        <InUseClocks record={props.record} />
      </div>
      <StepList record={props.record} />
    </div>
  );
}
