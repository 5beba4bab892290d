import { containerLabel, LabelRenderer } from '#labels';
import { at, contest } from '../contest.js';
import { cloneWorksheet } from '../fixtures/clones.js';
import { oneMade } from '../fixtures/made.js';
import { printLabels, verify } from '../fixtures/preparing.js';
import { goal, round, type Load } from '../load.js';
import { memoryOf } from '../processes.js';
import { labelFacts } from './label-facts.js';

const bare = new LabelRenderer({ mode: 'in-process' });
let drawn = 0;

/** The same page by pdfkit and bwip-js in this process: laid out, drawn, each with a symbol of its own; not read back, not stored. */
async function drawBare(): Promise<void> {
  const { document } = containerLabel(labelFacts((drawn += 1)));
  if (!document) throw new TypeError('the label of the bench cannot be made');
  await bare.render(document);
}

/** Labels are made and read back, then fetched as PDF. */
export const labels: Load = {
  name: 'labels',
  title:
    'container label: POST /api/worksheets/:id/labels (first rows), then GET /api/labels/:id/pdf; beside them the bare page',
  async run(stage) {
    const made = await verify(at(stage.pharmacists, 0), await oneMade(stage));
    const counts = stage.options.quick
      ? [
          { clients: 1, count: 10 },
          { clients: 8, count: 16 },
        ]
      : [
          { clients: 1, count: 60 },
          { clients: 8, count: 120 },
        ];
    const clones = await cloneWorksheet(at(stage.connections, 0), made.id, 800);
    const printed: string[] = [];
    const printing = await contest(stage, {
      visitors: stage.technicians,
      levels: counts,
      api: async (visitor) => {
        const answer = await printLabels(visitor, at(clones.splice(-1), 0).worksheetId);
        printed.push(...answer.labels.map(({ id }) => id));
      },
      sql: drawBare,
    });
    const memory = memoryOf(stage.api.pid);
    const fetching = await contest(stage, {
      visitors: stage.technicians,
      levels: counts,
      api: (visitor, _, turn) => visitor.get(`/api/labels/${at(printed, turn % printed.length)}/pdf`),
      sql: drawBare,
    });
    const one = await at(stage.technicians, 0).get(`/api/labels/${at(printed, 0)}/pdf`);
    const [print, fetch] = [at(printing, 1), at(fetching, 1)];
    const share = (side: typeof print): number => side.api.perSecond / (side.sql?.perSecond ?? Number.NaN);
    return {
      levels: [...printing, ...fetching],
      goals: [
        goal('PDF fetched, share of bare drawing, 8 clients', { least: 0.8 }, share(fetch)),
        goal('size', { most: 4096 }, one.bytes.length, ' bytes'),
        goal('idle memory of the API', { most: 300 }, stage.idleMemoryMb, ' MB'),
        goal(`memory after ${printed.length} labels`, { most: 450 }, memory, ' MB'),
      ],
      notes: [
        `made, read back by machine, stored and answered: ${round(share(print))} of bare drawing`,
        `beside plain SQL stands here the bare page by pdfkit and bwip-js, in the process of the bench`,
      ],
    };
  },
};
