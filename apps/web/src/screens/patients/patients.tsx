import type { JSX } from 'preact';
import { query as queryString } from '../../api/client.js';
import type { Patient } from '../../api/types.js';
import { usePages } from '../../api/use-resource.js';
import { showDecimal } from '../../format.js';
import { Button, EmptyState, Page, ProblemBox, Skeleton, Table, type Column } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { moveRow, useKeys } from '../desk/keys.js';
import { SearchBox } from '../desk/search-box.js';
import { CARE_SETTINGS, labelOf, patientName } from '../desk/words.js';
import { Allergies } from './patient-facts.js';

const COLUMNS: readonly Column<Patient>[] = [
  {
    key: 'name',
    title: 'Patient',
    sort: patientName,
    cell: (patient) => (
      <>
        <span class="strong">{patientName(patient)}</span>
        <span class="small quiet block">
          {patient.number}
          {patient.mrn && ` · MRN ${patient.mrn}`}
        </span>
      </>
    ),
  },
  { key: 'born', title: 'Born', sort: (p) => p.birthDate, cell: (p) => <span class="nowrap">{p.birthDate}</span> },
  { key: 'setting', title: 'Care setting', cell: (p) => labelOf(CARE_SETTINGS, p.careSetting) },
  { key: 'weight', title: 'Weight', number: true, cell: (p) => (p.weightKg ? `${showDecimal(p.weightKg)} kg` : '') },
  {
    key: 'surface',
    title: 'Surface',
    number: true,
    cell: (p) => (p.bodySurfaceM2 ? `${showDecimal(p.bodySurfaceM2)} m²` : ''),
  },
  { key: 'allergies', title: 'Allergies', cell: (p) => <Allergies patient={p} /> },
];

export default function Patients(): JSX.Element {
  const { query, go } = useAddress();
  const may = usePermissions();
  const patients = usePages<Patient>(`/patients${queryString({ q: query.q })}`, { feed: ['patient'] });
  useKeys({ j: () => moveRow(1), k: () => moveRow(-1) });
  return (
    <Page
      title="Patients"
      actions={
        may('patient.write') && (
          <Button kind="primary" icon="plus" href="/patients/new">
            New patient
          </Button>
        )
      }
    >
      <div class="list-head">
        <SearchBox label="Search by name, number or MRN" autoFocus />
      </div>
      <ProblemBox problem={patients.error} retry={patients.reload} />
      {patients.loading && <Skeleton />}
      {patients.data && (
        <Table
          label="Patients"
          columns={COLUMNS}
          rows={patients.data}
          keyOf={(p) => p.id}
          onOpen={(p) => go(`/patients/${p.id}`)}
          more={patients.more}
          onMore={patients.loadMore}
          busy={patients.refreshing}
          empty={
            query.q ? (
              <EmptyState icon="search" title="No patient found">
                Nobody has “{query.q}” in the name, number or MRN.
              </EmptyState>
            ) : (
              <EmptyState icon="person" title="No patients yet">
                A patient appears here once entered, here or while keying an order.
              </EmptyState>
            )
          }
        />
      )}
    </Page>
  );
}
