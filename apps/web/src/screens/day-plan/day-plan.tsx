import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { dateIn, instant, zoneId } from '#domain/time';
import type { SharingDay, SharingPlan } from '../../api/day-plan-types.js';
import { post, query } from '../../api/client.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import {
  Badge,
  Button,
  Card,
  DateInput,
  DateTime,
  EmptyState,
  Loaded,
  Page,
  ProblemBox,
  TextInput,
  toast,
} from '../../parts/index.js';
import { usePermissions, useSite } from '../../session/session.js';
import { PlanView } from './plan-view.js';

/** The day's order of work and the vials that worksheets share. Taped to the hood when it is accepted. */
export default function DayPlanPage(): JSX.Element {
  const { query: at, route } = useLocation();
  const site = useSite();
  const may = usePermissions();
  const day = at.day ?? dateIn(instant(Date.now()), zoneId(site.zone));
  const data = useResource<SharingDay>(`/vial-sharing/day${query({ day })}`, { feed: ['worksheet'] });
  const planned = may('worksheet.plan');
  const proposed = at.show === 'accepted' ? null : (data.data?.proposed ?? null);
  const shown = proposed ?? data.data?.accepted ?? null;

  const [startsAt, setStartsAt] = useState('07:00');
  const [perWorksheet, setPerWorksheet] = useState('5');
  const [perStep, setPerStep] = useState('2');
  const compute = useCommand(async () => {
    await post<SharingPlan>('/vial-sharing/plans', {
      day,
      startsAt,
      minutesPerWorksheet: Number(perWorksheet),
      minutesPerStep: Number(perStep),
    });
    route(`/bench/plan${query({ day })}`, true);
    data.reload();
  });
  const accept = useCommand(async (id: string) => {
    await post<SharingPlan>(`/vial-sharing/plans/${id}/acceptance`, {});
    toast('Accepted: the bench works by this plan');
    data.reload();
  });
  const acceptable = planned && shown?.state === 'computed' && shown.changedSince.length === 0;

  return (
    <Page
      title="Day plan"
      back={{ href: '/bench', text: 'Bench' }}
      width="wide"
      note="Which worksheets share a vial, and in which order they are made, so that least is thrown away."
      actions={
        shown && (
          <>
            <Button icon="printer" onClick={() => print()}>
              Print
            </Button>
            {acceptable && (
              <Button kind="primary" busy={accept.busy} onClick={() => void accept.run(shown.id)}>
                Accept plan
              </Button>
            )}
          </>
        )
      }
    >
      <div class="stack">
        <div class="no-print">
          <Card>
            <form
              class="day-plan-form"
              onSubmit={(event) => {
                event.preventDefault();
                void compute.run();
              }}
            >
              <DateInput
                label="Day"
                value={day}
                onChange={(value) => value !== '' && route(`/bench/plan${query({ day: value })}`, true)}
                error={compute.problem?.field('day')}
              />
              <TextInput
                label="Work begins"
                hint="24 h, for example 07:00"
                value={startsAt}
                onChange={setStartsAt}
                error={compute.problem?.field('startsAt')}
              />
              <TextInput
                label="Set-up, minutes"
                hint="For each worksheet"
                value={perWorksheet}
                onChange={setPerWorksheet}
                error={compute.problem?.field('minutesPerWorksheet')}
              />
              <TextInput
                label="Step, minutes"
                value={perStep}
                onChange={setPerStep}
                error={compute.problem?.field('minutesPerStep')}
              />
              {planned && (
                <Button kind={acceptable ? 'secondary' : 'primary'} type="submit" busy={compute.busy}>
                  {shown ? 'Plan again' : 'Plan the day'}
                </Button>
              )}
            </form>
          </Card>
        </div>
        <ProblemBox problem={compute.problem ?? accept.problem} />
        <Loaded resource={data}>
          {(found) =>
            shown ? (
              <>
                <Standing plan={shown} day={found} />
                <PlanView plan={shown} />
              </>
            ) : (
              <EmptyState icon="clock" title="This day is not planned yet">
                {found.waiting === 0
                  ? 'No worksheet waits to be made. Plan worksheets from approved orders first.'
                  : `${found.waiting} ${found.waiting === 1 ? 'worksheet waits' : 'worksheets wait'} to be made. Planning changes nothing until the plan is accepted.`}
              </EmptyState>
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}

/** Whether the bench works by it, and whether it still is true. */
function Standing({ plan, day }: { plan: SharingPlan; day: SharingDay }): JSX.Element {
  return (
    <div class="row">
      {plan.state === 'accepted' ? (
        <Badge tone="ok" icon="ok">
          Accepted by {plan.acceptedBy?.name} <DateTime at={plan.acceptedAt} short />
        </Badge>
      ) : (
        <Badge tone="info">Not accepted yet</Badge>
      )}
      <span class="small quiet">
        Planned <DateTime at={plan.madeAt} /> by {plan.madeBy.name}, for {plan.day}
      </span>
      {plan.state === 'computed' && plan.changedSince.length > 0 && (
        <Badge tone="warn">Changed since: {plan.changedSince.join(', ')}. Plan again.</Badge>
      )}
      {plan.state === 'computed' && day.accepted && (
        <a class="no-print" href={`/bench/plan${query({ day: plan.day, show: 'accepted' })}`}>
          Show the accepted plan
        </a>
      )}
      {plan.state === 'accepted' && day.proposed && (
        <a class="no-print" href={`/bench/plan${query({ day: plan.day })}`}>
          Show the new proposal
        </a>
      )}
    </div>
  );
}
