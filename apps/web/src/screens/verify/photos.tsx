import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { WorksheetPhoto } from '../../api/types.js';
import { Button, Card, DateTime, Dialog, EmptyState } from '../../parts/index.js';

/** Photos as large as the screen lets them; a click or Enter opens one full size. */
export function Photos({ photos }: { photos: readonly WorksheetPhoto[] }): JSX.Element {
  const [open, setOpen] = useState<number>();
  return (
    <Card title={photos.length > 1 ? `Photos, ${photos.length}` : 'Photo'}>
      {photos.length === 0 ? (
        <EmptyState icon="camera" title="No photo was taken" />
      ) : (
        <ul class="proof-photos">
          {photos.map((photo, i) => (
            <li key={photo.id}>
              <button
                type="button"
                onClick={() => setOpen(i)}
                aria-label={`Photo ${i + 1} of ${photos.length}, larger`}
              >
                <img src={photo.url} alt={`Photo ${i + 1} by ${photo.takenBy}`} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {open !== undefined && <Zoom photos={photos} at={open} onAt={setOpen} onClose={() => setOpen(undefined)} />}
    </Card>
  );
}

const STEPS = [1, 1.5, 2, 3, 4] as const;

function Zoom(props: {
  photos: readonly WorksheetPhoto[];
  at: number;
  onAt: (at: number) => void;
  onClose: () => void;
}): JSX.Element | null {
  const { photos, at, onAt } = props;
  const [step, setStep] = useState(0);
  const photo = photos[at];
  if (!photo) return null;
  const move = (by: number): void => {
    setStep(0);
    onAt((at + by + photos.length) % photos.length);
  };
  const zoom = (by: number): void => setStep(Math.min(STEPS.length - 1, Math.max(0, step + by)));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowRight' && step === 0) move(1);
    else if (event.key === 'ArrowLeft' && step === 0) move(-1);
    else if (event.key === '+' || event.key === '=') zoom(1);
    else if (event.key === '-') zoom(-1);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog
      title={`Photo ${at + 1} of ${photos.length}`}
      wide
      onClose={props.onClose}
      foot={
        <>
          <span class="grow small quiet">
            {photo.takenBy}, <DateTime at={photo.takenAt} />
          </span>
          {photos.length > 1 && (
            <>
              <Button icon="left" label="Photo before" onClick={() => move(-1)}>
                {''}
              </Button>
              <Button icon="right" label="Next photo" onClick={() => move(1)}>
                {''}
              </Button>
            </>
          )}
          <Button onClick={() => zoom(-1)} disabled={step === 0}>
            Smaller
          </Button>
          <Button icon="search" onClick={() => zoom(1)} disabled={step === STEPS.length - 1}>
            Larger
          </Button>
          <Button kind="primary" onClick={props.onClose} autoFocus>
            Close
          </Button>
        </>
      }
    >
      <div
        class="photo-zoom"
        tabIndex={0}
        role="group"
        aria-label="Photo, arrow keys and + and -"
        onKeyDown={onKeyDown}
      >
        <img
          src={photo.url}
          alt={`Photo ${at + 1} by ${photo.takenBy}`}
          style={{ width: `${(STEPS[step] ?? 1) * 100}%` }}
          onClick={() => setStep(step === 0 ? 2 : 0)}
        />
      </div>
    </Dialog>
  );
}
