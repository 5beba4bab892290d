import { loadShare } from './share.js';

await loadShare(6, 8);
