import type { JSX } from 'preact';
import type { Location } from '../../api/types.js';
import { Badge, Button, ExpiryInput, HazardBadge, Select, TextInput } from '../../parts/index.js';
import { showCode } from '../../scan/scan-box.js';
import { count, storageShort } from '../desk/words.js';
import { placesFor, whole, type CountedLine } from './receive-count.js';

interface LineProps {
  line: CountedLine;
  /** More than the order expects, or not on it: a reason is asked for. */
  over: boolean;
  locations: readonly Location[];
  error: (field: string) => string | undefined;
  onChange: (part: Partial<CountedLine>) => void;
  onRemove: () => void;
}

/** One product, lot and expiry: what the scans brought is filled in, the rest is keyed from the package. */
export function CountedLineFields(props: LineProps): JSX.Element {
  const { line, error, onChange } = props;
  const title = line.product?.name ?? 'Unknown code';
  return (
    <fieldset class="card stack stack-small" aria-label={title}>
      <div class="row row-between">
        <span class="row">
          <span class="glance">{line.packages}</span>
          <span class="strong">{title}</span>
          <span class="quiet">{line.product?.ndc ?? showCode(line.code).slice(0, 60)}</span>
          {line.product?.hazardous && <HazardBadge />}
          {line.product?.schedule && <Badge tone="warn">{line.product.schedule}</Badge>}
          {line.product?.dscsaExempt && <Badge>Outside DSCSA</Badge>}
          {line.serials.length > 0 && <span class="quiet small">{count(line.serials.length, 'serial')}</span>}
        </span>
        <Button size="small" kind="plain" icon="close" onClick={props.onRemove}>
          Remove
        </Button>
      </div>
      {line.confirm && (
        <p class="strong">A carton was scanned: count what is inside and correct the number if it differs.</p>
      )}
      {line.product ? (
        <Known {...props} />
      ) : (
        <div class="columns-3">
          <Number
            label="Packages"
            value={line.packages}
            onChange={(packages) => onChange({ packages })}
            error={error('packages')}
          />
          <TextInput
            label="Where it is put"
            hint="Apart from all stock"
            maxLength={120}
            value={line.place}
            onChange={(place) => onChange({ place })}
            error={error('place')}
          />
          <p class="quiet">Not stock until a pharmacist says what it is. A photo can be added afterwards.</p>
        </div>
      )}
    </fieldset>
  );
}

function Number(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}): JSX.Element {
  return <TextInput {...props} maxLength={6} />;
}

function Known({ line, over, locations, error, onChange }: LineProps): JSX.Element {
  const fitting = line.product ? placesFor(line.product, locations) : [];
  const ordered = [...fitting, ...locations.filter((place) => !fitting.includes(place))];
  const label = (place: Location): string =>
    fitting.includes(place) ? place.name : `${place.name} (${storageShort(place.storage)}, ${place.kind})`;
  const cold = line.product !== null && line.product.storage !== 'CRT';
  return (
    <>
      <div class="columns-4">
        <TextInput
          label="Lot"
          maxLength={20}
          value={line.lotNumber}
          onChange={(lotNumber) => onChange({ lotNumber })}
          error={error('lotNumber')}
        />
        <ExpiryInput
          label="Expiry"
          value={line.expiry}
          onChange={(expiry) => onChange({ expiry })}
          error={error('expiry')}
        />
        <Number
          label="Packages"
          value={line.packages}
          onChange={(packages) => onChange({ packages })}
          error={error('packages')}
        />
        <Number
          label="Damaged"
          value={line.damaged}
          onChange={(damaged) => onChange({ damaged })}
          error={error('damagedPackages')}
        />
      </div>
      <div class="columns-3">
        <Select
          label="Put at"
          placeholder="Choose"
          value={line.locationId}
          options={ordered.map((place) => ({ value: place.id, label: label(place) }))}
          onChange={(locationId) => onChange({ locationId })}
          error={error('locationId')}
        />
        {cold && (
          <TextInput
            label="Temperature on arrival"
            suffix="°C"
            maxLength={6}
            value={line.temperature}
            onChange={(temperature) => onChange({ temperature })}
            error={error('temperature')}
          />
        )}
        {cold && (
          <Select
            label="Packing sound, indicator not tripped"
            placeholder="Choose"
            value={line.temperatureOk}
            options={[
              { value: 'yes', label: 'Yes' },
              { value: 'no', label: 'No: into quarantine' },
            ]}
            onChange={(temperatureOk) => onChange({ temperatureOk })}
            error={error('temperatureOk')}
          />
        )}
      </div>
      {(over || line.overReason !== '' || error('overReason')) && whole(line.packages) > 0 && (
        <TextInput
          label="Why more than ordered is accepted"
          maxLength={300}
          value={line.overReason}
          onChange={(overReason) => onChange({ overReason })}
          error={error('overReason')}
        />
      )}
      {(line.shortDatedReason !== '' || error('shortDatedReason')) && (
        <TextInput
          label="Why the short date is accepted"
          maxLength={300}
          value={line.shortDatedReason}
          onChange={(shortDatedReason) => onChange({ shortDatedReason })}
          error={error('shortDatedReason')}
        />
      )}
    </>
  );
}
