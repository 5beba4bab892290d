import type { ActivationResponse, LabelsResponse } from '../../apps/api/src/modules/labels/labels.dto.js';
import type { WorksheetRecord } from '../../apps/api/src/modules/worksheets/worksheets.dto.js';
import type { SignedIn } from '../setup/people.js';
import { recordOf, verification } from './bench.js';
import { sent } from './journey.js';

/** From what was made to what leaves: verified, labelled, read back, dispensed. */
export const verified = async (pharmacist: SignedIn, id: string): Promise<WorksheetRecord> =>
  sent<WorksheetRecord>(verification(pharmacist, await recordOf(pharmacist, id)));

export const labelled = (person: SignedIn, worksheet: WorksheetRecord): Promise<LabelsResponse> =>
  sent<LabelsResponse>(person.post(`/api/worksheets/${worksheet.id}/labels`, {}), 201);

/** Scans the label on every container. */
export async function readBack(person: SignedIn, worksheet: WorksheetRecord): Promise<WorksheetRecord> {
  for (const { number } of worksheet.csps)
    await sent<ActivationResponse>(person.post('/api/csps/activation', { code: number }));
  return recordOf(person, worksheet.id);
}

export const dispensed = (person: SignedIn, worksheet: WorksheetRecord): Promise<WorksheetRecord> =>
  sent<WorksheetRecord>(person.post(`/api/worksheets/${worksheet.id}/dispensing`, {}));
