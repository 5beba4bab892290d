import type { ComponentChildren, JSX } from 'preact';
import { Decimal } from '#domain/quantity';
import type { WorksheetLine, WorksheetRecord } from '../../api/types.js';
import { showQuantity, span } from '../../format.js';
import { Badge, Card, DateTime, storageWords } from '../../parts/index.js';

/** The prescription and what was made of it, side by side. */
export function Compared({ record }: { record: WorksheetRecord }): JSX.Element {
  const { order, formula } = record;
  const filled = record.lines.filter((line) => line.role === 'additive' || line.role === 'base');
  const others = record.lines.filter((line) => line.role === 'diluent');
  const rows: readonly (readonly [name: string, prescribed: ComponentChildren, made: ComponentChildren])[] = [
    [
      'What',
      <strong key="p">{record.title}</strong>,
      <ul key="m" class="plain-list">
        {filled.map((line) => (
          <li key={line.id}>
            <PerContainer line={line} of={record.containers} />
          </li>
        ))}
        {others.map((line) => (
          <li key={line.id} class="quiet">
            {line.drugName} {showQuantity(line.quantity)} for all
          </li>
        ))}
        <li>
          = {showQuantity(record.finalVolume)}, {record.strengthText}
        </li>
      </ul>,
    ],
    [
      'Count',
      order?.daysSupply === undefined || order.daysSupply === null ? null : `${order.daysSupply} days’ supply`,
      record.containers === 1 ? '1 preparation' : `${record.containers} preparations`,
    ],
    ...(order
      ? [
          [
            'Given',
            `${order.route} ${howOften(order)} over ${span(order.durationMinutes)}`,
            words(order.device),
          ] as const,
        ]
      : []),
    ['Stored', storageWords(order?.storage ?? record.storage), storageWords(formula.storage)],
    ['Until', <DateTime key="n" at={record.needsBudUntil} none="no end set" />, <Bud key="b" record={record} />],
  ];
  return (
    <Card title={order ? 'Prescribed and made' : 'Wanted for stock and made'}>
      <table class="compared">
        <thead>
          <tr>
            <th scope="col">
              <span class="only-read-aloud">What is compared</span>
            </th>
            <th scope="col">
              {order ? (
                <>
                  <a class="nowrap" href={`/orders/${order.id}`}>
                    {order.number}
                  </a>
                  , version {order.version}
                </>
              ) : (
                <a href={`/stock/products/${record.stock?.productId ?? ''}`}>{record.stock?.code}</a>
              )}
            </th>
            <th scope="col">
              <a class="nowrap" href={`/formulas/${formula.id}`} title={formula.name}>
                {formula.number}
              </a>
              , version {formula.version}
            </th>
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
      {order && (
        <p class="compared-sig">
          {order.directions} <span class="quiet">{order.prescriber}</span>
        </p>
      )}
    </Card>
  );
}

const howOften = (order: NonNullable<WorksheetRecord['order']>): string =>
  order.intervalMinutes === null ? order.schedule : `every ${span(order.intervalMinutes)}`;

/** `stationary-pump` reads `Stationary pump`. */
const words = (code: string): string => {
  const plain = code.replaceAll('-', ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
};

/** Whom it is for, in one line; allergies stand out. */
export function Patient({ record }: { record: WorksheetRecord }): JSX.Element {
  const { patientDetail: patient } = record;
  if (!patient)
    return (
      <span class="row verify-patient">
        <strong>For stock</strong> <span>{record.stock?.name}</span>
      </span>
    );
  const body = [
    patient.weightKg && showQuantity({ value: patient.weightKg, unit: 'kg' }),
    patient.bodySurfaceM2 && showQuantity({ value: patient.bodySurfaceM2, unit: 'm2' }),
  ].filter(Boolean);
  return (
    <span class="row verify-patient">
      <strong>{patient.name}</strong>
      <span class="nowrap">born {patient.birthDate}</span>
      <span class="nowrap">
        {patient.number}
        {patient.mrn && `, MRN ${patient.mrn}`}
      </span>
      {body.length > 0 && <span class="nowrap">{body.join(', ')}</span>}
      <span>
        Allergies: {patient.allergies.length === 0 ? 'none known' : <strong>{patient.allergies.join(', ')}</strong>}
      </span>
    </span>
  );
}

/** What one container holds of a line, where it divides evenly. */
function PerContainer({ line, of }: { line: WorksheetLine; of: number }): JSX.Element {
  const each = Decimal.of(line.quantity.value).dividedBy(of);
  if (!each.isExact())
    return (
      <>
        {line.drugName} {showQuantity(line.quantity)} in all
      </>
    );
  return (
    <>
      {line.drugName} <strong>{showQuantity({ value: each.toString(), unit: line.quantity.unit })}</strong>
      {of > 1 && <span class="quiet"> each</span>}
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
