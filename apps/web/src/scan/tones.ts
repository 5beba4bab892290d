import { createStore } from '../store.js';

export type Tone = 'ok' | 'refused' | 'attention';

const KEY = 'scan-muted';
export const muted = createStore(localStorage.getItem(KEY) === 'true');
muted.subscribe(() => localStorage.setItem(KEY, String(muted.get())));

/** Hertz and seconds: high and short for yes, low and twice for no; told apart without looking, and by loudness not at all. */
const SOUNDS: Readonly<Record<Tone, readonly (readonly [hertz: number, start: number, length: number])[]>> = {
  ok: [[1320, 0, 0.09]],
  refused: [
    [220, 0, 0.18],
    [165, 0.22, 0.3],
  ],
  attention: [
    [660, 0, 0.12],
    [880, 0.16, 0.12],
  ],
};

let context: AudioContext | undefined;

/** Sounds the outcome of a scan, unless muted. Every outcome is also shown: sound is never the only sign. */
export function sound(tone: Tone): void {
  if (muted.get()) return;
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
  for (const [hertz, start, length] of SOUNDS[tone]) {
    const [from, until] = [context.currentTime + start, context.currentTime + start + length];
    const oscillator = new OscillatorNode(context, { type: 'triangle', frequency: hertz });
    const gain = new GainNode(context, { gain: 0.25 });
    gain.gain.setTargetAtTime(0, until - 0.03, 0.012);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(from);
    oscillator.stop(until + 0.05);
  }
}
