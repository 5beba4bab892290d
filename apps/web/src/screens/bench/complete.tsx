import type { JSX } from 'preact';
import { post } from '../../api/client.js';
import { useCommand } from '../../api/use-command.js';
import type { WorksheetRecord } from '../../api/types.js';
import { Button, Icon, KeyHint } from '../../parts/index.js';
import { sound } from '../../scan/tones.js';
import { useAutoFocusOnChange } from './use-focus.js';
import { LastStep } from './last-step.js';
import type { BenchProps } from './make.js';
import { Refusal } from './refusal.js';
import { StepList } from './step-list.js';
import { useEnter } from './use-enter.js';

/** Every step is recorded: hands over to the pharmacist, and the beyond-use date is assigned from when it was begun. */
export function Complete(props: BenchProps): JSX.Element {
  const { record, station } = props;
  const head = useAutoFocusOnChange<HTMLHeadingElement>(record.id);
  const complete = useCommand(async () => {
    props.onRecord(await post<WorksheetRecord>(`/worksheets/${record.id}/completion`, { station }));
    sound('ok');
  });
  useEnter(() => void complete.run());
  return (
    <div class="make">
      <div class="stack">
        <section class="card step-now" aria-label="Complete">
          <div class="row">
            <Icon name="ok" size={44} />
            <h2 class="glance" ref={head} tabIndex={-1} autofocus>
              All {record.stepsTotal} steps are recorded
            </h2>
          </div>
          <p class="lead">
            Completing gives the beyond-use date and hands {record.containers === 1 ? 'it' : `all ${record.containers}`}{' '}
            to a pharmacist. Nothing can be changed after that.
          </p>
          <Refusal problem={complete.problem} word="Not completed" />
          <Button kind="primary" size="large" icon="ok" wide busy={complete.busy} onClick={() => void complete.run()}>
            Complete
            <KeyHint keys="Enter" />
          </Button>
        </section>
        <LastStep {...props} />
      </div>
      <StepList record={record} />
    </div>
  );
}
