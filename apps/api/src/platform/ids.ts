import { randomBytes, randomInt } from 'node:crypto';

const SEQUENCE_BITS = 12n;
const SEQUENCE_LIMIT = 1 << Number(SEQUENCE_BITS);

/**
 * UUIDv7: the time first, so that an index grows at its end, and within a process each one sorts after the one before.
 * With `secret`, the only place that asks for randomness.
 */
export class Ids {
  private lastMs = 0;
  private sequence = 0;

  next<T extends string = string>(): T {
    const now = Date.now();
    if (now > this.lastMs) {
      this.lastMs = now;
      // The upper half stays free, so that a burst within the millisecond has room to count.
      this.sequence = randomBytes(2).readUInt16BE() & (SEQUENCE_LIMIT / 2 - 1);
    } else if (++this.sequence >= SEQUENCE_LIMIT) {
      this.lastMs += 1;
      this.sequence = 0;
    }
    const head = (BigInt(this.lastMs) << 16n) | 0x7000n | BigInt(this.sequence);
    const tail = randomBytes(8);
    tail.writeUInt8(((tail[0] ?? 0) & 0x3f) | 0x80, 0);
    const hex = head.toString(16).padStart(16, '0') + tail.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as T;
  }

  /** 256 random bits as base64url: a session token, which is never stored as it is. */
  secret(): string {
    return randomBytes(32).toString('base64url');
  }
}

/** 0.5 to 1.5 times `ms`: two that collided must not meet again at the same moment. */
export const jitter = (ms: number): number => Math.round((ms * randomInt(500, 1500)) / 1000);
