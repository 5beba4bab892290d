import type { JSX } from 'preact';
import { query as queryString } from '../../api/client.js';
import type { Location, Product } from '../../api/types.js';
import { Button, Combobox, ExpiryInput, HazardBadge, Select, TextInput } from '../../parts/index.js';
import { storageShort } from '../desk/words.js';
import { placesFor, type ReceiptLine } from './receipt.js';

/** One kind of package: what the scan brought is filled in, the rest is keyed from the package. */
export function ReceiptLineFields(props: {
  index: number;
  line: ReceiptLine;
  locations: readonly Location[];
  error: (field: string) => string | undefined;
  onChange: (part: Partial<ReceiptLine>) => void;
  onRemove: () => void;
}): JSX.Element {
  const { line, error, onChange } = props;
  const fitting = line.product ? placesFor(line.product, props.locations) : [];
  const option = (place: Location): { value: string; label: string } => ({
    value: place.id,
    label: fitting.includes(place) ? place.name : `${place.name} (${storageShort(place.storage)}, ${place.kind})`,
  });
  const ordered = [...fitting, ...props.locations.filter((place) => !fitting.includes(place))];
  return (
    <fieldset class="card stack stack-small" aria-label={`Line ${props.index + 1}`}>
      <div class="row row-between">
        <span class="row">
          <span class="strong">{line.product?.name ?? `Line ${props.index + 1}`}</span>
          {line.product && <span class="quiet">{line.product.ndc}</span>}
          {line.product?.hazardous && <HazardBadge />}
        </span>
        <Button size="small" kind="plain" icon="close" onClick={props.onRemove}>
          Remove
        </Button>
      </div>
      {line.product === null && (
        <Combobox<Product>
          label="Product"
          value={line.product}
          onChange={(product) => onChange({ product })}
          error={error('productId')}
          search={(q) => `/products${queryString({ q, limit: 20 })}`}
          show={(product) => product.name}
          note={(product) => `${product.ndc}, ${product.strengthText}`}
          keyOf={(product) => product.id}
        />
      )}
      <div class="columns-4">
        <TextInput
          label="Lot"
          maxLength={20}
          autoFocus={line.product !== null && line.lotNumber === ''}
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
        <TextInput
          label="Packages"
          maxLength={6}
          value={line.packages}
          onChange={(packages) => onChange({ packages })}
          error={error('packages')}
        />
        <Select
          label="Put where"
          options={ordered.map(option)}
          value={line.locationId}
          onChange={(locationId) => onChange({ locationId })}
          error={error('locationId')}
        />
      </div>
    </fieldset>
  );
}
