/** The product's database on its own server. */
export const DATABASE = 'pharmacy';

export { ensureDatabase, startPostgres, type RunningPostgres } from './postgres.js';
export { startValkey, type RunningValkey } from './valkey.js';
export { discardAbandoned } from './leftover.js';
export { attachOrStart } from './attach.js';
