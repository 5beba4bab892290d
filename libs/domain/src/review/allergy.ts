import type { Finding } from '#domain/finding';
import { lineField, type Allergy, type ReviewedLine, type ReviewFacts } from './facts.js';

/** Classes whose members may meet with an allergy to the other; told, because the true rate is low. */
const CROSS: Readonly<Record<string, readonly string[]>> = {
  penicillin: ['cephalosporin', 'carbapenem', 'monobactam', 'beta lactam'],
  cephalosporin: ['penicillin', 'carbapenem', 'beta lactam'],
  carbapenem: ['penicillin', 'cephalosporin', 'beta lactam'],
};
/**
 * Members by which people name an allergy, and by which a drug without a class on record is still known. The usual ones, not from a
 * standard: licensed drug data replaces them (domain-rules 8.5).
 */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  penicillin: [
    ...['amoxicillin', 'ampicillin', 'nafcillin', 'oxacillin', 'dicloxacillin', 'piperacillin', 'ticarcillin'],
    ...['pcn', 'augmentin', 'unasyn', 'zosyn'],
  ],
  cephalosporin: [
    ...['cefazolin', 'cephalexin', 'cefadroxil', 'cefuroxime', 'cefoxitin', 'cefotetan', 'cefaclor', 'cefprozil'],
    ...['ceftriaxone', 'cefotaxime', 'ceftazidime', 'cefepime', 'cefdinir', 'cefixime', 'cefpodoxime', 'ceftaroline'],
    ...['ceftolozane', 'cefiderocol', 'keflex', 'ancef', 'rocephin'],
  ],
  carbapenem: ['meropenem', 'ertapenem', 'imipenem', 'doripenem'],
  glycopeptide: ['vancomycin', 'telavancin', 'dalbavancin', 'oritavancin'],
  fluoropyrimidine: ['fluorouracil', '5-fu', 'capecitabine', 'xeloda', 'floxuridine'],
  platinum: ['carboplatin', 'cisplatin', 'oxaliplatin'],
};
/** After these a related class is no mere note: it is given with a reason or not at all. */
const SEVERE =
  /anaphyla|angioedema|stevens|\bsjs\b|necrolysis|\bten\b|\bdress\b|hemolytic|serum sickness|airway|shock/i;
const NONE = /^(nkda|nka|none|no known( drug)? allerg(y|ies))$/;
/** Salts say nothing about an allergy. */
const SALT = /\b(sodium|disodium|potassium|hydrochloride|hcl|sulfate|acetate|phosphate|mesylate|trihydrate)\b/g;

/** Allergies on record against every drug of the order, by name and by class. */
export function checkAllergies(facts: ReviewFacts): Finding[] {
  const { allergies, allergiesReviewed } = facts.patient;
  const findings: Finding[] = [];
  if (!allergiesReviewed)
    findings.push({
      code: 'review.allergies-not-reviewed',
      severity: 'hard',
      message: 'The allergies of this patient were not reviewed yet. Ask, and record them on the patient.',
      source: 'domain-rules 9.8',
      field: 'patient.allergies',
    });
  for (const line of facts.order.lines) for (const allergy of allergies) findings.push(...against(line, allergy));
  return findings;
}

function against(line: ReviewedLine, allergy: Allergy): Finding[] {
  const said = allergy.substance.trim().toLowerCase();
  if (said === '' || NONE.test(said)) return [];
  const reaction = allergy.reaction ? ` (${allergy.reaction})` : '';
  const tell = (code: string, severity: Finding['severity'], message: string): Finding[] => [
    {
      code,
      severity,
      message: `${message}${reaction}`,
      source: 'domain-rules 8.5',
      field: lineField(line),
      facts: { substance: allergy.substance },
    },
  ];
  if (sameName(line.drug.name, said))
    return tell(
      'review.allergy',
      'hard',
      `The patient is allergic to ${allergy.substance}; the order contains ${line.drug.name}`,
    );
  const classes = [...line.drug.allergyClasses.map(plain), ...classesOf(line.drug.name)];
  const named = plain(said);
  const namedClasses = classesOf(said);
  const ofClass = classes.find((c) => containsWords(named, c) || namedClasses.includes(c));
  if (ofClass !== undefined)
    return tell(
      'review.allergy',
      'hard',
      `The patient is allergic to ${allergy.substance}; ${line.drug.name} is a ${ofClass}`,
    );
  const other = Object.entries(CROSS)
    .filter(([c]) => containsWords(named, c) || namedClasses.includes(c))
    .flatMap(([, related]) => related)
    .find((c) => classes.includes(c));
  if (other === undefined) return [];
  return tell(
    'review.allergy-cross',
    SEVERE.test(allergy.reaction ?? '') ? 'hard' : 'soft',
    `The patient is allergic to ${allergy.substance}; ${line.drug.name} is a related ${other}`,
  );
}

/** Every word in the singular, without hyphens: `Beta-lactams (all)` and `beta lactam` are one. */
const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/(\w{4,})s\b/g, '$1')
    .trim();

/** The classes whose members a name names. */
const classesOf = (name: string): string[] =>
  Object.entries(MEMBERS)
    .filter(([, members]) => members.some((member) => containsWords(plain(name), plain(member))))
    .map(([of]) => of);

function sameName(drug: string, substance: string): boolean {
  const [a, b] = [core(drug), core(substance)];
  return a !== '' && b !== '' && (containsWords(a, b) || containsWords(b, a));
}

/** Without salts, unless the name is nothing but salt. */
function core(name: string): string {
  const lower = name.toLowerCase().trim();
  const without = lower.replace(SALT, '').replace(/\s+/g, ' ').trim();
  return without === '' ? lower : without;
}

/** Whether whole words of `text` are `words`. */
const containsWords = (text: string, words: string): boolean =>
  ` ${text.replace(/[^a-z0-9-]+/g, ' ')} `.includes(` ${words.replace(/[^a-z0-9-]+/g, ' ').trim()} `);
