import { Decimal } from '#domain/quantity';
import type { WorksheetLine, WorksheetRecord, WorksheetStep } from '../../api/types.js';

export interface Measured {
  stepId: string;
  /** `1`: of which preparation or package. */
  position: number | null;
  volumeMl: string | null;
  /** Signed difference from the plan in percent, one decimal at most; null where nothing was measured, `0` where it is as planned. */
  percent: string | null;
}

/** The same thing done once for each preparation: what was planned, and what was measured each time. */
export interface MeasuredRow {
  key: string;
  what: string;
  plannedMl: string;
  measured: Measured[];
  /** Measured otherwise than planned at least once. */
  differs: boolean;
}

const VERBS: Readonly<Partial<Record<WorksheetStep['kind'], string>>> = {
  reconstitute: 'Into the vial:',
  'remove-diluent': 'Taken out:',
  draw: 'Added',
  'fill-diluent': 'Filled up with',
};

export function measuredRows(record: Pick<WorksheetRecord, 'steps' | 'lines'>): MeasuredRow[] {
  const rows = new Map<string, MeasuredRow>();
  for (const step of record.steps) {
    if (!step.needsVolume || step.plannedVolumeMl === null) continue;
    const key = `${step.kind} ${step.lineId ?? ''} ${step.plannedVolumeMl}`;
    const line = record.lines.find(({ id }) => id === step.lineId);
    const row = rows.get(key) ?? {
      key,
      what: `${VERBS[step.kind] ?? ''} ${line?.drugName ?? ''}`.trim(),
      plannedMl: step.plannedVolumeMl,
      measured: [],
      differs: false,
    };
    const percent = percentOff(step.plannedVolumeMl, step.volumeMl);
    row.measured.push({
      stepId: step.id,
      position: step.cspPosition ?? step.packageIndex,
      volumeMl: step.volumeMl,
      percent,
    });
    row.differs ||= percent !== '0';
    rows.set(key, row);
  }
  return [...rows.values()];
}

function percentOff(planned: string, measured: string | null): string | null {
  if (measured === null) return null;
  const plan = Decimal.of(planned);
  const difference = Decimal.of(measured).minus(plan);
  if (difference.isZero() || plan.isZero()) return '0';
  const percent = difference.dividedBy(plan).times(100).toFixed(1, 'half-up');
  return difference.isPositive() ? `+${percent}` : percent;
}

/** One lot of one line as it was proven by scans. */
export interface ProvenLot {
  lotNumber: string;
  expiresOn: string | null;
  scans: number;
  by: string[];
  vials: string[];
}

export interface ProvenLine {
  line: WorksheetLine;
  lots: ProvenLot[];
  scanned: number;
  toScan: number;
}

/** Each line with the lots that were scanned for it, and whether every scan that was needed is there. */
export function provenLines(record: Pick<WorksheetRecord, 'steps' | 'lines'>): ProvenLine[] {
  return record.lines.map((line) => {
    const steps = record.steps.filter((step) => step.lineId === line.id && step.needsScan);
    const lots = new Map<string, ProvenLot>();
    for (const step of steps) {
      if (step.lotNumber === null) continue;
      const lot = lots.get(step.lotNumber) ?? {
        lotNumber: step.lotNumber,
        expiresOn: step.expiresOn,
        scans: 0,
        by: [],
        vials: [],
      };
      lot.scans++;
      if (step.doneBy && !lot.by.includes(step.doneBy.name)) lot.by.push(step.doneBy.name);
      if (step.openContainerNumber && !lot.vials.includes(step.openContainerNumber))
        lot.vials.push(step.openContainerNumber);
      lots.set(step.lotNumber, lot);
    }
    return {
      line,
      lots: [...lots.values()],
      scanned: steps.filter((step) => step.scannedAt !== null).length,
      toScan: steps.length,
    };
  });
}
