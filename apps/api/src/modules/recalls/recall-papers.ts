import { Injectable } from '@nestjs/common';
import { parseInstant, showInstant, type ZoneId } from '#domain/time';
import { paper, spelledOut, type CheckGroup, type CheckItem, type PaperFacts } from '#labels';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/http/problem.js';
import { Labels } from '../labels/label-renderer.provider.js';
import { RecallTools } from './recall-tools.js';
import type { RecallDrillResponse, RecallItemDto, RecallResponse } from './recalls.dto.js';

/** Everything on the work list of one patient; or, with null, what is put aside in the pharmacy. */
type Work = ReadonlyMap<string | null, readonly RecallItemDto[]>;

type Letterhead = Pick<PaperFacts, 'zone' | 'pharmacyName' | 'printedAt'>;

/** The papers of recalls. A name that the printer's fonts lack letters of is refused, as on a label: nothing is replaced. */
@Injectable()
export class RecallPapers {
  constructor(
    private readonly db: Database,
    private readonly tools: RecallTools,
    private readonly labels: Labels,
  ) {}

  /**
   * Who has to be told, patient by patient, with what they have: for reading aloud on the telephone, so in large print.
   * @throws Problem `label.cannot-be-made`, saying what cannot be printed
   */
  async notices(recall: RecallResponse, work: Work): Promise<Uint8Array> {
    return this.print(noticeList(recall, work, await this.letterhead()));
  }

  /** One sheet for the folder of drills. @throws Problem `label.cannot-be-made` */
  async drill(drill: RecallDrillResponse): Promise<Uint8Array> {
    return this.print(drillReport(drill, await this.letterhead()));
  }

  private async letterhead(): Promise<Letterhead> {
    const { name, phone, zone } = await this.tools.sites.current(this.db.reader);
    return {
      zone,
      pharmacyName: [name, phone ?? ''].filter((text) => text !== '').join(', '),
      printedAt: this.tools.clock.now(),
    };
  }

  private print(facts: PaperFacts): Promise<Uint8Array> {
    const made = paper(facts);
    if (!made.document)
      throw new Problem('label.cannot-be-made', {
        detail: made.findings.map((f) => f.message).join(' '),
        findings: made.findings,
      });
    return this.labels.renderer.render(made.document);
  }
}

const KIND_WORDS: Readonly<Record<RecallResponse['kind'], string>> = {
  'class-1': 'Class I recall',
  'class-2': 'Class II recall',
  'class-3': 'Class III recall',
  'market-withdrawal': 'Market withdrawal',
  own: 'Recall of our own',
};

export function noticeList(recall: RecallResponse, work: Work, letterhead: Letterhead): PaperFacts {
  const { zone } = letterhead;
  const patients = [...work]
    .flatMap(([patientId, items]) => (patientId === null ? [] : [patientGroup(items)]))
    .toSorted((a, b) => a.heading.localeCompare(b.heading));
  const here = work.get(null) ?? [];
  const groups = [
    ...(here.length > 0 ? [{ heading: 'Put aside in the pharmacy', lines: [], items: here.map(checkItem) }] : []),
    ...patients,
  ];
  return {
    ...letterhead,
    title: KIND_WORDS[recall.kind],
    number: recall.number,
    subject: 'Who has to be told, and what comes back',
    print: 'large',
    summary: said([
      ['Recall', recall.scopeText],
      ['Reason', spelledOut(recall.reason)],
      ['Source', spelledOut(recall.sourceReference)],
      ['Opened', `${shown(recall.openedAt, zone)}, ${recall.openedBy}`],
      ['Ended', recall.endedAt === null ? '' : `${recall.state} ${shown(recall.endedAt, zone)}`],
      ['Concerned', `${counted(patients.length, 'patient')}, ${counted(recall.csps, 'preparation')}`],
      ['To do', `${counted(recall.itemsOpen, 'item')} of ${recall.itemsTotal} open`],
    ]),
    groups,
    tables: [],
    notes: groups.length === 0 ? ['Nobody has to be told: nothing has left the pharmacy.'] : [],
    signatures: [],
  };
}

function patientGroup(items: readonly RecallItemDto[]): CheckGroup {
  const [first] = items;
  const prescribers = [...new Set(items.flatMap((item) => item.prescriber ?? []))];
  return {
    heading: `${first?.patientName ?? ''} (${first?.patientNumber ?? ''})`,
    lines: [
      ...(first?.patientPhone ? [`Telephone ${first.patientPhone}`] : []),
      ...(prescribers.length > 0 ? [`Prescriber: ${prescribers.join('; ')}`] : []),
    ],
    items: items.map(checkItem),
  };
}

const checkItem = (item: RecallItemDto): CheckItem => ({
  mark: item.state,
  text: [
    `${item.state === 'cannot' ? 'Cannot be done: ' : ''}${itemWords(item)}`,
    ...(item.note === '' ? [] : [spelledOut(item.note)]),
  ].join(' \u2013 '),
});

function itemWords(item: RecallItemDto): string {
  switch (item.kind) {
    case 'segregate':
      return item.detail;
    case 'retrieve':
      return `Get back ${item.cspNumber ?? item.detail}, ${withUnits(item.title)} (${placeWords(item)})`;
    case 'notify-patient':
      return 'Tell the patient';
    case 'notify-prescriber':
      return `Tell ${item.prescriber ?? 'the prescriber'}`;
    case 'replace':
      return `Replace for order ${item.orderNumber ?? ''}`;
  }
}

/** Keeps each number and its unit on one line. */
const withUnits = (title: string): string => title.replace(/(?<=\d) (?=[\p{L}%])/gu, '\u00a0');

function placeWords({ place, mayBeInfused }: RecallItemDto): string {
  if (place === 'pharmacy') return 'in the pharmacy';
  return mayBeInfused ? 'at the patient, may be infused' : 'at the patient';
}

export function drillReport(drill: RecallDrillResponse, letterhead: Letterhead): PaperFacts {
  const { completeness } = drill;
  return {
    ...letterhead,
    title: 'Recall drill',
    subject: drill.scopeText,
    print: 'large',
    summary: said([
      ['Asked by', drill.askedBy],
      ['Asked at', shown(drill.askedAt, letterhead.zone)],
      ['First answer', `after ${drill.firstAnswerMs} ms`],
      ['Everything named', `after ${drill.completeMs} ms`],
      ['Lots', String(drill.lots)],
      ['Preparations', String(drill.csps)],
      ['Patients', String(drill.patients)],
      ['Where they are', drill.byPlace.map((p) => `${p.name}: ${p.count}`).join(', ') || 'nowhere: there are none'],
      ['Lot links', `${completeness.linked} of ${completeness.csps} preparations of the period`],
      [
        'Exceptions',
        completeness.exceptionCounts.map((e) => `${e.name.replaceAll('-', ' ')}: ${e.count}`).join(', ') || 'none',
      ],
      ['Note', spelledOut(drill.note)],
    ]),
    tables: [],
    notes: ['No stock was held and nobody was notified: a drill changes nothing.'],
    signatures: [],
  };
}

const said = (pairs: readonly (readonly [string, string])[]): PaperFacts['summary'] =>
  pairs.flatMap(([label, value]) => (value === '' ? [] : [{ label, value }]));

const shown = (at: string, zone: ZoneId): string => showInstant(parseInstant(at), zone);

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
