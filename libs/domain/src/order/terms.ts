/** As the prescription and the schema say them. */
export const ROUTES = ['IV', 'SUBCUT', 'IM', 'EPIDURAL', 'INTRATHECAL'] as const;
export type Route = (typeof ROUTES)[number];

/** `intermittent`: a container every interval. `continuous`: one container after the other. `once`: one administration. */
export const SCHEDULES = ['intermittent', 'continuous', 'once'] as const;
export type Schedule = (typeof SCHEDULES)[number];

export const DEVICES = [
  'gravity',
  'stationary-pump',
  'ambulatory-pump',
  'elastomeric',
  'syringe-pump',
  'push',
] as const;
export type Device = (typeof DEVICES)[number];

export const DOSE_BASES = ['flat', 'per-kg', 'per-m2'] as const;
export type DoseBasis = (typeof DOSE_BASES)[number];
