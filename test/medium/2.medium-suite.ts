import { loadShare } from './share.js';

await loadShare(2, 8);
