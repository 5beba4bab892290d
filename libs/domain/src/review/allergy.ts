import type { Finding } from '#domain/finding';
import { lineField, type Allergy, type ReviewedLine, type ReviewFacts } from './facts.js';

/** Classes whose members may meet with an allergy to the other; told, because the true rate is low. */
const CROSS: Readonly<Record<string, readonly string[]>> = {
  penicillin: ['cephalosporin', 'carbapenem', 'monobactam', 'beta-lactam'],
  cephalosporin: ['penicillin', 'carbapenem', 'beta-lactam'],
  carbapenem: ['penicillin', 'cephalosporin', 'beta-lactam'],
};
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
  const classes = line.drug.allergyClasses.map(singular);
  const named = singular(said);
  const ofClass = classes.find((c) => containsWords(named, c));
  if (ofClass !== undefined)
    return tell(
      'review.allergy',
      'hard',
      `The patient is allergic to ${allergy.substance}; ${line.drug.name} is a ${ofClass}`,
    );
  const crossing = Object.keys(CROSS).find((c) => containsWords(named, c));
  const other = crossing === undefined ? undefined : CROSS[crossing]?.find((c) => classes.includes(c));
  if (other === undefined) return [];
  return tell(
    'review.allergy-cross',
    'soft',
    `The patient is allergic to ${allergy.substance}; ${line.drug.name} is a related ${other}`,
  );
}

const singular = (text: string): string => text.trim().toLowerCase().replace(/s$/, '');

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
