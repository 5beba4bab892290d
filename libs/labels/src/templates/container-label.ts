import { findErrorProneAbbreviations } from '#domain/display';
import { blocks, type Finding } from '#domain/finding';
import { LABEL_SIZES } from '../document/label-size.js';
import { fitSections } from '../layout/fit.js';
import { containerArrangements } from './container-sections.js';
import { containerWords, type ContainerWords } from './container-words.js';
import type { ContainerLabelFacts, ExpectedContent, MadeLabel } from './facts.js';
import { Wording } from './wording.js';

/**
 * The label on a bag, syringe or cassette, for hospital and home (USP <797> §13; domain rules 2.3, 2.4, 6.1 to 6.5). Pure.
 * With a finding of severity `stop` there is no document.
 */
export function containerLabel(facts: ContainerLabelFacts): MadeLabel {
  const wording = new Wording(facts.zone);
  const words = containerWords(facts, wording);
  const findings: Finding[] = [...wording.findings, ...errorProneTexts(facts)];
  const expected = expectedContent(facts, words);
  if (findings.some(blocks)) return { document: null, expected, findings };
  const size = LABEL_SIZES[facts.size];
  const fitted = fitSections(size, containerArrangements(facts.size, words));
  findings.push(...fitted.findings);
  if (findings.some(blocks)) return { document: null, expected, findings };
  const page = { widthMm: size.widthMm, heightMm: size.heightMm, parts: fitted.parts };
  return {
    document: { title: `Label ${words.cspNumber}`, createdAt: facts.preparedAt, pages: [page] },
    expected,
    findings,
  };
}

/** Free texts that a person typed; the label's own words are checked by its spec. Acknowledged, not refused (6.2). */
function errorProneTexts(facts: ContainerLabelFacts): Finding[] {
  const texts: [string, string][] = [
    ['directions', facts.directions ?? ''],
    ['frequency', facts.infusion.frequency ?? ''],
    ['route', facts.route],
    ...facts.warnings.map((warning): [string, string] => ['warning', warning]),
  ];
  return texts.flatMap(([field, text]) =>
    findErrorProneAbbreviations(text).map((finding): Finding => ({ ...finding, severity: 'soft', field })),
  );
}

/** What read-back must find again. Taken from the words, not from the document: a template that loses one is caught. */
function expectedContent(facts: ContainerLabelFacts, words: ContainerWords): ExpectedContent {
  return {
    pages: 1,
    symbology: 'datamatrix',
    code: facts.cspNumber,
    texts: [
      { field: 'patient name', text: words.patient },
      { field: 'identifiers', text: words.identifiers },
      ...words.doses.flatMap((dose) => [
        { field: 'dose', text: dose.line },
        { field: 'strength', text: dose.strength },
      ]),
      { field: 'route', text: words.give[0]?.value ?? '' },
      ...words.times.flatMap((time) => [
        { field: time.label, text: time.label },
        { field: time.label, text: time.value },
      ]),
      { field: 'storage', text: words.storage },
      { field: 'CSP number', text: facts.cspNumber },
      ...words.hazard.map((text) => ({ field: 'hazard', text })),
      ...words.warnings.map((text) => ({ field: 'warning', text })),
    ],
  };
}
