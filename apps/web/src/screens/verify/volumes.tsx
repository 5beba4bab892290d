import type { JSX } from 'preact';
import type { WorksheetRecord } from '../../api/types.js';
import { showDecimal } from '../../format.js';
import { Badge, Card } from '../../parts/index.js';
import { measuredRows, type Measured } from './measured.js';

/** Planned against measured; what differs is marked and says by how much. */
export function Volumes({ record }: { record: WorksheetRecord }): JSX.Element | null {
  const rows = measuredRows(record);
  if (rows.length === 0) return null;
  return (
    <Card title="Volumes">
      <table class="volumes">
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col" class="number">
              Planned
            </th>
            <th scope="col">Measured</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.what}</th>
              <td class="number strong">{showDecimal(row.plannedMl)} mL</td>
              <td>
                {row.differs ? (
                  <span class="measured">
                    {row.measured.map((one) => (
                      <One key={one.stepId} measured={one} />
                    ))}
                  </span>
                ) : (
                  <Badge tone="ok">
                    {row.measured.length === 1 ? 'as planned' : `${row.measured.length} as planned`}
                  </Badge>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function One({ measured }: { measured: Measured }): JSX.Element {
  const { percent, volumeMl } = measured;
  if (volumeMl === null) return <Badge tone="danger">{label(measured)}not measured</Badge>;
  if (percent === '0')
    return (
      <span class="nowrap">
        <span class="quiet">{label(measured)}</span>
        {showDecimal(volumeMl)}
      </span>
    );
  return (
    <Badge tone="warn">
      {label(measured)}
      {showDecimal(volumeMl)} mL ({percent} %)
    </Badge>
  );
}

const label = ({ position }: Measured): string => (position === null ? '' : `${position}: `);
