import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, put } from '../../api/client.js';
import type { Hood, Room } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { Button, CheckBox, DateInput, Dialog, ProblemBox, Select, TextInput, toast } from '../../parts/index.js';

export const ROOM_KINDS = [
  { value: 'iso7-buffer', label: 'ISO 7 buffer room' },
  { value: 'iso8', label: 'ISO 8 room' },
  { value: 'sca', label: 'Segregated compounding area' },
  { value: 'c-sec', label: 'Negative ISO 7 buffer room, hazardous (C-SEC)' },
  { value: 'c-sca', label: 'Containment segregated area, hazardous (C-SCA)' },
  { value: 'unclassified', label: 'Unclassified' },
];
export const HOOD_KINDS = [
  { value: 'lafw', label: 'Laminar airflow workbench' },
  { value: 'ivlfz', label: 'Integrated vertical laminar flow zone' },
  { value: 'bsc', label: 'Biological safety cabinet' },
  { value: 'rabs-cai', label: 'Compounding aseptic isolator (CAI)' },
  { value: 'rabs-caci', label: 'Compounding aseptic containment isolator (CACI)' },
  { value: 'isolator', label: 'Pharmaceutical isolator' },
  { value: 'c-pec-bsc-a2', label: 'C-PEC: safety cabinet, Class II type A2' },
  { value: 'c-pec-bsc-b', label: 'C-PEC: safety cabinet, Class II type B' },
  { value: 'c-pec-caci', label: 'C-PEC: containment isolator' },
  { value: 'c-pec-class3', label: 'C-PEC: safety cabinet, Class III' },
];
const LIMITS = [
  { value: '1', label: 'Category 1' },
  { value: '2', label: 'Category 2' },
  { value: '3', label: 'Category 3' },
];

interface EditorProps {
  onSaved: () => void;
  onClose: () => void;
}

export function RoomEditor(props: EditorProps & { room: Room | undefined }): JSX.Element {
  const { room } = props;
  const [name, setName] = useState(room?.name ?? '');
  const [kind, setKind] = useState(room?.kind ?? '');
  const [certifiedUntil, setCertified] = useState(room?.certifiedUntil ?? '');
  const [limit, setLimit] = useState(String(room?.categoryLimit ?? ''));
  const [reason, setReason] = useState(room?.categoryLimitReason ?? '');
  const [active, setActive] = useState(room?.active ?? true);
  const save = useCommand(async () => {
    const limited = limit !== '' && { categoryLimit: Number(limit), categoryLimitReason: reason.trim() };
    const body = { name: name.trim(), kind, certifiedUntil, ...limited, active };
    if (room) await put(`/facility/rooms/${room.id}`, body);
    else await post('/facility/rooms', body);
    toast(`${name.trim()} is saved.`);
    props.onSaved();
    props.onClose();
  });
  const blocked = [name.trim(), kind, certifiedUntil].includes('')
    ? 'Fill in name, kind and certification first'
    : limit !== '' && reason.trim().length < 3 && 'Say why the category is limited';
  return (
    <Dialog
      title={room ? `Change ${room.name}` : 'Add a room'}
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="primary" busy={save.busy} disabled={blocked} onClick={() => void save.run()}>
            Save
          </Button>
        </>
      }
    >
      <TextInput
        label="Name"
        maxLength={60}
        autoFocus
        value={name}
        onChange={setName}
        error={save.problem?.field('name')}
      />
      <Select label="Kind" options={ROOM_KINDS} value={kind} onChange={setKind} error={save.problem?.field('kind')} />
      <DateInput
        label="Certified until"
        value={certifiedUntil}
        onChange={setCertified}
        error={save.problem?.field('certifiedUntil')}
      />
      <Select
        label="Downgraded to"
        optional
        placeholder="not downgraded"
        options={LIMITS}
        value={limit}
        onChange={setLimit}
      />
      {limit !== '' && (
        <TextInput
          label="Why it is downgraded"
          maxLength={300}
          value={reason}
          onChange={setReason}
          error={save.problem?.field('categoryLimitReason')}
        />
      )}
      <CheckBox label="In use" checked={active} onChange={setActive} />
      <ProblemBox problem={save.problem} />
    </Dialog>
  );
}

export function HoodEditor(
  props: EditorProps & { hood: Hood | undefined; roomId: string; rooms: readonly Room[] },
): JSX.Element {
  const { hood } = props;
  const [roomId, setRoom] = useState(props.roomId);
  const [name, setName] = useState(hood?.name ?? '');
  const [kind, setKind] = useState(hood?.kind ?? '');
  const [certifiedUntil, setCertified] = useState(hood?.certifiedUntil ?? '');
  const [active, setActive] = useState(hood?.active ?? true);
  const save = useCommand(async () => {
    const body = { roomId, name: name.trim(), kind, certifiedUntil, active };
    if (hood) await put(`/facility/hoods/${hood.id}`, body);
    else await post('/facility/hoods', body);
    toast(`${name.trim()} is saved.`);
    props.onSaved();
    props.onClose();
  });
  return (
    <Dialog
      title={hood ? `Change ${hood.name}` : 'Add a hood'}
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabled={
              [name.trim(), kind, certifiedUntil].includes('') ? 'Fill in name, kind and certification first' : false
            }
            onClick={() => void save.run()}
          >
            Save
          </Button>
        </>
      }
    >
      <TextInput
        label="Name"
        maxLength={60}
        autoFocus
        value={name}
        onChange={setName}
        error={save.problem?.field('name')}
      />
      <Select
        label="Room"
        options={props.rooms.map((room) => ({ value: room.id, label: room.name }))}
        value={roomId}
        onChange={setRoom}
      />
      <Select label="Kind" options={HOOD_KINDS} value={kind} onChange={setKind} error={save.problem?.field('kind')} />
      <DateInput
        label="Certified until"
        value={certifiedUntil}
        onChange={setCertified}
        error={save.problem?.field('certifiedUntil')}
      />
      <CheckBox label="In use" checked={active} onChange={setActive} />
      <ProblemBox problem={save.problem} />
    </Dialog>
  );
}
