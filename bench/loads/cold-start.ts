import fs from 'node:fs/promises';
import path from 'node:path';
import { startApi } from '../api-process.js';
import { goal, round, type Load } from '../load.js';
import { median } from '../statistics.js';

/** `npm start` once installed and built, in an empty folder and again: database and queue of its own included. */
export const coldStart: Load = {
  name: 'cold-start',
  title: 'cold start to ready, database and queue of its own included',
  async run({ folder, options }) {
    const starts = options.quick ? 1 : 3;
    const [first, again]: [number[], number[]] = [[], []];
    for (let start = 0; start < starts; start += 1) {
      const data = path.join(folder, `start-${start}`);
      for (const times of [first, again]) {
        const api = await startApi('start.js', folder, { DATA_DIR: data });
        times.push(api.readyMs / 1000);
        await api.stop();
      }
      await fs.rm(data, { recursive: true, force: true });
    }
    return {
      levels: [],
      goals: [
        goal('very first start, initdb, migrations and demo data included', { most: 10 }, median(first), ' s'),
        goal('start with data', { most: 4 }, median(again), ' s'),
      ],
      notes: [`first starts ${first.map(round).join(', ')} s; later starts ${again.map(round).join(', ')} s`],
    };
  },
};
