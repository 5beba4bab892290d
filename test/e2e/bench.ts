import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Test } from 'supertest';
import { demoHoodId } from '../../apps/api/src/seed/demo.js';
import type {
  ScanRequest,
  ScanResponse,
  StepCompletionRequest,
  WorksheetLineDto,
  WorksheetPhotoDto,
  WorksheetRecord,
  WorksheetStepDto,
} from '../../apps/api/src/modules/worksheets/worksheets.dto.js';
import type { SignedIn } from '../setup/people.js';
import { packageCode, refused, sent, type ProblemBody } from './journey.js';

/** A real picture of a finished bag, 480 by 360. */
export const photoOfBag = (): Promise<Buffer> => readFile(path.resolve('test/e2e/fixtures/finished-bag.jpg'));

type Keyed = Partial<Omit<ScanRequest, 'station' | 'code'>>;

/** A technician with a tablet at a hood: does what the screen says, step by step. */
export class Bench {
  constructor(
    public person: SignedIn,
    public record: WorksheetRecord,
    readonly station = `tablet-${randomUUID()}`,
  ) {}

  static async at(hood: string, person: SignedIn, worksheet: WorksheetRecord): Promise<Bench> {
    const bench = new Bench(person, worksheet);
    bench.record = await sent<WorksheetRecord>(bench.claim(hood));
    return bench;
  }

  claim(hood: string): Test {
    return this.post('claim', { hoodId: demoHoodId(hood), station: this.station });
  }

  /** The step that is next. @throws Error when all are done */
  get current(): WorksheetStepDto {
    const step = this.record.steps.find((s) => s.current);
    if (!step) throw new Error(`all steps of ${this.record.number} are done`);
    return step;
  }

  get hasSteps(): boolean {
    return this.record.steps.some((s) => s.current);
  }

  line(step: WorksheetStepDto): WorksheetLineDto {
    const line = this.record.lines.find((l) => l.id === step.lineId);
    if (!line) throw new Error(`step ${step.position} has no line`);
    return line;
  }

  /** What a technician holds before the scanner at this step: the opened package's tag, or the next allocated package. */
  codeFor(step: WorksheetStepDto): string {
    if (['reconstitute', 'draw', 'fill-diluent'].includes(step.kind)) return this.tagOf(step);
    const line = this.line(step);
    const lot = line.allocations.find((a) => Number(a.packages) - Number(a.usedPackages) >= 1);
    if (!lot) throw new Error(`no package of ${line.productName} is left`);
    const { lotNumber, expiresOn } = lot;
    // Drugs carry a serial number by law; bags and diluents are exempt and carry none.
    const serial = line.role === 'additive' ? `${this.record.number.slice(3)}-${step.position}` : undefined;
    return packageCode({ ndc: line.ndc, lotNumber, expiresOn }, serial);
  }

  tagOf(step: Pick<WorksheetStepDto, 'lineId' | 'packageIndex' | 'position'>): string {
    const opened = this.record.steps.find(
      (s) => s.kind === 'open' && s.lineId === step.lineId && s.packageIndex === step.packageIndex,
    );
    if (!opened?.openContainerNumber) throw new Error(`nothing was opened for step ${step.position}`);
    return opened.openContainerNumber;
  }

  scan(code: string, keyed: Keyed = {}, key?: string): Test {
    return this.post(`steps/${this.current.id}/scan`, { station: this.station, code, ...keyed }, key);
  }

  async accepts(code: string, keyed: Keyed = {}): Promise<ScanResponse> {
    const answer = await sent<ScanResponse>(this.scan(code, keyed));
    this.record = answer.record;
    return answer;
  }

  /** Expects the scan to be refused for exactly this, and answers with what the person reads. */
  async refuses(code: string, finding: string, keyed: Keyed = {}): Promise<string> {
    const problem = await refused(this.scan(code, keyed), 422, 'worksheet.scan-refused');
    expect(problem.findings?.map((f) => f.code)).toEqual([finding]);
    return problem.detail;
  }

  recording(more: Partial<StepCompletionRequest> = {}, key?: string): Test {
    return this.post(`steps/${this.current.id}/completion`, { station: this.station, ...more }, key);
  }

  async records(more: Partial<StepCompletionRequest> = {}): Promise<void> {
    this.record = await sent<WorksheetRecord>(this.recording(more));
  }

  /** Does the next step as the screen says it: scan, volume as planned, count, photo. */
  async step(): Promise<WorksheetStepDto> {
    const step = this.current;
    if (step.needsScan) await this.accepts(this.codeFor(step));
    if (this.record.steps.find((s) => s.id === step.id)?.state === 'done') return step;
    if (step.kind === 'photo') await this.photo();
    await this.records({
      ...(step.needsVolume && { volumeMl: step.plannedVolumeMl ?? '' }),
      ...(step.kind === 'inspect' && { passed: this.record.containers }),
    });
    return step;
  }

  /** Goes on until such a step is next. */
  async until(wanted: (step: WorksheetStepDto) => boolean): Promise<void> {
    while (!wanted(this.current)) await this.step();
  }

  async finishSteps(): Promise<void> {
    while (this.hasSteps) await this.step();
  }

  async photo(): Promise<WorksheetPhotoDto> {
    const address = `/api/worksheets/${this.record.id}/photos?stepId=${this.current.id}`;
    return sent<WorksheetPhotoDto>(this.person.photo(address, await photoOfBag()), 201);
  }

  completion(): Test {
    return this.post('completion', { station: this.station });
  }

  async completes(): Promise<WorksheetRecord> {
    this.record = await sent<WorksheetRecord>(this.completion());
    return this.record;
  }

  async look(): Promise<WorksheetRecord> {
    this.record = await recordOf(this.person, this.record.id);
    return this.record;
  }

  post(what: string, body: object, key?: string): Test {
    return this.person.post(`/api/worksheets/${this.record.id}/${what}`, body, key === undefined ? {} : { key });
  }
}

export const recordOf = (person: SignedIn, id: string): Promise<WorksheetRecord> =>
  sent<WorksheetRecord>(person.get(`/api/worksheets/${id}`));

/** Made from the first step to the last: compounded, with its date. */
export async function made(hood: string, person: SignedIn, worksheet: WorksheetRecord): Promise<WorksheetRecord> {
  const bench = await Bench.at(hood, person, worksheet);
  await bench.finishSteps();
  return bench.completes();
}

/** What the pharmacist signs: the record as it is shown, every soft finding read. */
export const verification = (
  pharmacist: SignedIn,
  record: WorksheetRecord,
  more: { overrides?: { code: string; reason: string }[]; key?: string } = {},
): Test =>
  pharmacist.post(
    `/api/worksheets/${record.id}/verification`,
    {
      revision: record.revision,
      acknowledged: record.findings.filter((f) => f.severity === 'soft').map((f) => f.code),
      ...(more.overrides && { overrides: more.overrides }),
      password: pharmacist.password,
    },
    more.key === undefined ? {} : { key: more.key },
  );

export const rejection = (
  pharmacist: SignedIn,
  record: WorksheetRecord,
  outcome: 'rework' | 'waste',
  reason: string,
): Test =>
  pharmacist.post(`/api/worksheets/${record.id}/rejection`, {
    revision: record.revision,
    outcome,
    reason,
    password: pharmacist.password,
  });

/** The bounds of the date as they were assigned and shown. */
export interface ShownBound {
  readonly code: string;
  readonly label: string;
  readonly arithmetic: string;
  readonly source: string;
  readonly governs: boolean;
}
export const boundsOf = (record: WorksheetRecord): readonly ShownBound[] =>
  (record.bud as { bounds: ShownBound[] } | null)?.bounds ?? [];

export type { ProblemBody };
