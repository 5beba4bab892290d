import { loadShare } from './share.js';

await loadShare(7, 8);
