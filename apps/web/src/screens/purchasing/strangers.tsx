import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post, query as queryString } from '../../api/client.js';
import type { Location, Product, Stranger } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { useResource } from '../../api/use-resource.js';
import {
  Button,
  Card,
  Combobox,
  ConfirmDialog,
  DateTime,
  Dialog,
  ExpiryInput,
  ProblemBox,
  Select,
  TextInput,
  toast,
} from '../../parts/index.js';
import { showCode } from '../../scan/scan-box.js';
import { usePermissions } from '../../session/session.js';
import { count } from '../desk/words.js';

/** Packages with a code that no product has; a pharmacist says what they are. */
export function Strangers(): JSX.Element | null {
  const may = usePermissions();
  const strangers = useResource<Stranger[]>('/receiving/strangers', { feed: ['purchase'] });
  const [identifying, setIdentifying] = useState<Stranger>();
  const [returning, setReturning] = useState<Stranger>();
  if (!strangers.data || strangers.data.length === 0) return null;
  return (
    <Card title="Unknown codes">
      <ul class="stack stack-small plain-list">
        {strangers.data.map((one) => (
          <li key={one.id} class="row">
            <span class="grow">
              <span class="strong code">{showCode(one.code).slice(0, 60)}</span>{' '}
              <span class="quiet">
                {count(one.packages, 'package')} from {one.supplierName}, {one.receiptNumber}
                {one.place && `, at ${one.place}`}, <DateTime at={one.receivedAt} short />
              </span>
              {one.photos.map((photo, i) => (
                <a key={photo} class="small" href={`/api/receiving/photos/${photo}`} target="_blank" rel="noreferrer">
                  {' '}
                  photo {i + 1}
                </a>
              ))}
            </span>
            {may('stock.release') && (
              <>
                <Button size="small" onClick={() => setReturning(one)}>
                  Send back
                </Button>
                <Button size="small" icon="search" onClick={() => setIdentifying(one)}>
                  Identify
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {returning && (
        <ConfirmDialog
          title={`Send ${count(returning.packages, 'package')} back`}
          action="Send back"
          reason="Reason"
          onConfirm={async (reason) => {
            await post(`/receiving/strangers/${returning.id}/return`, { reason });
            toast('Recorded as sent back.');
            strangers.reload();
          }}
          onClose={() => setReturning(undefined)}
        />
      )}
      {identifying && (
        <Identify stranger={identifying} onDone={strangers.reload} onClose={() => setIdentifying(undefined)} />
      )}
    </Card>
  );
}

function Identify(props: { stranger: Stranger; onDone: () => void; onClose: () => void }): JSX.Element {
  const locations = useResource<Location[]>('/facility/locations');
  const [product, setProduct] = useState<Product | null>(null);
  const [lotNumber, setLot] = useState('');
  const [expiry, setExpiry] = useState('');
  const [locationId, setPlace] = useState('');
  const [reason, setReason] = useState('');
  const places = (locations.data ?? []).filter(
    (place) => place.active && (!product || place.storage === product.storage),
  );
  const save = useCommand(async () => {
    const body = { productId: product?.id, lotNumber: lotNumber.trim(), expiry, locationId, reason: reason.trim() };
    await post(`/receiving/strangers/${props.stranger.id}/identification`, body);
    toast('Identified. The lot stays in quarantine until it is released.');
    props.onDone();
    props.onClose();
  });
  const error = (field: string): string | undefined => save.problem?.field(field);
  const incomplete = !product || lotNumber === '' || expiry === '' || locationId === '' || reason.trim().length < 3;
  return (
    <Dialog
      title={`What are these ${count(props.stranger.packages, 'package')}?`}
      wide
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabled={incomplete ? 'Fill in all fields first' : false}
            onClick={() => void save.run()}
          >
            Identify
          </Button>
        </>
      }
    >
      <div class="stack">
        <p class="quiet">They become stock of this product, in quarantine until the lot is released.</p>
        <Combobox<Product>
          label="Product"
          value={product}
          onChange={setProduct}
          error={error('productId')}
          search={(q) => `/products${queryString({ q, limit: 20 })}`}
          show={(one) => one.name}
          note={(one) => `${one.ndc}, ${one.strengthText}`}
          keyOf={(one) => one.id}
        />
        <div class="columns-3">
          <TextInput label="Lot" maxLength={20} value={lotNumber} onChange={setLot} error={error('lotNumber')} />
          <ExpiryInput
            label="Expiry"
            value={expiry}
            onChange={setExpiry}
            error={error('lines.0.expiry') ?? error('expiry')}
          />
          <Select
            label="Put at"
            placeholder="Choose"
            value={locationId}
            options={places.map((place) => ({ value: place.id, label: place.name }))}
            onChange={setPlace}
            error={error('lines.0.locationId') ?? error('locationId')}
          />
        </div>
        <TextInput label="How you know" maxLength={300} value={reason} onChange={setReason} error={error('reason')} />
        <ProblemBox problem={save.problem} />
      </div>
    </Dialog>
  );
}
