import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { showDecimal } from '../../format.js';
import type { FillPicture } from './fill-picture.js';

interface Outline {
  /** The body, closed, on a grid of 120 by 150. */
  body: string;
  /** Lines around it: ports, cap, plunger. */
  extra: string;
  top: number;
  bottom: number;
}

const BAG: Outline = {
  body: 'M26 18h68q8 0 8 9v92q0 13-14 13H32q-14 0-14-13V27q0-9 8-9z',
  extra: 'M52 10h16v8M52 18v-8M45 132v11h8v-11M67 132v11h8v-11',
  top: 18,
  bottom: 132,
};
const OUTLINES: Readonly<Record<string, Outline>> = {
  bag: BAG,
  bottle: BAG,
  container: BAG,
  vial: {
    body: 'M48 34h24v12q16 4 16 20v66q0 8-8 8H40q-8 0-8-8V66q0-16 16-20z',
    extra: 'M44 16h32v18H44z',
    top: 46,
    bottom: 140,
  },
  cassette: {
    body: 'M16 36h88q8 0 8 8v72q0 8-8 8H16q-8 0-8-8V44q0-8 8-8z',
    extra: 'M20 36v-12h80v12M30 124v10h20v-10M96 30h10',
    top: 36,
    bottom: 124,
  },
  syringe: {
    body: 'M40 36h40v88q0 6-6 6H46q-6 0-6-6z',
    extra: 'M28 36h64M60 36V12M46 12h28M56 130v12h8v-12',
    top: 36,
    bottom: 130,
  },
  infusor: {
    body: 'M60 22c26 0 38 22 38 50s-14 58-38 58-38-30-38-58 12-50 38-50z',
    extra: 'M52 22v-10h16v10M60 130v12',
    top: 22,
    bottom: 130,
  },
};

/** The container that is filled, with what is in it, what goes in now and the volumes in words: to be looked at, not read. */
export function Picture({ picture }: { picture: FillPicture }): JSX.Element {
  const clip = useId();
  const outline = OUTLINES[picture.what] ?? BAG;
  const height = outline.bottom - outline.top;
  const level = (share: number): number => outline.bottom - height * share;
  const { before, after } = picture;
  const [low, high] = [Math.min(before, after), Math.max(before, after)];
  const changes = picture.parts.some(({ state }) => state === 'now');
  return (
    <figure class="fill">
      <svg viewBox="0 0 120 150" role="img" aria-label={`${picture.title}: ${inWords(picture)}`}>
        <clipPath id={clip}>
          <path d={outline.body} />
        </clipPath>
        <g clip-path={`url(#${clip})`}>
          <rect class="fill-in" x="0" y={level(low)} width="120" height={height * low + 20} />
          <rect
            class={after < before ? 'fill-out' : 'fill-now'}
            x="0"
            y={level(high)}
            width="120"
            height={height * (high - low)}
          />
        </g>
        <path class="fill-line" d={outline.body} />
        <path class="fill-line" d={outline.extra} />
      </svg>
      <figcaption>
        <strong>{picture.title}</strong>
        {changes ? (
          <span class="nowrap">
            {showDecimal(picture.inMl)} → {showDecimal(picture.afterMl)} mL
          </span>
        ) : picture.inMl !== '0' ? (
          <span class="nowrap">{showDecimal(picture.inMl)} mL</span>
        ) : (
          <span class="quiet">{picture.parts.length > 0 ? 'empty' : ''}</span>
        )}
      </figcaption>
    </figure>
  );
}

function inWords(picture: FillPicture): string {
  if (picture.parts.every(({ state }) => state !== 'now')) return `${showDecimal(picture.inMl)} mL inside`;
  return `${showDecimal(picture.inMl)} mL inside, ${showDecimal(picture.afterMl)} mL after this step`;
}
