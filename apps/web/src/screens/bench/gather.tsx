import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import type { Room, WorksheetRecord } from '../../api/types.js';
import { Button, Card, EmptyState, FindingList, KeyValue, Loaded, RadioCards } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { firstChoice, hoodChoices, type HoodChoice } from './hoods.js';
import { PickTable } from './pick-table.js';
import { Refusal } from './refusal.js';
import { lastHood } from './station.js';
import { useEnter } from './use-enter.js';

/** Before the first scan: what to take from the shelf, and where it will be made. */
export function Gather(props: {
  record: WorksheetRecord;
  station: string;
  onRecord: (record: WorksheetRecord) => void;
}): JSX.Element {
  const { record } = props;
  const may = usePermissions();
  const rooms = useResource<Room[]>('/facility/rooms', { feed: ['facility'] });
  return (
    <div class="gather">
      <div class="stack">
        <Card
          title="Take from the shelf"
          actions={
            <Button size="small" icon="printer" onClick={() => print()}>
              Print this list
            </Button>
          }
        >
          <PickTable lines={record.lines} />
        </Card>
        <FindingList findings={record.findings} />
        <Card title="About this worksheet">
          <KeyValue
            rows={[
              ['For', record.stock && `Stock: ${record.stock.name}`],
              ['Directions', record.order?.directions],
              ['Final volume', `${record.finalVolume.value} ${record.finalVolume.unit}, ${record.strengthText}`],
              ['Formula', `${record.formula.name}, version ${record.formula.version}`],
              ['Appearance', record.formula.appearance],
              ['Precautions', record.formula.precautions.length > 0 && record.formula.precautions.join(' ')],
              ['Steps', String(record.stepsTotal)],
            ]}
          />
        </Card>
      </div>
      <div class="no-print">
        {may('worksheet.compound') ? (
          <Loaded resource={rooms}>{(list) => <Claim {...props} rooms={list} />}</Loaded>
        ) : (
          <EmptyState icon="hood" title="Not claimed yet">
            Somebody who compounds can claim it here.
          </EmptyState>
        )}
      </div>
    </div>
  );
}

const noteOf = (choice: HoodChoice): string =>
  choice.category === null
    ? `Not allowed: ${choice.why.join('; ')}`
    : `Category ${choice.category}. ${choice.why.join('; ')}`;

function Claim(props: {
  record: WorksheetRecord;
  station: string;
  onRecord: (record: WorksheetRecord) => void;
  rooms: readonly Room[];
}): JSX.Element {
  const { record, station } = props;
  const choices = hoodChoices(props.rooms, record.hazardous);
  const [hood, setHood] = useState(() => firstChoice(choices, lastHood.get()));
  const claim = useCommand(async () => {
    props.onRecord(await post<WorksheetRecord>(`/worksheets/${record.id}/claim`, { hoodId: hood, station }));
    lastHood.set(hood);
  });
  useEffect(() => claim.reset(), [hood]);
  const chosen = choices.find(({ id }) => id === hood);
  const go = (): void => {
    if (chosen) void claim.run();
  };
  useEnter(go);
  return (
    <Card title="Where it will be made">
      <div class="stack">
        {choices.length === 0 ? (
          <EmptyState icon="hood" title="No hood is in use">
            Rooms and hoods are kept under Administration, with their certification.
          </EmptyState>
        ) : (
          <RadioCards
            label="Room and hood"
            value={hood}
            onChange={setHood}
            cardWidth="20rem"
            options={choices.map((choice) => ({
              value: choice.id,
              label: choice.name,
              note: noteOf(choice),
              disabled: choice.category === null,
            }))}
          />
        )}
        <Refusal problem={claim.problem} word="Not claimed" />
        <Button
          kind="primary"
          size="large"
          icon="hood"
          wide
          busy={claim.busy}
          disabled={chosen ? false : 'Choose a hood first'}
          onClick={go}
        >
          Claim and begin{chosen?.category ? `: Category ${chosen.category}` : ''}
        </Button>
      </div>
    </Card>
  );
}
