import type { WorksheetCard, WorksheetLine, WorksheetRecord, WorksheetStep } from '../../api/types.js';

/** Records for the specs of these screens; only what a rule asks about is given. */
export const ANA = { id: 'ana', name: 'Ana Reyes', initials: 'AR' };
export const SAM = { id: 'sam', name: 'Sam Cole', initials: 'SC' };

export const aCard = (change: Partial<WorksheetCard> = {}): WorksheetCard => ({
  id: 'w1',
  number: 'WS-000001-T',
  state: 'compounding',
  stateReason: '',
  title: 'vancomycin 1,250 mg in sodium chloride 0.9 % 250 mL',
  patient: 'Hale, Miriam',
  orderNumber: 'ORD-000001-B',
  stock: null,
  turn: null,
  containers: 2,
  hazardous: false,
  neededAt: null,
  budAt: null,
  claimedBy: ANA,
  station: 'tablet-1',
  stepsDone: 0,
  stepsTotal: 0,
  completedAt: null,
  reworks: 0,
  stale: false,
  allowed: [],
  ...change,
});

export const aLine = (change: Partial<WorksheetLine> = {}): WorksheetLine => ({
  id: 'drug',
  position: 1,
  role: 'additive',
  drugId: 'd1',
  drugName: 'vancomycin',
  productId: 'p1',
  productName: 'Vancomycin 10 g vial',
  ndc: '0409-6510-01',
  inHouse: false,
  strengthText: '10 g',
  quantity: { value: '2500', unit: 'mg' },
  packages: 1,
  hazardous: false,
  allocations: [],
  ...change,
});

export const aStep = (change: Partial<WorksheetStep> & Pick<WorksheetStep, 'position' | 'kind'>): WorksheetStep => ({
  id: `s${change.position}`,
  cspPosition: null,
  lineId: 'drug',
  packageIndex: 1,
  instruction: '',
  needsScan: true,
  scanTarget: null,
  needsVolume: false,
  plannedVolumeMl: null,
  state: 'pending',
  current: false,
  lotNumber: null,
  expiresOn: null,
  openContainerNumber: null,
  volumeMl: null,
  scannedAt: null,
  doneAt: null,
  doneBy: null,
  note: '',
  ...change,
});

export const aBase = aLine({
  id: 'bag',
  role: 'base',
  drugName: 'sodium chloride 0.9 %',
  quantity: { value: '500', unit: 'mL' },
  packages: 2,
});

/** Two bags: a vial opened and reconstituted, then for each bag: take it, 12.5 mL out, 12.5 mL of drug in; inspect; photo. */
export function steps(): WorksheetStep[] {
  const bag = (csp: number, at: number): WorksheetStep[] => [
    aStep({
      position: at,
      kind: 'base',
      cspPosition: csp,
      lineId: 'bag',
      instruction: `Take bag ${csp} of 2: sodium chloride 0.9 % 250 mL. Scan it.`,
    }),
    aStep({
      position: at + 1,
      kind: 'remove-diluent',
      cspPosition: csp,
      lineId: 'bag',
      needsScan: false,
      needsVolume: true,
      plannedVolumeMl: '12.5',
    }),
    aStep({ position: at + 2, kind: 'draw', cspPosition: csp, needsVolume: true, plannedVolumeMl: '12.5' }),
  ];
  return [
    aStep({ position: 1, kind: 'open', openContainerNumber: 'VIAL-000001-P' }),
    aStep({ position: 2, kind: 'reconstitute', lineId: 'water', needsVolume: true, plannedVolumeMl: '95' }),
    ...bag(1, 3),
    ...bag(2, 6),
    aStep({ position: 9, kind: 'inspect', lineId: null, needsScan: false }),
    aStep({ position: 10, kind: 'photo', lineId: null, needsScan: false }),
  ];
}

const PLAIN: Omit<WorksheetRecord, 'steps' | 'lines'> = {
  ...aCard(),
  revision: 1,
  storage: 'REF',
  order: {
    id: 'o1',
    number: 'ORD-000001-B',
    version: 1,
    directions: '',
    prescriber: '',
    route: 'IV',
    schedule: 'intermittent',
    durationMinutes: 90,
    intervalMinutes: 720,
    storage: 'REF',
    device: 'gravity',
    daysSupply: 1,
  },
  patientDetail: {
    id: 'p1',
    number: 'PT-000001-A',
    name: 'Hale, Miriam',
    birthDate: '1961-04-17',
    mrn: null,
    allergies: [],
    weightKg: null,
    bodySurfaceM2: null,
  },
  formula: {
    id: 'f1',
    number: 'MFR-000001-A',
    name: '',
    version: 1,
    appearance: '',
    precautions: [],
    storage: 'REF',
  },
  place: { room: 'Buffer room', hood: 'Hood 1', category: 2, explanation: [] },
  startedAt: null,
  finalVolume: { value: '250', unit: 'mL' },
  strengthText: '5 mg/mL',
  derivation: [],
  csps: [],
  photos: [],
  events: [],
  bud: null,
  needsBudUntil: null,
  findings: [],
  madeBy: null,
  verifiedBy: null,
  verifiedAt: null,
  signature: null,
};

/** With the first `done` steps recorded by Ana as planned. */
export function aRecord(done: number, change: Partial<WorksheetRecord> = {}): WorksheetRecord {
  const all = steps().map((step, i): WorksheetStep => {
    if (i > done) return step;
    if (i === done) return { ...step, current: true };
    const doneAt = `2026-03-02T16:0${i}:00.000Z`;
    return {
      ...step,
      state: 'done',
      doneBy: ANA,
      doneAt,
      scannedAt: step.needsScan ? doneAt : null,
      volumeMl: step.plannedVolumeMl,
      lotNumber: step.needsScan ? 'LOT1' : null,
    };
  });
  return {
    ...PLAIN,
    lines: [aLine(), aBase, aLine({ id: 'water', role: 'diluent', drugName: 'sterile water' })],
    steps: all,
    ...change,
  };
}
