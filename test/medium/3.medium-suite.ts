import { loadShare } from './share.js';

await loadShare(3, 8);
