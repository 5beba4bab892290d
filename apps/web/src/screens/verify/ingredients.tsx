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
            <div>
              <strong>{line.productName}</strong> {line.hazardous && <HazardBadge />}
            </div>
            <div class="row row-between">
              <span class="small quiet">
                {line.drugName} {line.strengthText} ·{' '}
                <span class="nowrap">{line.inHouse ? line.ndc : `NDC ${line.ndc}`}</span>
              </span>
              <Badge tone={scanned === toScan ? 'ok' : 'danger'} icon="scan">
                {scanned} of {toScan}
                <span class="only-read-aloud"> scanned</span>
              </Badge>
            </div>
            {lots.map((lot) => (
              <div key={lot.lotNumber}>
                Lot <strong class="code">{lot.lotNumber}</strong>, expiry{' '}
                <strong class="nowrap">{lot.expiresOn ?? 'not recorded'}</strong>
                <span class="small quiet" title={lot.vials.join(', ')}>
                  {lots.length > 1 && `, ${lot.scans} scans`}
                  {lot.vials.length > 0 && <> · {shortened(lot.vials)}</>}
                  {lot.by.some((name) => name !== record.madeBy?.name) && <> · {lot.by.join(', ')}</>}
                </span>
              </div>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** One tag is told, several are counted; the record on paper lists them all. */
const shortened = (vials: readonly string[]): string =>
  vials.length === 1 ? vials.join('') : `${vials.length} packages`;
