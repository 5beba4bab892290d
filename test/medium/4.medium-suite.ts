import { loadShare } from './share.js';

await loadShare(4, 8);
