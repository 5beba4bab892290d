export { loadReferenceData } from './reference.js';
export { stableId } from './stable-id.js';
