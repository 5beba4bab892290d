import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCommand } from '../api/use-command.js';
import { openCamera } from '../scan/open-camera.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { ProblemBox } from './findings.js';
import { Icon } from './icon.js';

/** Longest edge in pixels: enough to read a syringe's scale, small enough for poor Wi-Fi. */
const LONGEST_EDGE = 1920;

/** Takes a picture by camera, or from a file; hands on a JPEG. `onPhoto` uploads it (client `postPhoto`). */
export function PhotoCapture(props: {
  onPhoto: (photo: Blob) => Promise<unknown>;
  label?: string;
  primary?: boolean;
}): JSX.Element {
  const [live, setLive] = useState(false);
  const save = useCommand(async (picture: ImageBitmapSource) => props.onPhoto(await asJpeg(picture)));
  return (
    <div class="stack stack-small">
      <div class="row">
        <Button
          kind={props.primary ? 'primary' : 'secondary'}
          icon="camera"
          busy={save.busy}
          onClick={() => setLive(true)}
        >
          {props.label ?? 'Take a photo'}
        </Button>
        <span class="drop button button-secondary">
          <Icon name="plus" />
          Photo from a file
          <input
            type="file"
            accept="image/jpeg,image/png,image/webp"
            aria-label="Photo from a file"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              event.currentTarget.value = '';
              if (file) void save.run(file);
            }}
          />
        </span>
      </div>
      <ProblemBox problem={save.problem} />
      {live && (
        <LiveCamera
          onPicture={(picture) => {
            setLive(false);
            void save.run(picture);
          }}
          onClose={() => setLive(false)}
        />
      )}
    </div>
  );
}

function LiveCamera(props: { onPicture: (picture: ImageBitmapSource) => void; onClose: () => void }): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  const [why, setWhy] = useState<string>();
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let left = false;
    openCamera().then(
      async (opened) => {
        stream = opened;
        if (left || !video.current) return stopAll(opened);
        video.current.srcObject = opened;
        await video.current.play();
        setReady(true);
      },
      (error: unknown) => setWhy(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      left = true;
      if (stream) stopAll(stream);
    };
  }, []);
  return (
    <Dialog
      title="Take a photo"
      wide
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind="primary"
            icon="camera"
            disabled={!ready}
            autoFocus
            onClick={() => video.current && props.onPicture(video.current)}
          >
            Take it
          </Button>
        </>
      }
    >
      {why === undefined ? (
        <div class="camera">
          <video ref={video} playsInline muted />
        </div>
      ) : (
        <p>{why} A photo from a file works too.</p>
      )}
    </Dialog>
  );
}

const stopAll = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());

async function asJpeg(source: ImageBitmapSource): Promise<Blob> {
  const picture = await createImageBitmap(source);
  const scale = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
  if (!blob) throw new Error('The picture could not be read. Take another one.');
  return blob;
}
