import type { TablePart } from '../document/label-document.js';
import { horizontalRule, row, textPiece, type Piece } from './piece.js';

export interface Cell {
  readonly text: string;
  readonly bold?: boolean;
}

const PADDING_MM = 0.9;
const COLUMN_GAP_MM = 2;
const HEADER_POINTS = 8.5;

/** The header and then the rows of a table, each a piece of its own with a rule under it, so that it may run over pages. */
export function tableRows(
  name: string,
  columns: readonly number[],
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  size: number,
): Piece[] {
  const top = tableRow(
    name,
    columns,
    header.map((text) => ({ text })),
    HEADER_POINTS,
    0.4,
  );
  return [top, ...rows.map((cells) => tableRow(name, columns, cells, size, 0.15))];
}

function tableRow(name: string, columns: readonly number[], cells: readonly Cell[], size: number, rule: number): Piece {
  const pieces = columns.map((width, i) => {
    const { text = '', bold = false } = cells[i] ?? {};
    return textPiece(name, text, width - COLUMN_GAP_MM, { size, bold });
  });
  const content = row(pieces, COLUMN_GAP_MM);
  const width = columns.reduce((sum, w) => sum + w, 0);
  const height = content.height + 2 * PADDING_MM;
  return {
    width,
    height,
    tooWide: content.tooWide,
    at: (x, y): TablePart[] => [
      {
        kind: 'table',
        name,
        box: { x, y, width, height },
        cells: content.at(x, y + PADDING_MM).filter((part) => part.kind === 'text'),
        rules: [horizontalRule(x, y + height, width, rule)],
      },
    ],
  };
}
