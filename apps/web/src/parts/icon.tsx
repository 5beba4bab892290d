import type { JSX } from 'preact';

/** Outlines on a grid of 24; drawn in the color of the text beside them. */
const PATHS = {
  ok: 'M20 6.5 9.5 17 4 11.5',
  stop: 'M8.3 3h7.400L21 8.300v7.400L15.7 21H8.300L3 15.700V8.300zM9 9l6 6M15 9l-6 6',
  warning: 'M12 3.5 22 20.500H2zM12 10v4.500M12 17.200v.3',
  hard: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.500v5.500M12 16.200v.3',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.500M12 7.500v.3',
  close: 'M6 6l12 12M18 6 6 18',
  lock: 'M5 11h14v10H5zM8 11V7.500a4 4 0 0 1 8 0V11',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M5.3 18.700l1.4-1.400M17.3 6.700l1.4-1.4',
  moon: 'M20 14.500A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.500z',
  scan: 'M3 8V4h4M17 4h4v4M21 16v4h-4M7 20H3v-4M7 8v8M10.5 8v8M13.5 8v8M17 8v8',
  camera: 'M3 7.500h4L9 5h6l2 2.500h4V19H3zM12 9.500a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  keyboard: 'M2.5 6h19v12h-19zM6 10h.1M10 10h.1M14 10h.1M18 10h.1M7 14h10',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20.5 20.5',
  down: 'M6 9l6 6 6-6',
  up: 'M6 15l6-6 6 6',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  printer: 'M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z',
  plus: 'M12 5v14M5 12h14',
  copy: 'M9 9h11v12H9zM5 15H4V3h11v2',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.500l3.5 2',
  hazard: 'M12 3.5 22 20.500H2zM9.5 16.500l5-5M9.5 11.500l5 5',
  refrigerator: 'M6 2.500h12v19H6zM6 9.500h12M9 5v2M9 12.500v3',
  offline:
    'M3 3l18 18M8.5 15.500a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4-2.400M19 12a10 10 0 0 0-4.5-2.600M2 8.500a15 15 0 0 1 4-2.600M22 8.500A15 15 0 0 0 11 5M12 19v.2',
  wait: 'M6 3h12M6 21h12M7 3c0 5 5 6 5 9s-5 4-5 9M17 3c0 5-5 6-5 9s5 4 5 9',
  pen: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  out: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  sound: 'M4 9.500h4L13 5v14l-5-4.500H4zM16.5 9a4 4 0 0 1 0 6M19 6.500a8 8 0 0 1 0 11',
  silent: 'M4 9.500h4L13 5v14l-5-4.500H4zM16.5 9.500l5 5M21.5 9.500l-5 5',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4 3.5-6.5 8-6.500s8 2.5 8 6.5',
  hood: 'M3 4h18v16H3zM3 9h18M7 20v-5h10v5',
  review: 'M5 3h14v18H5zM9 8h6M9 12h6M9 16h3',
  verify: 'M12 3l8 3v6c0 5-3.5 8-8 9.500C7.5 20 4 17 4 12V6zM8.5 12l2.5 2.5 4.5-5',
  order: 'M6 3h9l4 4v14H6zM14 3v5h5M9.5 13h6M9.5 17h6',
  stock: 'M3 8l9-5 9 5v9l-9 5-9-5zM3 8l9 5 9-5M12 13v9',
  formula: 'M9.5 3h5M10.5 3v6L4.5 19.500c-.5 1 0 1.5 1 1.500h13c1 0 1.5-.5 1-1.500L13.5 9V3M7.5 15h9',
  calculator: 'M5 3h14v18H5zM8 7h8M8.5 12h.1M12 12h.1M15.5 12h.1M8.5 16.500h.1M12 16.500h.1M15.5 16.500h.1',
  trace: 'M6 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM18 16a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM8 6h6a4 4 0 0 1 0 8h-4a4 4 0 0 0 0 4h6',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M16 4.500v5M8 14.500v5',
  mark: 'M12 2.500c4.5 5.3 7 9 7 12.300a7 7 0 0 1-14 0C5 11.5 7.5 7.8 12 2.500zM12 11v7M8.5 14.500h7',
} as const;

export type IconName = keyof typeof PATHS;

/** A small picture beside a word. It says nothing by itself: where there is no word, give the button a label. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
