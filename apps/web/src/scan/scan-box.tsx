import type { ComponentChildren, JSX } from 'preact';
import { lazy } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { Suspended } from '../parts/suspended.js';
import { Button } from '../parts/button.js';
import { TextInput } from '../parts/field.js';
import { Icon } from '../parts/icon.js';
import { sound } from './tones.js';
import { deliver, useScanner, type ScanHandler } from './use-scanner.js';

const CameraDialog = lazy(() => import('./camera.js').then((m) => m.CameraDialog));

export type ScanState = 'waiting' | 'busy' | 'ok' | 'refused';

export interface ScanBoxProps {
  /** What to scan: `Scan the vancomycin vial`. */
  prompt: ComponentChildren;
  onScan: ScanHandler;
  /** The outcome of the last scan: colors the box and sounds. */
  state?: ScanState;
  /** The outcome in words. */
  message?: ComponentChildren;
  enabled?: boolean;
}

/** A separator cannot be seen; in its place stands a mark that can. */
export const showCode = (code: string): string => code.replaceAll('\x1d', '<GS>');

/** Waits for a scan, wherever the focus is; shows the last one; offers the camera and keying in as ways round. */
export function ScanBox(props: ScanBoxProps): JSX.Element {
  const { state = 'waiting', enabled = true } = props;
  const [last, setLast] = useState('');
  const [keying, setKeying] = useState(false);
  const [camera, setCamera] = useState(false);
  const [text, setText] = useState('');
  const take: ScanHandler = (code, entry) => {
    setLast(code);
    return props.onScan(code, entry);
  };
  useScanner(take, enabled);
  useEffect(() => {
    if (state === 'ok' || state === 'refused') sound(state);
  }, [state, last]);
  const key = (): void => {
    if (text.trim() === '') return;
    deliver(text.trim(), 'keyed');
    setText('');
    setKeying(false);
  };
  return (
    <div class="scan-box" data-state={state}>
      <Icon name={state === 'ok' ? 'ok' : state === 'refused' ? 'stop' : 'scan'} size={36} />
      <div role="status">
        <div class="lead strong">{props.prompt}</div>
        {state === 'busy' && <span class="quiet">Reading…</span>}
        {props.message && <div>{props.message}</div>}
        {last && <div class="scan-last">Last scan: {showCode(last)}</div>}
      </div>
      <div class="row">
        <Button icon="camera" onClick={() => setCamera(true)} disabled={!enabled}>
          Camera
        </Button>
        <Button icon="keyboard" onClick={() => setKeying(!keying)} expanded={keying} disabled={!enabled}>
          Key it in
        </Button>
      </div>
      {keying && (
        <div class="scan-key-in">
          <div class="grow">
            <TextInput
              label="Code as printed under the symbol"
              value={text}
              onChange={setText}
              onEnter={key}
              autoFocus
              maxLength={200}
            />
          </div>
          <Button kind="primary" onClick={key} disabled={text.trim() === ''}>
            Use this code
          </Button>
        </div>
      )}
      {camera && (
        <Suspended>
          <CameraDialog
            onCode={(code) => {
              setCamera(false);
              deliver(code, 'camera');
            }}
            onClose={() => setCamera(false)}
          />
        </Suspended>
      )}
    </div>
  );
}
