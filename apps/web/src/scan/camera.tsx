import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../parts/button.js';
import { Dialog } from '../parts/dialog.js';
import { Icon } from '../parts/icon.js';
import { openCamera } from './open-camera.js';

const FORMATS = ['DataMatrix', 'QRCode', 'Code128', 'EAN13', 'UPCA', 'ITF', 'DataBar', 'DataBarExpanded'] as const;
const EVERY_MS = 120;

/** Reads a code by camera. The decoder is large, so it comes only when somebody opens this. */
export function CameraDialog(props: { onCode: (code: string) => void; onClose: () => void }): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  const [why, setWhy] = useState<string>();
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const control = new AbortController();
    readFrom(element, control.signal).then(
      (code) => props.onCode(code),
      (error: unknown) => {
        if (!control.signal.aborted) setWhy(error instanceof Error ? error.message : String(error));
      },
    );
    return () => control.abort();
  }, []);
  return (
    <Dialog title="Scan by camera" onClose={props.onClose} foot={<Button onClick={props.onClose}>Cancel</Button>}>
      {why === undefined ? (
        <div class="camera">
          <video ref={video} playsInline muted />
          <div class="camera-aim" />
        </div>
      ) : (
        <p class="row">
          <Icon name="camera" />
          {why}
        </p>
      )}
      <p class="quiet">Hold the code inside the frame, about a hand’s width away.</p>
    </Dialog>
  );
}

async function readFrom(video: HTMLVideoElement, signal: AbortSignal): Promise<string> {
  const [stream, { prepareZXingModule, readBarcodes }, { default: wasm }] = await Promise.all([
    openCamera(),
    import('zxing-wasm/reader'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ]);
  try {
    prepareZXingModule({ overrides: { locateFile: () => wasm } });
    video.srcObject = stream;
    await video.play();
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('This browser cannot read pictures.');
    while (!signal.aborted) {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      context.drawImage(video, 0, 0);
      const picture = context.getImageData(0, 0, canvas.width, canvas.height);
      // Plain: the element string with its separators, not the (01) form for people.
      const [found] = await readBarcodes(picture, { formats: [...FORMATS], textMode: 'Plain', tryHarder: true });
      if (found?.text) return found.text;
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    throw new DOMException('Stopped', 'AbortError');
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}
