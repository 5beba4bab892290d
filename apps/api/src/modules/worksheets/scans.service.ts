import { Injectable } from '@nestjs/common';
import { readCode, type ScannedCode } from '#domain/barcode';
import { tallMan } from '#domain/display';
import type { Finding } from '#domain/finding';
import { productCode, type ProductFacts } from '#domain/formula';
import { expiryDate, parseExpiry } from '#domain/in-use-time';
import { dateIn, type Instant, type LocalDate } from '#domain/time';
import { decideScan, productLookup, resolveReading, VOLUME_KINDS, type ScanDecision } from '#domain/worksheet';
import type { Actor } from '../../platform/auth/actor.js';
import type { Tx } from '../../platform/database/database.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { Problem } from '../../platform/http/problem.js';
import { invalid } from '../../platform/http/validation.js';
import type { Site } from '../../platform/site/site.js';
import { normalLotNumber } from '../stock/lot-facts.js';
import { BenchTools } from './bench-tools.js';
import {
  allocationFacts,
  containerFacts,
  lineOf,
  lotOfContainer,
  lotOfProduct,
  stepFacts,
  stepOrThrow,
} from './bench-facts.js';
import { benchFacts, productsScanned, type BenchFacts, type BenchStep } from './bench.queries.js';
import { ClaimsService } from './claims.service.js';
import { PackagesOpened } from './packages-opened.js';
import { SharedContainers } from './shared-containers.js';
import { writeScan } from './step-writes.js';
import { madeContainer, type MadeOnRecord } from './made-containers.js';
import { moveOn } from './transitions.js';
import { lockWorksheet, refuseOtherStation, type WorksheetRow } from './worksheet-rows.js';
import { WorksheetRecords } from './worksheet-records.js';
import type { ScanRequest, ScanResponse } from './worksheets.dto.js';

type Accepted = Extract<ScanDecision, { kind: 'accept' }>;

/** One scan at the hood, read and looked up. */
interface Scan {
  readonly worksheet: WorksheetRow;
  readonly site: Site;
  readonly scanned: ScannedCode;
  readonly keyed: { readonly lot: string; readonly expiry: LocalDate } | undefined;
  readonly bench: BenchFacts;
  /** The container that was made here whose number was scanned. */
  readonly made: MadeOnRecord | null;
  readonly step: BenchStep;
  readonly now: Instant;
  readonly input: ScanRequest;
}

/** Nothing is used that was not proven by its code (promise 6). */
@Injectable()
export class ScansService {
  constructor(
    private readonly commands: Commands,
    private readonly claims: ClaimsService,
    private readonly packages: PackagesOpened,
    private readonly shared: SharedContainers,
    private readonly records: WorksheetRecords,
    private readonly tools: BenchTools,
  ) {}

  /**
   * Accepts the ingredient of a step, or asks for lot and expiry where the code carries none. The first accepted scan starts the
   * preparation (BUD-30). A package is opened, or used whole, by its scan; what is measured waits for its volume.
   * @throws Problem `worksheet.scan-refused`, on record with what was scanned and what was needed
   */
  scan(command: Command, id: string, stepId: string, input: ScanRequest): Promise<ScanResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const worksheet = await lockWorksheet(tx, id);
      refuseOtherStation(worksheet, actor.personId, input.station);
      // `staged` begins with this scan, `compounding` goes on; in every other state nothing is scanned.
      if (worksheet.state !== 'compounding') moveOn(worksheet, 'begin');
      const scan = await this.read(tx, worksheet, stepId, input);
      const sharing = await this.shared.decide(tx, scan);
      if (sharing) {
        if (!('target' in sharing)) throw refused(scan, null, sharing.findings);
        const begins = worksheet.state !== 'compounding';
        if (begins) await this.begin(tx, actor, worksheet, scan.site);
        await this.shared.take(tx, actor, { ...scan, begins }, sharing);
        const record = this.records.show(await this.records.row(tx, id), actor, scan.site.zone);
        return { accepted: true, needs: null, findings: [], record };
      }
      const { decision, product } = await this.decide(tx, scan);
      if (decision.kind === 'refuse') throw refused(scan, product, decision.findings);
      if (decision.kind === 'accept') await this.accept(tx, actor, scan, decision);
      return {
        accepted: decision.kind === 'accept',
        needs: decision.kind === 'needs-lot-expiry' ? 'lot-and-expiry' : null,
        findings: decision.findings.map((f) => ({ ...f })),
        record: this.records.show(await this.records.row(tx, id), actor, scan.site.zone),
      };
    });
  }

  private async read(tx: Tx, worksheet: WorksheetRow, stepId: string, input: ScanRequest): Promise<Scan> {
    const now = this.tools.clock.now();
    const site = await this.tools.sites.current(tx);
    const entry = input.entry === 'keyed' ? 'keyed' : 'scanned';
    const scanned = readCode(input.code, { today: dateIn(now, site.zone), entry });
    const keyed = keyedOf(input);
    const { internal } = scanned.fields;
    const readings = [scanned.fields, ...scanned.alternatives];
    const made = internal?.prefix === 'CSP' ? await madeContainer(tx, internal.text) : null;
    const numbers = [...readings.flatMap(({ lot }) => lot ?? []), ...(keyed ? [keyed.lot] : [])];
    if (made) numbers.push(made.lotNumber);
    const bench = await benchFacts(tx, worksheet.id, {
      stepId,
      lotNumbers: numbers.map(normalLotNumber),
      serials: [...readings.flatMap(({ serial }) => serial ?? []), ...(made ? [made.number] : [])],
      ...(internal !== undefined && { containerNumber: internal.text }),
    });
    return { worksheet, site, scanned, keyed, bench, made, step: stepOrThrow(bench, stepId), now, input };
  }

  private async decide(
    tx: Tx,
    scan: Scan,
  ): Promise<{ readonly decision: ScanDecision; readonly product: ProductFacts | null }> {
    const { bench, step, keyed, now, site } = scan;
    if (step.lineId === null) return { product: null, decision: nothingToScan(step) };
    const { productId } = lineOf(bench, step);
    const lots = [...bench.lots.map(lotOfProduct), ...bench.containers.map(lotOfContainer)];
    const scanned = resolveReading(scan.scanned, productId, lots);
    const lookup = productLookup(scanned);
    const other = bench.containers.filter((c) => c.number === lookup.internal).map((c) => c.productId);
    if (scan.made) other.push(scan.made.productId);
    const known = (await productsScanned(tx, lookup, [productId, ...other])).map((p) => p.facts);
    const product = known.find((p) => p.id === productId);
    if (!product) throw new TypeError(`product ${productId} is gone`);
    const decision = decideScan({
      step: stepFacts(step),
      steps: bench.steps.map(stepFacts),
      product,
      scanned,
      ...(keyed && { keyed }),
      known,
      made: scan.made,
      lots,
      allocations: bench.allocations.map((a) => allocationFacts(a, bench.lines)),
      openContainers: bench.containers.map((c) => containerFacts(c, site.zone)),
      now,
      zone: site.zone,
    });
    return { decision, product };
  }

  private async accept(tx: Tx, actor: Actor, scan: Scan, accepted: Accepted): Promise<void> {
    const { worksheet, bench, step, now, site } = scan;
    const begins = worksheet.state !== 'compounding';
    if (begins) await this.begin(tx, actor, worksheet, site);
    const opened = await this.packages.take(tx, actor, { ...scan, accepted });
    const done = !VOLUME_KINDS.includes(step.kind);
    const openContainerId = opened?.id ?? accepted.openContainerId;
    await writeScan(tx, {
      worksheetId: worksheet.id,
      stepId: step.id,
      personId: actor.personId,
      at: now,
      lotId: accepted.lotId,
      openContainerId,
      scanned: {
        raw: scan.input.code,
        entry: scan.input.entry ?? 'scanned',
        kind: scan.scanned.kind,
        allocationId: accepted.allocationId,
        serial: accepted.serial,
        ...(scan.keyed && { keyedLot: scan.keyed.lot, keyedExpiry: scan.keyed.expiry }),
      },
      done,
      begins,
    });
    const number = opened?.number ?? bench.containers.find((c) => c.id === openContainerId)?.number;
    const lot = [...bench.lots, ...bench.containers].find((l) => l.lotId === accepted.lotId)?.lotNumber ?? '';
    const what = `${tallMan(lineOf(bench, step).productName)}, lot ${lot}${number === undefined ? '' : `, ${number}`}`;
    await this.tools.tell(tx, actor, worksheet.id, {
      kind: done ? 'step-done' : 'scanned',
      text: `Step ${step.position}: ${step.kind === 'open' ? 'opened' : 'scanned'} ${what}${begins ? '. Preparation begins' : ''}`,
      data: { stepId: step.id, lotId: accepted.lotId, openContainerId, code: scan.input.code },
    });
  }

  /** Person, place and order are decided once more: a claim may be of yesterday. What holds now is what the date rests on. */
  private async begin(tx: Tx, actor: Actor, worksheet: WorksheetRow, site: Site): Promise<void> {
    if (worksheet.hood_id === null) throw new TypeError(`${worksheet.number} is claimed without a hood`);
    const { category, placement } = await this.claims.decide(tx, actor, worksheet, worksheet.hood_id, site.zone);
    await tx.query('update worksheet set category = $2, placement = $3 where id = $1', [
      worksheet.id,
      category,
      JSON.stringify(placement),
    ]);
  }
}

const nothingToScan = (step: BenchStep): ScanDecision => ({
  kind: 'refuse',
  findings: [
    {
      code: 'scan.nothing-to-scan',
      severity: 'stop',
      message: `Step ${step.position} has nothing to scan`,
      source: 'INS-04',
    },
  ],
});

/** What was keyed beside a code without lot and expiry: both, or neither. */
function keyedOf(input: ScanRequest): Scan['keyed'] {
  const { lotNumber, expiry } = input;
  if (lotNumber === undefined && expiry === undefined) return undefined;
  if (lotNumber === undefined || expiry === undefined)
    throw invalid([
      { field: lotNumber === undefined ? 'lotNumber' : 'expiry', message: 'is needed too: key both from the package' },
    ]);
  try {
    return { lot: lotNumber, expiry: expiryDate(parseExpiry(expiry)) };
  } catch {
    throw invalid([{ field: 'expiry', message: 'is not a date that exists', accepted: 'YYYY-MM or YYYY-MM-DD' }]);
  }
}

function refused(scan: Scan, needed: ProductFacts | null, findings: readonly Finding[]): Problem {
  const { worksheet, step, input } = scan;
  return new Problem('worksheet.scan-refused', {
    detail: findings.map((f) => f.message).join(' '),
    findings,
    audit: {
      action: 'worksheet.scan-refused',
      subject: { kind: 'worksheet', id: worksheet.id },
      data: {
        step: step.position,
        scanned: input.code,
        keyed: scan.keyed ?? null,
        needed: needed && `${needed.drugName}, ${needed.name}, ${productCode(needed)}`,
        findings: findings.map((f) => f.code),
      },
    },
  });
}
