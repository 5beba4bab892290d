import { parseShortNumber } from '#domain/barcode';
import { get, query } from '../../api/client.js';
import type { WorksheetBoard, WorksheetRecord } from '../../api/types.js';

export type Found = { kind: 'worksheet'; id: string; state: string } | { kind: 'nothing'; why: string };

/** Finds what a scanned number names: a worksheet, or the worksheet of a preparation. */
export async function findNumber(code: string): Promise<Found> {
  const number = parseShortNumber(code.trim());
  if (number?.prefix === 'WS') {
    const { id, state } = await get<WorksheetRecord>(`/worksheets/by-number/${encodeURIComponent(number.text)}`);
    return { kind: 'worksheet', id, state };
  }
  if (number?.prefix === 'CSP') {
    const [card] = (await get<WorksheetBoard>(`/worksheets${query({ q: number.text })}`)).items;
    return card
      ? { kind: 'worksheet', id: card.id, state: card.state }
      : { kind: 'nothing', why: `No worksheet has preparation ${number.text}.` };
  }
  return {
    kind: 'nothing',
    why: 'Scan the number of a worksheet (WS) or of a preparation (CSP). Open a worksheet first to scan ingredients.',
  };
}
