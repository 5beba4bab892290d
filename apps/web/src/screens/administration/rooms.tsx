import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Hood, Room } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { Badge, Button, Card, EmptyState, Loaded, StateBadge, Table, type Column } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { Ends } from '../desk/ends.js';
import { labelOf } from '../desk/words.js';
import { HoodEditor, HOOD_KINDS, ROOM_KINDS, RoomEditor } from './room-editors.js';

type Asked = { room: Room | undefined } | { hood: Hood | undefined; roomId: string };

/** Rooms with their hoods: until when they are certified, and what may be made in each today. */
export function Rooms(): JSX.Element {
  const may = usePermissions();
  const manages = may('facility.manage');
  const [asked, setAsked] = useState<Asked>();
  const rooms = useResource<Room[]>('/facility/rooms', { feed: ['facility'] });
  const close = (): void => setAsked(undefined);
  return (
    <div class="stack">
      {manages && (
        <div class="row row-end">
          <Button kind="primary" icon="plus" onClick={() => setAsked({ room: undefined })}>
            Add a room
          </Button>
        </div>
      )}
      <Loaded resource={rooms}>
        {(data) =>
          data.length === 0 ? (
            <Card>
              <EmptyState icon="hood" title="No rooms yet">
                Rooms and their hoods appear here. Nothing can be compounded before there is one with a current
                certification.
              </EmptyState>
            </Card>
          ) : (
            data.map((room) => (
              <RoomCard
                key={room.id}
                room={room}
                {...(manages
                  ? {
                      onRoom: () => setAsked({ room }),
                      onHood: (hood: Hood | undefined) => setAsked({ hood, roomId: room.id }),
                    }
                  : {})}
              />
            ))
          )
        }
      </Loaded>
      {asked && 'room' in asked && <RoomEditor room={asked.room} onSaved={rooms.reload} onClose={close} />}
      {asked && 'hood' in asked && (
        <HoodEditor
          hood={asked.hood}
          roomId={asked.roomId}
          rooms={rooms.data ?? []}
          onSaved={rooms.reload}
          onClose={close}
        />
      )}
    </div>
  );
}

const categoryText = (category: number | null): JSX.Element =>
  category === null ? <Badge tone="warn">Not allowed</Badge> : <span>Category {category}</span>;

const COLUMNS: readonly Column<Hood>[] = [
  {
    key: 'name',
    title: 'Hood',
    cell: (hood) => (
      <>
        <span class="strong">{hood.name}</span> {!hood.active && <StateBadge state="inactive" />}
        <span class="small quiet block">{labelOf(HOOD_KINDS, hood.kind)}</span>
      </>
    ),
  },
  { key: 'certified', title: 'Certified until', cell: (hood) => <Ends on={hood.certifiedUntil} past="Out of date" /> },
  { key: 'category', title: 'Highest today', cell: (hood) => categoryText(hood.category) },
  { key: 'hazardous', title: 'Hazardous drugs', cell: (hood) => categoryText(hood.categoryHazardous) },
  {
    key: 'why',
    title: 'Why',
    cell: (hood) => (
      <ul class="plain-list small quiet">
        {hood.why.map((why) => (
          <li key={why}>{why}</li>
        ))}
      </ul>
    ),
  },
];

function RoomCard(props: { room: Room; onRoom?: () => void; onHood?: (hood: Hood | undefined) => void }): JSX.Element {
  const { room, onRoom, onHood } = props;
  return (
    <Card
      title={
        <span class="row">
          {room.name} {!room.active && <StateBadge state="inactive" />}
        </span>
      }
      actions={
        onRoom && (
          <>
            <Button size="small" icon="pen" onClick={onRoom}>
              Change the room
            </Button>
            <Button size="small" icon="plus" onClick={() => onHood?.(undefined)}>
              Add a hood
            </Button>
          </>
        )
      }
    >
      <div class="stack">
        <p class="row">
          <span>{labelOf(ROOM_KINDS, room.kind)}</span>
          <span>
            Certified until <Ends on={room.certifiedUntil} past="Out of date" />
          </span>
          {room.categoryLimit !== null && (
            <Badge tone="warn">
              At most Category {room.categoryLimit}: {room.categoryLimitReason}
            </Badge>
          )}
        </p>
        <Table
          label={`Hoods of ${room.name}`}
          columns={COLUMNS}
          rows={room.hoods}
          keyOf={(hood) => hood.id}
          {...(onHood ? { onOpen: (hood: Hood) => onHood(hood) } : {})}
          empty={<EmptyState icon="hood" title="No hood in this room" />}
        />
      </div>
    </Card>
  );
}
