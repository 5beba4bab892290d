// All of them, in order. Named one by one, so that the same list works compiled, in tests and in the type checker.
export { Platform1780000000000 } from './1780000000000-platform.js';
