import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { put, query as queryString } from '../../api/client.js';
import type { StockRow } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { Button, Combobox, Dialog, ProblemBox, Select, toast } from '../../parts/index.js';

const SCHEDULES = ['CII', 'CIII', 'CIV', 'CV'].map((value) => ({ value, label: `Schedule ${value.slice(1)}` }));

/** From now on acts with the product need a witness, and its counts two persons. */
export function ScheduleDialog(props: { onDone: () => void; onClose: () => void }): JSX.Element {
  const [product, setProduct] = useState<StockRow | null>(null);
  const [schedule, setSchedule] = useState('');
  const save = useCommand(async () => {
    await put(`/controlled/products/${product?.productId ?? ''}/schedule`, { schedule });
    toast(`${product?.productName ?? ''} is kept as ${schedule === 'none' ? 'not controlled' : schedule}.`);
    props.onDone();
    props.onClose();
  });
  const blocked = (product === null && 'Choose the product') || (schedule === '' && 'Choose the schedule');
  return (
    <Dialog
      title="Schedule of a product"
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button kind="primary" busy={save.busy} disabled={blocked} onClick={() => void save.run()}>
            Save
          </Button>
        </>
      }
    >
      <Combobox<StockRow>
        label="Product"
        value={product}
        onChange={setProduct}
        search={(q) => `/stock${queryString({ q })}`}
        show={(row) => row.productName}
        note={(row) => row.ndc}
        keyOf={(row) => row.productId}
      />
      <Select
        label="Schedule"
        placeholder="Choose"
        value={schedule}
        options={[...SCHEDULES, { value: 'none', label: 'Not controlled' }]}
        onChange={setSchedule}
      />
      <ProblemBox problem={save.problem} />
    </Dialog>
  );
}
