import type { JSX } from 'preact';
import type { AffectedCounts, ChainLot } from '../../api/types.js';

const WIDTH = 880;
const ROW = 56;
const BOX = { width: 200, height: 44 };
const SHOWN = 4;

interface Node {
  readonly title: string;
  readonly note: string;
  readonly href?: string;
}

const cut = (text: string, letters: number): string =>
  text.length > letters ? `${text.slice(0, letters - 1)}…` : text;

/** The columns of the picture: the lots by depth, then the bags, then the patients. */
function columnsOf(lots: readonly ChainLot[], counts: AffectedCounts): Node[][] {
  const depths = [...new Set(lots.map((lot) => lot.depth))].sort((a, b) => a - b);
  // Deeper than this the picture would say less than the table: what is deeper stands in the last of its columns.
  const kept = depths.slice(0, 3);
  const columns = kept.map((depth, index) => {
    const here = lots.filter((lot) => (index === kept.length - 1 ? lot.depth >= depth : lot.depth === depth));
    const nodes: Node[] = here.slice(0, SHOWN).map((lot) => ({
      title: cut(lot.lotNumber, 22),
      note: lot.productName,
      href: `/trace/lots/${lot.lotId}`,
    }));
    return here.length > SHOWN
      ? [...nodes.slice(0, SHOWN - 1), { title: `and ${here.length - SHOWN + 1} more`, note: 'lots' }]
      : nodes;
  });
  const people = counts.patients === 1 ? 'patient' : 'patients';
  const bags = counts.csps === 1 ? 'preparation' : 'preparations';
  return [...columns, [{ title: String(counts.csps), note: bags }], [{ title: String(counts.patients), note: people }]];
}

/** The way from lot to batch to bag to patient, at a glance. The table beside it says the same in words. */
export function Chain({ lots, counts }: { lots: readonly ChainLot[]; counts: AffectedCounts }): JSX.Element | null {
  if (lots.length === 0 || counts.csps === 0) return null;
  const columns = columnsOf(lots, counts);
  const height = Math.max(...columns.map((column) => column.length)) * ROW + 8;
  const gap = (WIDTH - columns.length * BOX.width * scaleOf(columns.length)) / Math.max(columns.length - 1, 1);
  const width = BOX.width * scaleOf(columns.length);
  const x = (column: number): number => column * (width + gap);
  const y = (column: readonly Node[], row: number): number =>
    (height - column.length * ROW) / 2 + row * ROW + (ROW - BOX.height) / 2;
  return (
    <svg class="chain" viewBox={`-1 0 ${WIDTH + 2} ${height}`} role="group" aria-label={words(lots, counts)}>
      {columns
        .slice(0, -1)
        .map((column, c) =>
          column.map((_, from) =>
            (columns[c + 1] ?? []).map((__, to) => (
              <path
                key={`${c} ${from} ${to}`}
                d={`M${x(c) + width} ${y(column, from) + BOX.height / 2} C${x(c) + width + gap / 2} ${y(column, from) + BOX.height / 2} ${x(c + 1) - gap / 2} ${y(columns[c + 1] ?? [], to) + BOX.height / 2} ${x(c + 1)} ${y(columns[c + 1] ?? [], to) + BOX.height / 2}`}
              />
            )),
          ),
        )}
      {columns.map((column, c) =>
        column.map((node, r) => (
          <a key={`${c} ${r}`} href={node.href}>
            <rect x={x(c)} y={y(column, r)} width={width} height={BOX.height} rx="8" />
            <text class="chain-title" x={x(c) + 12} y={y(column, r) + 19}>
              {node.title}
            </text>
            <text class="chain-note" x={x(c) + 12} y={y(column, r) + 36}>
              {cut(node.note, Math.floor((width - 20) / 7))}
            </text>
          </a>
        )),
      )}
    </svg>
  );
}

const scaleOf = (columns: number): number => (columns > 4 ? 0.72 : columns === 4 ? 0.9 : 1);

const words = (lots: readonly ChainLot[], counts: AffectedCounts): string =>
  `From ${lots
    .filter((lot) => lot.depth === 0)
    .map((lot) => `lot ${lot.lotNumber}`)
    .slice(0, SHOWN)
    .join(
      ', ',
    )}${counts.madeLots > 0 ? `, through ${counts.madeLots} lots made here,` : ''} to ${counts.csps} preparations and ${counts.patients} patients`;
