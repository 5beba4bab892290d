import type { ComponentChildren, JSX } from 'preact';
import { Decimal } from '#domain/quantity';
import type { WorksheetLine, WorksheetRecord } from '../../api/types.js';
import { showQuantity, span } from '../../format.js';
import { Badge, Card, DateTime, KeyValue, storageWords } from '../../parts/index.js';

/** The prescription and what was made of it, side by side, and whom it is for. */
export function Compared({ record }: { record: WorksheetRecord }): JSX.Element {
  const { order, patientDetail: patient, formula } = record;
  const rows: readonly (readonly [name: string, prescribed: ComponentChildren, made: ComponentChildren])[] = [
    ['What', record.title, `${formula.name}, version ${formula.version}`],
    ...record.lines
      .filter((line) => line.role !== 'container')
      .map((line) => [line.drugName, null, <PerContainer key={line.id} line={line} of={record.containers} />] as const),
    ['Volume', null, `${showQuantity(record.finalVolume)}, ${record.strengthText}`],
    ['How many', order.daysSupply === null ? null : `${order.daysSupply} days’ supply`, String(record.containers)],
    ['Given', `${order.route} ${order.schedule}, over ${span(order.durationMinutes)}`, order.device],
    ['Stored', storageWords(order.storage), storageWords(formula.storage)],
    ['Until', <DateTime key="n" at={record.needsBudUntil} none="no end set" />, <Bud key="b" record={record} />],
  ];
  return (
    <>
      <Card title="Prescribed and made">
        <table class="compared">
          <thead>
            <tr>
              <th scope="col">
                <span class="only-read-aloud">What is compared</span>
              </th>
              <th scope="col">
                <a href={`/orders/${order.id}`}>{order.number}</a>, version {order.version}
              </th>
              <th scope="col">Made</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, prescribed, made]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{prescribed}</td>
                <td>{made}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="compared-sig">{order.directions}</p>
        <p class="small quiet">Prescribed by {order.prescriber}</p>
      </Card>
      <Card title={patient.name}>
        <KeyValue
          rows={[
            ['Born', patient.birthDate],
            ['Number', patient.mrn ? `${patient.number}, MRN ${patient.mrn}` : patient.number],
            ['Allergies', <Allergies key="a" allergies={patient.allergies} />],
            [
              'Body',
              [
                patient.weightKg && showQuantity({ value: patient.weightKg, unit: 'kg' }),
                patient.bodySurfaceM2 && showQuantity({ value: patient.bodySurfaceM2, unit: 'm2' }),
              ]
                .filter(Boolean)
                .join(', '),
            ],
          ]}
        />
      </Card>
    </>
  );
}

function PerContainer({ line, of }: { line: WorksheetLine; of: number }): JSX.Element {
  const each = Decimal.of(line.quantity.value).dividedBy(of);
  const all = showQuantity(line.quantity);
  if (line.role === 'diluent' || !each.isExact() || of === 1)
    return (
      <>
        {all}
        {of > 1 && ' in all'}
      </>
    );
  return (
    <>
      <strong>{showQuantity({ value: each.toString(), unit: line.quantity.unit })}</strong> each
      <span class="quiet">, {all} in all</span>
    </>
  );
}

function Bud({ record }: { record: WorksheetRecord }): JSX.Element {
  const short = record.budAt && record.needsBudUntil && Date.parse(record.budAt) < Date.parse(record.needsBudUntil);
  return (
    <span class="row">
      <strong>
        <DateTime at={record.budAt} none="no beyond-use date" />
      </strong>
      {short && <Badge tone="danger">Too early</Badge>}
    </span>
  );
}

function Allergies({ allergies }: { allergies: readonly string[] }): JSX.Element {
  if (allergies.length === 0) return <>none known</>;
  return <strong>{allergies.join(', ')}</strong>;
}
