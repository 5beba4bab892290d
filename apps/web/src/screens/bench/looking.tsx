import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { Room, WorksheetRecord } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { useCommand } from '../../api/use-command.js';
import { Button, Card, Icon, KeyHint, KeyValue, Loaded } from '../../parts/index.js';
import type { BenchProps } from './make.js';
import { hoodChoices } from './hoods.js';
import { PickTable } from './pick-table.js';
import { Refusal } from './refusal.js';
import { StepList } from './step-list.js';
import { useEnter } from './use-enter.js';

/** One's own work, claimed on another tablet: this one can take it over, at the same hood. */
export function TakeOver(props: BenchProps): JSX.Element {
  const rooms = useResource<Room[]>('/facility/rooms');
  return (
    <div class="make">
      <Loaded resource={rooms}>{(list) => <TakeOverCard {...props} rooms={list} />}</Loaded>
      <StepList record={props.record} />
    </div>
  );
}

function TakeOverCard(props: BenchProps & { rooms: readonly Room[] }): JSX.Element {
  const { record, station, rooms } = props;
  const place = record.place;
  const [hoodId] = useState(
    () => hoodChoices(rooms, record.hazardous).find(({ name }) => place && name === `${place.room}, ${place.hood}`)?.id,
  );
  const take = useCommand(async () => {
    props.onRecord(await post<WorksheetRecord>(`/worksheets/${record.id}/claim`, { hoodId, station, takeOver: true }));
  });
  const go = (): void => {
    if (hoodId) void take.run();
  };
  useEnter(go);
  return (
    <section class="card step-now" aria-label="On another tablet">
      <div class="row">
        <Icon name="lock" size={40} />
        <h2 class="glance grow">You have this open on another tablet</h2>
      </div>
      <p class="lead">
        Only one tablet records at a time. Taking over here keeps everything that was recorded
        {place && `, and the work stays at ${place.room}, ${place.hood}`}. The other tablet then only shows it.
      </p>
      <Refusal problem={take.problem} word="Not taken over" />
      <Button
        kind="primary"
        size="large"
        icon="hood"
        wide
        busy={take.busy}
        disabled={hoodId ? false : 'Its hood is no longer in use. Put it back on the other tablet first.'}
        onClick={go}
      >
        Take over here
        <KeyHint keys="Enter" />
      </Button>
    </section>
  );
}

const SAYS: Readonly<Record<string, string>> = {
  planned: 'Planned, and waits for stock: no lots are allocated yet',
  cancelled: 'Cancelled',
  wasted: 'Wasted',
  rejected: 'Rejected by the pharmacist',
  returned: 'Returned',
  recalled: 'Recalled',
};

/** For looking only: another person makes it, it waits, or it is over. */
export function Looking(props: {
  record: WorksheetRecord;
  stage: 'other-person' | 'not-ready' | 'ended';
}): JSX.Element {
  const { record } = props;
  const who = record.claimedBy?.name ?? 'Another person';
  return (
    <div class="make">
      <div class="stack">
        <section class="card step-now" aria-label="State">
          <h2 class="glance">
            {props.stage === 'other-person' ? `${who} makes this` : (SAYS[record.state] ?? record.state)}
          </h2>
          {record.stateReason !== '' && <p class="lead">{record.stateReason}</p>}
          <KeyValue
            rows={[
              ['Where', record.place && `${record.place.room}, ${record.place.hood}`],
              ['For', record.stock && `Stock: ${record.stock.name}`],
              ['Directions', record.order?.directions],
              ['Made by', record.madeBy?.name],
              ['Final volume', `${record.finalVolume.value} ${record.finalVolume.unit}, ${record.strengthText}`],
            ]}
          />
          <Button kind="primary" icon="left" href="/bench">
            Back to the bench
          </Button>
        </section>
        {props.stage === 'not-ready' && (
          <Card title="Needed from the shelf">
            <PickTable lines={record.lines} />
          </Card>
        )}
      </div>
      <StepList record={record} />
    </div>
  );
}
