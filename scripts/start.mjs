// `npm start`: installs and builds what is missing, then becomes the product, in this very process, so that signals
// reach it.
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { leaveSignalsAlone, root, stopToolsOnSignals } = await import('./lib/run.mjs');
process.chdir(root);
stopToolsOnSignals();
const { installIfNeeded } = await import('./lib/install.mjs');
await installIfNeeded();
const { build } = await import('./build.mjs');
await build();
leaveSignalsAlone();
await import('../dist/apps/api/src/start.js');
