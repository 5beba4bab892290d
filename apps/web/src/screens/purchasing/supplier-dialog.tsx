import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Supplier } from '../../api/types.js';
import { useCommand } from '../../api/use-command.js';
import { Button, CheckBox, DateInput, Dialog, ProblemBox, Select, TextInput, type Option } from '../../parts/index.js';

type Kind = 'wholesaler' | 'manufacturer' | '503b' | 'pharmacy';
export const SUPPLIER_KINDS: readonly Option<Kind>[] = [
  { value: 'wholesaler', label: 'Wholesaler' },
  { value: 'manufacturer', label: 'Manufacturer' },
  { value: '503b', label: 'Outsourcing facility (503B)' },
  { value: 'pharmacy', label: 'Pharmacy' },
];

/** Who is bought from. */
export function SupplierDialog(props: {
  title: string;
  supplier: Supplier | null;
  save: (body: Record<string, unknown>) => Promise<void>;
  onClose: () => void;
}): JSX.Element {
  const { supplier } = props;
  const [name, setName] = useState(supplier?.name ?? '');
  const [kind, setKind] = useState<Kind>((supplier?.kind as Kind | undefined) ?? 'wholesaler');
  const [account, setAccount] = useState(supplier?.accountNumber ?? '');
  const [phone, setPhone] = useState(supplier?.phone ?? '');
  const [gln, setGln] = useState(supplier?.gln ?? '');
  const [license, setLicense] = useState(supplier?.licenseCheckedUntil ?? '');
  const [lead, setLead] = useState(
    [supplier?.leadDaysMin ?? 1, supplier?.leadDaysTypical ?? 2, supplier?.leadDaysMax ?? 5].map(String),
  );
  const [active, setActive] = useState(supplier?.active ?? true);
  const save = useCommand(async () => {
    const [leadDaysMin, leadDaysTypical, leadDaysMax] = lead.map((text) =>
      /^\d{1,3}$/.test(text.trim()) ? Number(text) : null,
    );
    await props.save({
      name: name.trim(),
      kind,
      accountNumber: account.trim() || undefined,
      phone: phone.trim() || undefined,
      gln: gln.trim() || undefined,
      licenseCheckedUntil: license || undefined,
      leadDaysMin,
      leadDaysTypical,
      leadDaysMax,
      active,
      ...(supplier && { revision: supplier.revision }),
    });
    props.onClose();
  });
  const error = (field: string): string | undefined => save.problem?.field(field);
  const days = (i: number, label: string, field: string): JSX.Element => (
    <TextInput
      label={label}
      suffix="days"
      maxLength={3}
      value={lead[i] ?? ''}
      onChange={(text) => setLead(lead.map((old, at) => (at === i ? text : old)))}
      error={error(field)}
    />
  );
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      wide
      foot={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabled={name.trim() === '' ? 'Enter the name' : false}
            onClick={() => void save.run()}
          >
            Save
          </Button>
        </>
      }
    >
      <div class="stack">
        <div class="columns-2">
          <TextInput label="Name" maxLength={120} autoFocus value={name} onChange={setName} error={error('name')} />
          <Select label="Kind" value={kind} options={SUPPLIER_KINDS} onChange={setKind} error={error('kind')} />
          <TextInput
            label="Our account number"
            optional
            maxLength={60}
            value={account}
            onChange={setAccount}
            error={error('accountNumber')}
          />
          <TextInput
            label="Telephone"
            optional
            maxLength={40}
            value={phone}
            onChange={setPhone}
            error={error('phone')}
          />
          <DateInput
            label="License checked until"
            optional
            value={license}
            onChange={setLicense}
            error={error('licenseCheckedUntil')}
          />
          <TextInput
            label="Global location number"
            optional
            hint="13 digits; its DSCSA documents are known by it"
            maxLength={13}
            value={gln}
            onChange={setGln}
            error={error('gln')}
          />
        </div>
        <div class="columns-3">
          {days(0, 'Shortest lead time', 'leadDaysMin')}
          {days(1, 'Usual lead time', 'leadDaysTypical')}
          {days(2, 'Longest lead time', 'leadDaysMax')}
        </div>
        {supplier && <CheckBox label="In use" checked={active} onChange={setActive} />}
        <ProblemBox problem={save.problem} />
      </div>
    </Dialog>
  );
}
