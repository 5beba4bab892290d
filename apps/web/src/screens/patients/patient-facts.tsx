import type { JSX } from 'preact';
import { dateIn, instant, zoneId } from '#domain/time';
import type { Patient } from '../../api/types.js';
import { showDecimal } from '../../format.js';
import { Badge, KeyValue, useNow } from '../../parts/index.js';
import { useSite } from '../../session/session.js';
import { CARE_SETTINGS, labelOf, SEXES } from '../desk/words.js';
import { ageOn, surfaceOf } from './draft.js';

/** Today's date at the site. */
export function useToday(): string {
  const { zone } = useSite();
  return dateIn(instant(useNow()), zoneId(zone));
}

/** Allergies as they must be read: known ones, none known, or not asked. */
export function Allergies({ patient }: { patient: Pick<Patient, 'allergies' | 'allergiesReviewed'> }): JSX.Element {
  if (patient.allergies.length === 0)
    return patient.allergiesReviewed ? (
      <Badge tone="ok">No known allergies</Badge>
    ) : (
      <Badge tone="warn">Allergies not asked</Badge>
    );
  return (
    <ul class="plain-list">
      {patient.allergies.map(({ substance, reaction }) => (
        <li key={substance}>
          <Badge tone="danger" icon="warning">
            {substance}
          </Badge>{' '}
          {reaction && <span class="small">{reaction}</span>}
        </li>
      ))}
    </ul>
  );
}

/** What an order is judged by: age, allergies, weight, height, surface with the day they were measured. */
export function PatientFacts({ patient, contact }: { patient: Patient; contact?: boolean }): JSX.Element {
  const today = useToday();
  const surface = surfaceOf(patient.weightKg ?? '', patient.heightCm ?? '');
  return (
    <KeyValue
      rows={[
        ['Born', `${patient.birthDate} (${ageOn(patient.birthDate, today)} years)`],
        ['Sex', labelOf(SEXES, patient.sex)],
        ['MRN', patient.mrn],
        ['Care setting', labelOf(CARE_SETTINGS, patient.careSetting)],
        ['Allergies', <Allergies key="allergies" patient={patient} />],
        ['Weight', patient.weightKg ? `${showDecimal(patient.weightKg)} kg` : <NotKnown key="weight" />],
        ['Height', patient.heightCm ? `${showDecimal(patient.heightCm)} cm` : <NotKnown key="height" />],
        [
          'Body surface',
          patient.bodySurfaceM2 && (
            <span key="surface">
              {showDecimal(patient.bodySurfaceM2)} m²
              {surface && <span class="small quiet block">Mosteller: {surface.working}</span>}
            </span>
          ),
        ],
        ['Measured on', patient.measuredOn],
        ['Telephone', contact && patient.phone],
        ['Address', contact && patient.address],
        ['Notes', patient.notes],
      ]}
    />
  );
}

const NotKnown = (): JSX.Element => <span class="quiet">not known</span>;
