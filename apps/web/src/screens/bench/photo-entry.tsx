import type { JSX } from 'preact';
import { post, postPhoto, query } from '../../api/client.js';
import { useCommand } from '../../api/use-command.js';
import type { WorksheetPhoto, WorksheetRecord } from '../../api/types.js';
import { Button, KeyHint, PhotoCapture, toast } from '../../parts/index.js';
import { sound } from '../../scan/tones.js';
import type { StepProps } from './current-step.js';
import { Refusal } from './refusal.js';
import { photosOf } from './stage.js';
import { useEnter } from './use-enter.js';

/** Pictures of what was made and used, by camera or from a file; one at least. */
export function PhotoEntry(props: StepProps): JSX.Element {
  const { record, step, station } = props;
  const photos = photosOf(record, step);
  const take = async (jpeg: Blob): Promise<void> => {
    const photo = await postPhoto<WorksheetPhoto>(`/worksheets/${record.id}/photos${query({ stepId: step.id })}`, jpeg);
    props.onRecord({ ...record, photos: [...record.photos, photo] });
    toast('Photo saved');
  };
  const done = useCommand(async () => {
    props.onRecord(await post<WorksheetRecord>(`/worksheets/${record.id}/steps/${step.id}/completion`, { station }));
    sound('ok');
  });
  const missing = photos.length === 0;
  const go = (): void => {
    if (!missing) void done.run();
  };
  useEnter(go);
  return (
    <div class="stack">
      <PhotoCapture onPhoto={take} primary={missing} label={missing ? 'Take a photo' : 'Take another photo'} />
      {!missing && (
        <ul class="photos" aria-label="Photos taken">
          {photos.map((photo, i) => (
            <li key={photo.id}>
              <img src={photo.url} alt={`Photo ${i + 1}, taken by ${photo.takenBy}`} />
            </li>
          ))}
        </ul>
      )}
      <Refusal problem={done.problem} word="Not done" />
      {!missing && (
        <Button kind="primary" size="large" icon="ok" wide busy={done.busy} onClick={go}>
          {photos.length === 1 ? '1 photo is enough' : `${photos.length} photos are enough`}
          <KeyHint keys="Enter" />
        </Button>
      )}
    </div>
  );
}
