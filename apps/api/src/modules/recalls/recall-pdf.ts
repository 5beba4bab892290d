import PDFDocument from 'pdfkit';
import { parseInstant, showInstant, type ZoneId } from '#domain/time';
import type { RecallDrillResponse, RecallItemDto, RecallResponse } from './recalls.dto.js';

interface Paper {
  readonly pharmacy: { readonly name: string; readonly phone: string; readonly zone: ZoneId };
  readonly createdAt: string;
}

const MARGIN = 50;

/** Letters of the standard fonts; anything else is shown as a box mark rather than lost silently. */
const latin = (text: string): string =>
  text.replace(/[^\u0020-\u007e\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\n]/g, '?');

function paper(
  title: string,
  { pharmacy, createdAt }: Paper,
  draw: (doc: PDFKit.PDFDocument) => void,
): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'LETTER',
    margin: MARGIN,
    bufferPages: true,
    info: { Title: title },
  });
  const parts: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
  draw(doc);
  const pages = doc.bufferedPageRange();
  for (let page = 0; page < pages.count; page += 1) {
    doc.switchToPage(pages.start + page);
    doc.page.margins.bottom = 0;
    doc
      .font('Helvetica')
      .fontSize(9)
      .text(
        latin(
          `${pharmacy.name}${pharmacy.phone ? `, ${pharmacy.phone}` : ''} \u2013 printed ${showInstant(parseInstant(createdAt), pharmacy.zone)} \u2013 page ${page + 1} of ${pages.count}`,
        ),
        MARGIN,
        doc.page.height - 36,
        { lineBreak: false },
      );
  }
  doc.end();
  return done;
}

/** So much room is kept together, so that a heading never stands alone at the foot. */
function room(doc: PDFKit.PDFDocument, points: number): void {
  if (doc.y + points > doc.page.height - MARGIN) doc.addPage();
}

export interface NoticeGroup {
  readonly patientId: string;
  readonly heading: string;
  readonly phone: string;
  readonly prescribers: readonly string[];
  readonly items: readonly RecallItemDto[];
}

/** Who has to be told, patient by patient, with what they have: for reading aloud on the telephone, so in large print. */
export function noticeListPdf(
  recall: RecallResponse,
  groups: readonly NoticeGroup[],
  shelves: readonly RecallItemDto[],
  about: Paper,
): Promise<Buffer> {
  return paper(`Notice list of ${recall.number}`, about, (doc) => {
    doc
      .font('Helvetica-Bold')
      .fontSize(20)
      .text(latin(`Recall ${recall.number}: notice list`));
    doc.moveDown(0.3).font('Helvetica').fontSize(14);
    doc.text(latin(`${KIND_WORDS[recall.kind]}. ${recall.reason}`));
    doc.text(latin(recall.scopeText));
    if (recall.sourceReference) doc.text(latin(`Source: ${recall.sourceReference}`));
    doc
      .moveDown(0.3)
      .font('Helvetica-Bold')
      .text(`${groups.length} patients, ${recall.csps} preparations, ${recall.itemsOpen} items open`);
    if (shelves.length > 0) {
      doc.moveDown().font('Helvetica-Bold').fontSize(16).text('Put aside in the pharmacy');
      for (const item of shelves) line(doc, item, item.detail);
    }
    for (const group of groups) {
      room(doc, 120);
      doc.moveDown().font('Helvetica-Bold').fontSize(16).text(latin(group.heading));
      doc.font('Helvetica').fontSize(14);
      if (group.phone) doc.text(latin(`Telephone ${group.phone}`));
      if (group.prescribers.length > 0) doc.text(latin(`Prescriber: ${group.prescribers.join('; ')}`));
      for (const item of group.items) line(doc, item, itemWords(item));
    }
    if (groups.length === 0 && shelves.length === 0)
      doc.moveDown().font('Helvetica').text('Nobody has to be told: nothing has left the pharmacy.');
  });
}

function line(doc: PDFKit.PDFDocument, item: RecallItemDto, words: string): void {
  room(doc, 40);
  const mark = item.state === 'open' ? '[   ]' : item.state === 'done' ? '[ x ]' : '[ ! ]';
  doc
    .font('Helvetica')
    .fontSize(14)
    .text(latin(`${mark} ${words}${item.note ? ` \u2013 ${item.note}` : ''}`), { indent: 10 });
}

const itemWords = (item: RecallItemDto): string => {
  switch (item.kind) {
    case 'segregate':
      return item.detail;
    case 'retrieve':
      return `Get back ${item.cspNumber ?? item.detail}, ${item.title} (${item.place === 'patient' ? (item.mayBeInfused ? 'at the patient, may be infused' : 'at the patient') : 'in the pharmacy'})`;
    case 'notify-patient':
      return 'Tell the patient';
    case 'notify-prescriber':
      return `Tell ${item.prescriber ?? 'the prescriber'}`;
    case 'replace':
      return `Replace for order ${item.orderNumber ?? ''}`;
  }
};

const KIND_WORDS: Readonly<Record<RecallResponse['kind'], string>> = {
  'class-1': 'Class I recall',
  'class-2': 'Class II recall',
  'class-3': 'Class III recall',
  'market-withdrawal': 'Market withdrawal',
  own: 'Recall of our own',
};

/** One sheet for the folder of drills. */
export function drillPdf(drill: RecallDrillResponse, about: Paper): Promise<Buffer> {
  return paper('Recall drill', about, (doc) => {
    const { completeness } = drill;
    doc.font('Helvetica-Bold').fontSize(20).text('Recall drill');
    doc.moveDown(0.5).font('Helvetica').fontSize(14);
    const facts: [string, string][] = [
      ['Question', drill.scopeText],
      ['Asked by', drill.askedBy],
      ['Asked at', showInstant(parseInstant(drill.askedAt), about.pharmacy.zone)],
      ['First answer after', `${drill.firstAnswerMs} ms`],
      ['Everything named after', `${drill.completeMs} ms`],
      ['Lots', String(drill.lots)],
      ['Preparations', String(drill.csps)],
      ['Patients', String(drill.patients)],
      ['Where they are', drill.byPlace.map((p) => `${p.name}: ${p.count}`).join(', ') || 'none'],
      ['Lot links', `${completeness.linked} of ${completeness.csps} preparations of the period`],
      ['Exceptions', completeness.exceptionCounts.map((e) => `${e.name}: ${e.count}`).join(', ')],
      ['Note', drill.note || '\u2013'],
    ];
    for (const [name, value] of facts) {
      doc.font('Helvetica-Bold').text(`${name}: `, { continued: true }).font('Helvetica').text(latin(value));
      doc.moveDown(0.2);
    }
    doc.moveDown().fontSize(12).text('No stock was held and nobody was notified: a drill changes nothing.');
  });
}
