import { next } from '#domain/state-machine';
import { WORKSHEET_MACHINE, type WorksheetEvent, type WorksheetState } from '#domain/worksheet';
import { Problem } from '../../platform/http/problem.js';
import type { WorksheetRow } from './worksheet-rows.js';

/** The state that an event leads to. @throws Problem when it does not fit the state that the worksheet is in */
export function moveOn(worksheet: Pick<WorksheetRow, 'number' | 'state'>, event: WorksheetEvent): WorksheetState {
  const step = next(WORKSHEET_MACHINE, worksheet.state, event);
  if (!step.allowed)
    throw new Problem('worksheet.wrong-state', {
      detail: `${worksheet.number}: ${step.finding.message}`,
      findings: [step.finding],
    });
  return step.to;
}
