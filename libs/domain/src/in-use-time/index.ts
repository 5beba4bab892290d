export {
  CONTAINER_KINDS,
  type ContainerFacts,
  type ContainerKind,
  type EntryAir,
  type InUse,
  type InUseBound,
} from './container.js';
export { expiryDate, expiryInstant, parseExpiry, type Expiry } from './expiry.js';
