import { loadShare } from './share.js';

await loadShare(8, 8);
