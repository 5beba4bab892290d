export {
  CONTAINER_KINDS,
  type ContainerFacts,
  type ContainerKind,
  type EntryAir,
  type InUse,
  type InUseBound,
} from './container.js';
export { expiryDate, expiryInstant, parseExpiry, type Expiry } from './expiry.js';
export { inUseUntil, mayWithdraw } from './in-use-until.js';
export { addLimit, showHours } from './limit-clock.js';
