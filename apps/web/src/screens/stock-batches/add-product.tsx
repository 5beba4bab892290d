import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { post } from '../../api/client.js';
import type { FormulaVersion, InHouseProduct } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { showQuantity, showUnit } from '../../format.js';
import { Button, DecimalInput, Dialog, ProblemBox, RadioCards, Select, TextInput, toast } from '../../parts/index.js';
import { STORAGES } from '../desk/words.js';

const UNITS = ['mg', 'g', 'ug', 'mmol', 'meq', '[iU]'].map((value) => ({ value, label: showUnit(value) }));
const CONTAINERS = [
  { value: 'bag', label: 'Bag' },
  { value: 'syringe', label: 'Syringe' },
  { value: 'single-dose-vial', label: 'Vial' },
  { value: 'bottle', label: 'Bottle' },
];

/** A product of this formula: how much drug one container holds. Volume and strength are what the formula gives. */
export function AddProduct(props: {
  version: FormulaVersion;
  onAdded: (product: InHouseProduct) => void;
  onClose: () => void;
}): JSX.Element {
  const { content } = props.version;
  const [additive] = content.additives;
  const sizes = content.base?.products.map((p) => p.volume) ?? [];
  const [name, setName] = useState('');
  const [amount, setAmount] = useState('');
  const [unit, setUnit] = useState('mg');
  const [size, setSize] = useState(sizes[0]?.value ?? '');
  const [kind, setKind] = useState(content.base ? 'bag' : 'syringe');
  const [storage, setStorage] = useState<string>(content.storage);
  const add = useCommand(async () => {
    const base = sizes.find((s) => s.value === size);
    const added = await post<InHouseProduct>('/stock-batches/products', {
      formulationVersionId: props.version.id,
      name: name.trim(),
      amount: { value: amount, unit },
      ...(sizes.length > 1 && base && { baseVolume: base }),
      containerKind: kind,
      storage,
    });
    toast(`${added.name} is ${added.code}`);
    props.onAdded(added);
  });
  const { problem } = add;
  return (
    <Dialog
      title="Add a product made here"
      onClose={props.onClose}
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={add.busy}
            disabled={name.trim().length < 3 ? 'Give it a name' : amount === '' ? 'How much drug is in one?' : false}
            onClick={() => void add.run()}
          >
            Add product
          </Button>
        </>
      }
    >
      <div class="stack">
        <TextInput
          label="Name"
          value={name}
          onChange={setName}
          maxLength={160}
          autoFocus
          hint="As it stands on the label: drug, amount, container"
          error={problem?.field('name')}
        />
        <DecimalInput
          label={`${additive?.drugName ?? 'Drug'} in one container`}
          value={amount}
          unit={unit}
          units={UNITS}
          onChange={setAmount}
          onUnit={setUnit}
          error={problem?.field('amount')}
        />
        {sizes.length > 1 && (
          <Select
            label="Bag"
            value={size}
            options={sizes.map((s) => ({ value: s.value, label: showQuantity(s) }))}
            onChange={setSize}
          />
        )}
        <RadioCards label="Container" value={kind} options={CONTAINERS} onChange={setKind} />
        <RadioCards label="Kept" value={storage} options={STORAGES} cardWidth="9.5rem" onChange={setStorage} />
        <ProblemBox problem={problem} />
      </div>
    </Dialog>
  );
}
