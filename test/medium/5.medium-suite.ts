import { loadShare } from './share.js';

await loadShare(5, 8);
