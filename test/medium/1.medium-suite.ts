import { loadShare } from './share.js';

await loadShare(1, 8);
