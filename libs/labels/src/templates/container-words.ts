import { parseShortNumber } from '#domain/barcode';
import type { ContainerLabelFacts } from './facts.js';
import { unbroken, type Wording } from './wording.js';

/** The facts of a container label in its words, each ready to be set. */
export interface ContainerWords {
  readonly patient: string;
  readonly identifiers: string;
  readonly allergies: string;
  readonly cspNumber: string;
  readonly doses: readonly { readonly line: string; readonly strength: string; readonly basis: string }[];
  readonly volume: string;
  readonly diluent: string;
  readonly additives: readonly string[];
  readonly give: readonly { readonly label: string; readonly value: string }[];
  /** The same as one line: `Intravenous, 166.7 mL/h over 90 min, every 12 hours`. */
  readonly giveSentence: string;
  readonly directions: string;
  readonly warnings: readonly string[];
  readonly hazard: readonly string[];
  readonly times: readonly { readonly label: string; readonly value: string }[];
  readonly storage: string;
  readonly record: readonly string[];
  readonly made: string;
  readonly statements: string;
  readonly pharmacy: string;
  readonly pharmacyContact: string;
  readonly pump: { heading: string; lines: readonly { label: string; value: string }[]; footer: string } | null;
}

/** Puts the facts into words; what is wrong with them is in the findings of `w`. */
export function containerWords(facts: ContainerLabelFacts, w: Wording): ContainerWords {
  checkNumbers(facts, w);
  return {
    ...whoFor(facts, w),
    ...whatIsIn(facts, w),
    ...howGiven(facts, w),
    ...untilWhen(facts, w),
    ...whoMade(facts, w),
    pump: pumpProgram(facts, w),
  };
}

function checkNumbers(facts: ContainerLabelFacts, w: Wording): void {
  if (parseShortNumber(facts.cspNumber)?.prefix !== 'CSP')
    w.stop('label.code-invalid', `"${facts.cspNumber}" is no CSP number with a right check character`, 'CSP number');
  w.inOrder(['prepared', facts.preparedAt], ['beyond-use date', facts.beyondUse]);
  if (facts.infuseCompleteBy !== undefined)
    w.inOrder(['prepared', facts.preparedAt], ['infuse complete by', facts.infuseCompleteBy]);
  const of = facts.containerOf;
  if (of && !(Number.isInteger(of.index) && Number.isInteger(of.count) && of.index >= 1 && of.index <= of.count))
    w.stop('label.count-invalid', `Container ${of.index} of ${of.count} does not exist`, 'container of');
}

function whoFor({ patient }: ContainerLabelFacts, w: Wording) {
  const identifiers = patient.identifiers.map((id) =>
    `${w.required('identifier', id.label)} ${w.required('second identifier', id.value)}`.replaceAll(' ', '\u00a0'),
  );
  if (patient.location) identifiers.push(w.text('location', patient.location));
  return {
    patient: w.required('patient name', patient.name),
    identifiers: identifiers.join('   '),
    allergies: patient.allergies.length === 0 ? '' : `Allergies: ${w.text('allergies', patient.allergies.join(', '))}`,
  };
}

function whatIsIn(facts: ContainerLabelFacts, w: Wording) {
  const volume = w.quantity('total volume', facts.totalVolume);
  const doses = facts.drugs.map((drug) => ({
    line: `${w.drug('drug', drug.name)} ${w.dose('dose', drug.dose)}`,
    strength: volume === '' ? '' : w.strength('strength', drug.content ?? drug.dose, facts.totalVolume),
    basis: drug.basis ? w.text('dose basis', drug.basis) : '',
  }));
  const { diluent } = facts;
  return {
    doses,
    volume,
    diluent: diluent ? `in ${w.required('diluent', diluent.name)} ${w.quantity('diluent volume', diluent.volume)}` : '',
    additives: facts.additives.map((a) => `${w.drug('additive', a.name)} ${w.quantity('additive amount', a.amount)}`),
  };
}

function howGiven(facts: ContainerLabelFacts, w: Wording) {
  const { infusion } = facts;
  const route = w.required('route', facts.route);
  const rate = infusion.rate ? w.rate('rate', infusion.rate) : '';
  const over = infusion.over ? w.quantity('infusion time', infusion.over) : '';
  const body = infusion.body ? ` (${w.quantity('body measure', infusion.body)})` : '';
  const doseRate = infusion.doseRate ? w.doseRate('dose rate', infusion.doseRate) + body : '';
  const frequency = w.text('frequency', infusion.frequency ?? '');
  const pace = [rate, over && `over ${over}`].filter((t) => t !== '').join(' ');
  const give = [
    { label: 'Route', value: route },
    { label: 'Rate', value: rate },
    { label: 'Infuse over', value: over },
    { label: 'Dose rate', value: doseRate },
    { label: 'Frequency', value: frequency },
  ].filter(({ value }) => value !== '');
  const giveSentence = [route, pace, doseRate, frequency].filter((t) => t !== '').join(', ');
  const hazard = facts.hazardous
    ? [
        facts.vesicant ? 'HAZARDOUS DRUG - VESICANT' : 'HAZARDOUS DRUG',
        facts.antineoplastic
          ? 'CHEMOTHERAPY. Wear gloves. Chemo waste.'
          : 'Wear gloves. Discard as hazardous drug waste.',
      ]
    : facts.vesicant
      ? ['VESICANT', 'Stop the infusion and call if the site hurts or swells.']
      : [];
  return {
    give,
    giveSentence,
    hazard,
    directions: facts.directions ? w.text('directions', facts.directions) : '',
    warnings: facts.warnings.map((warning) => w.required('warning', warning)),
  };
}

function untilWhen(facts: ContainerLabelFacts, w: Wording) {
  // BUD-36: "begin administration by", so that nobody reads the date as "must be finished by".
  const label = facts.infusion.continuous ? 'BUD - Begin administration by' : 'Beyond-use date (BUD)';
  const times = [{ label, value: w.instant(facts.beyondUse) }];
  if (facts.infuseCompleteBy !== undefined)
    times.push({ label: 'Infuse complete by', value: w.instant(facts.infuseCompleteBy) });
  return { times, storage: w.required('storage', facts.storage) };
}

function whoMade(facts: ContainerLabelFacts, w: Wording) {
  const { pharmacy, containerOf } = facts;
  const verified = facts.verifiedBy ? `, verified ${w.required('verifier', facts.verifiedBy)}` : '';
  const rest = facts.container === 'single-dose' ? 'Single-dose: discard what is left.' : 'Multiple-dose container.';
  return {
    cspNumber: facts.cspNumber,
    record: [
      unbroken(w.required('order number', facts.orderNumber)),
      ...(containerOf ? [`Container ${containerOf.index} of ${containerOf.count}`] : []),
      ...(facts.prescriber ? [`Prescriber\n${w.text('prescriber', facts.prescriber)}`] : []),
    ],
    made: `Prepared ${w.instant(facts.preparedAt)} by ${w.required('preparer', facts.preparedBy)}${verified}`,
    statements: `Compounded drug. ${rest} For this patient only.`,
    pharmacy: w.required('pharmacy name', pharmacy.name),
    pharmacyContact: `${w.required('pharmacy address', pharmacy.address)}   ${unbroken24h(w, pharmacy.phone24h)}`,
  };
}

const unbroken24h = (w: Wording, phone: string): string =>
  unbroken(`24-hour phone ${w.required('24-hour phone', phone)}`);

function pumpProgram({ pumpProgram: program }: ContainerLabelFacts, w: Wording): ContainerWords['pump'] {
  if (!program) return null;
  return {
    heading: w.required('pump', program.heading),
    lines: program.lines.map((line) => ({
      label: w.required('pump field', line.label),
      value: w.required(`pump value of ${line.label}`, line.value),
    })),
    footer: program.footer ? w.text('pump program footer', program.footer) : '',
  };
}
