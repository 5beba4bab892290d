import type { Instant } from '#domain/time';
import { Clock } from '../platform/clock.js';

/** A clock that stands at the present of the demo pharmacy: what it has was recorded then, whatever this machine's clock says. */
export const clockAt = (at: Instant): Clock => Object.assign(new Clock(), { now: () => at });
