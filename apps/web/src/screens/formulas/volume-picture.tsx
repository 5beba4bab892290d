import type { JSX } from 'preact';
import type { VolumeMethod } from '#domain/formula';

interface Level {
  /** From the bottom, of 40. */
  base: number;
  drug: number;
}

/** Before, between and after: how full the container is with base solution and with drug. */
const STAGES: Readonly<Record<VolumeMethod, readonly Level[]>> = {
  replace: [
    { base: 28, drug: 0 },
    { base: 20, drug: 0 },
    { base: 20, drug: 8 },
  ],
  add: [
    { base: 28, drug: 0 },
    { base: 28, drug: 8 },
  ],
  fill: [
    { base: 0, drug: 0 },
    { base: 0, drug: 8 },
    { base: 20, drug: 8 },
  ],
};

/** Containers side by side; the words beside it say the same. */
export function VolumePicture({ method }: { method: VolumeMethod }): JSX.Element {
  const stages = STAGES[method];
  return (
    <svg
      class="volume-picture"
      width={stages.length * 56 - 16}
      height={56}
      viewBox={`0 0 ${stages.length * 56 - 16} 56`}
      aria-hidden="true"
      focusable="false"
    >
      {stages.map(({ base, drug }, i) => {
        const x = i * 56;
        return (
          <g key={i}>
            <rect class="volume-base" x={x + 2} y={52 - base} width={34} height={base} />
            <rect class="volume-drug" x={x + 2} y={52 - base - drug} width={34} height={drug} />
            <path class="volume-outline" d={`M${x + 1} 8h36v44h-36z M${x + 14} 8v-5h10v5`} />
            {i < stages.length - 1 && <path class="volume-outline" d={`M${x + 42} 30h8m-3-3 3 3-3 3`} />}
          </g>
        );
      })}
    </svg>
  );
}
