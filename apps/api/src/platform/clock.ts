import { instant, type Instant } from '#domain/time';

/** What time it is. Injected everywhere, so that a test can say so; nothing else asks the machine. */
export class Clock {
  now(): Instant {
    return instant(Date.now());
  }
}
