import type { JSX } from 'preact';
import type { WorksheetRecord } from '../../api/types.js';
import { Badge, Card, HazardBadge } from '../../parts/index.js';
import { provenLines } from './measured.js';

/** Every ingredient with its lots, and that each package was proven by scan. */
export function Ingredients({ record }: { record: WorksheetRecord }): JSX.Element {
  return (
    <Card title="Ingredients">
      <ul class="proofs">
        {provenLines(record).map(({ line, lots, scanned, toScan }) => (
          <li key={line.id}>
            <div class="row row-between">
              <span>
                <strong>{line.productName}</strong> {line.hazardous && <HazardBadge />}
                <br />
                <span class="small quiet">
                  {line.drugName} {line.strengthText} · <span class="nowrap">NDC {line.ndc}</span>
                </span>
              </span>
              <Badge tone={scanned === toScan ? 'ok' : 'danger'} icon="scan">
                {scanned} of {toScan} scanned
              </Badge>
            </div>
            {lots.map((lot) => (
              <div key={lot.lotNumber} class="small">
                Lot <strong class="code">{lot.lotNumber}</strong>, expiry{' '}
                <strong class="nowrap">{lot.expiresOn ?? 'not recorded'}</strong>
                {lots.length > 1 && `, ${lot.scans} scans`}
                <span class="quiet">
                  {lot.vials.length > 0 && <> · {shortened(lot.vials)}</>}
                  {lot.by.length > 0 && <> · {lot.by.join(', ')}</>}
                </span>
              </div>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A few numbers are told, many are counted; the record lists them all. */
const shortened = (vials: readonly string[]): string =>
  vials.length <= 3 ? vials.join(', ') : `${vials[0]} and ${vials.length - 1} more`;
