import type { JSX } from 'preact';
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { DrugSupply, WhatIf } from '../../api/supply-types.js';
import { useResource } from '../../api/use-resource.js';
import { showDecimal, showUnit } from '../../format.js';
import {
  Badge,
  Button,
  Card,
  DateTime,
  EmptyState,
  KeyValue,
  Loaded,
  Page,
  Table,
  type Column,
} from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { OpenLink } from '../desk/open-link.js';
import { Alternatives } from './alternatives.js';
import { SupplyChart } from './chart.js';
import { Levers } from './levers.js';
import { Notes, ParDialog } from './keep.js';
import { ReorderDialog } from './reorder-dialog.js';
import { daysText, dollars, RunsOut, ShortageWord } from './words.js';

/** One drug: how long it lasts, whom it hits, and what can be done. */
export default function DrugSupplyPage(): JSX.Element {
  const { id = '' } = useRoute().params;
  const may = usePermissions();
  const supply = useResource<DrugSupply>(`/supply/drugs/${id}`, { feed: ['supply', 'stock', 'purchase'] });
  const [asked, setAsked] = useState<'order' | 'par'>();
  return (
    <Page
      title={supply.data?.drugName ?? 'Supply'}
      width="wide"
      back={{ href: '/supply', text: 'Supply' }}
      note={
        supply.data && (
          <span class="small quiet">
            Worked out <DateTime at={supply.data.computedAt} short />
          </span>
        )
      }
      actions={
        <div class="row no-print">
          <Button icon="printer" onClick={() => window.print()}>
            Print
          </Button>
          {may('supply.manage') && supply.data && <Button onClick={() => setAsked('par')}>Days to keep</Button>}
          {may('substitution.propose') && <Button href={`/substitutions/new?drugId=${id}`}>Substitute</Button>}
          {may('purchase.write') && supply.data && (
            <Button kind="primary" onClick={() => setAsked('order')}>
              Order
            </Button>
          )}
        </div>
      }
    >
      <Loaded resource={supply}>{(data) => <Body data={data} onChanged={supply.reload} />}</Loaded>
      {asked === 'order' && <ReorderDialog drugIds={[id]} onDone={supply.reload} onClose={() => setAsked(undefined)} />}
      {asked === 'par' && supply.data && (
        <ParDialog drugId={id} par={supply.data.par} onDone={supply.reload} onClose={() => setAsked(undefined)} />
      )}
    </Page>
  );
}

function Body({ data, onChanged }: { data: DrugSupply; onChanged: () => void }): JSX.Element {
  const [tried, setTried] = useState<WhatIf>();
  const answer = tried?.answer ?? data.answer;
  return (
    <div class="stack">
      <Head data={data} tried={tried} />
      <div class="beside supply-beside">
        <Card title={tried ? 'Expected stock with the levers chosen' : 'Expected stock'}>
          <SupplyChart answer={answer} before={tried ? data.answer : undefined} inbound={data.inbound} />
          {leftWhenShort(answer) && (
            <p class="small quiet">
              What is left after that day cannot serve the doses that are missed: other sizes, or too little for one.
            </p>
          )}
        </Card>
        <Levers data={data} onTried={setTried} tried={tried} />
      </div>
      <Patients answer={answer} />
      <Expiring answer={answer} />
      <Inbound rows={data.inbound} />
      <Alternatives data={data} onChanged={onChanged} />
      <Shortages rows={data.shortages} drugId={data.drugId} />
      <Notes data={data} onChanged={onChanged} />
      <Card title="How the figures came about">
        <KeyValue rows={answer.derivation.map((line) => [line.figure, line.text])} />
        {data.notCounted.map((text) => (
          <p key={text} class="small">
            {text}
          </p>
        ))}
      </Card>
    </div>
  );
}

/** Whether stock is expected on the day on which something first cannot be made. */
function leftWhenShort({ series, stockoutOn }: DrugSupply['answer']): boolean {
  return Number(series.find(({ on }) => on === stockoutOn)?.expected ?? 0) > 0;
}

function Head({ data, tried }: { data: DrugSupply; tried: WhatIf | undefined }): JSX.Element {
  const answer = tried?.answer ?? data.answer;
  const patients = new Set(answer.patientsHit.map((hit) => hit.patientId)).size;
  return (
    <Card>
      <dl class="supply-head">
        <div>
          <dt>On hand</dt>
          <dd class="lead strong">
            {showDecimal(answer.onHand)} {showUnit(answer.unit)}
          </dd>
        </div>
        <div>
          <dt>Days without a delivery</dt>
          <dd class="lead strong">
            {daysText(answer.usableDays, answer.horizonDays)}{' '}
            <span class="small quiet">
              keep {data.par.minDays}, target {data.par.targetDays}
              {data.par.own ? '' : ' (default)'}
            </span>
          </dd>
        </div>
        <div>
          <dt>Runs out</dt>
          <dd class="lead">
            <RunsOut {...answer} />
          </dd>
        </div>
        <div>
          <dt>Patients who would go without</dt>
          <dd class="lead strong">{patients === 0 ? 'None' : <Badge tone="danger">{patients}</Badge>}</dd>
        </div>
      </dl>
    </Card>
  );
}

const PATIENTS: readonly Column<DrugSupply['answer']['patientsHit'][number]>[] = [
  { key: 'from', title: 'From', sort: (row) => row.firstOn, cell: (row) => <b class="nowrap">{row.firstOn}</b> },
  { key: 'patient', title: 'Patient', sort: (row) => row.patientName, cell: (row) => row.patientName },
  {
    key: 'order',
    title: 'Order',
    cell: (row) => <OpenLink href={`/orders/${row.orderId}`}>{row.orderNumber}</OpenLink>,
  },
  { key: 'for', title: 'Indication', cell: (row) => row.indication || <span class="quiet">not given</span> },
];

function Patients({ answer }: { answer: DrugSupply['answer'] }): JSX.Element {
  const columns: Column<DrugSupply['answer']['patientsHit'][number]>[] = [
    ...PATIENTS,
    { key: 'dose', title: 'Dose', number: true, cell: (row) => `${showDecimal(row.dose)} ${showUnit(answer.unit)}` },
    { key: 'doses', title: 'Doses missed', number: true, sort: (row) => row.doses, cell: (row) => row.doses },
  ];
  return (
    <section class="stack stack-small" aria-label="Patients hit">
      <h2>Patients hit, in order of date</h2>
      <Table
        label="Patients hit"
        columns={columns}
        rows={answer.patientsHit}
        keyOf={(row) => row.orderId}
        empty={
          <EmptyState icon="person" title="Nobody goes without">
            Every dose of an approved order can be made within the {answer.horizonDays} days looked at.
          </EmptyState>
        }
      />
    </section>
  );
}

const EXPIRING: readonly Column<DrugSupply['answer']['expiring'][number]>[] = [
  { key: 'on', title: 'Expires', sort: (row) => row.expiresOn, cell: (row) => row.expiresOn },
  {
    key: 'what',
    title: 'What',
    cell: (row) => `${row.productName}, ${row.kind === 'lot' ? 'lot' : 'opened'} ${row.label}`,
  },
  { key: 'packages', title: 'Packages unused', number: true, cell: (row) => showDecimal(row.packages) },
  {
    key: 'dollars',
    title: 'Worth',
    number: true,
    cell: (row) => (row.dollars === null ? <span class="quiet">no price on file</span> : dollars(row.dollars)),
  },
];

const Expiring = ({ answer }: { answer: DrugSupply['answer'] }): JSX.Element | null =>
  answer.expiring.length === 0 ? null : (
    <section class="stack stack-small" aria-label="Expires unused">
      <h2>Expires unused</h2>
      <Table label="What expires unused" columns={EXPIRING} rows={answer.expiring} keyOf={(row) => row.id} />
    </section>
  );

const INBOUND: readonly Column<DrugSupply['inbound'][number]>[] = [
  {
    key: 'order',
    title: 'Order',
    cell: (row) => <a href={`/purchasing/orders/${row.purchaseOrderId}`}>{row.number}</a>,
  },
  { key: 'supplier', title: 'Supplier', cell: (row) => row.supplier },
  { key: 'product', title: 'Product', cell: (row) => row.productName },
  { key: 'packages', title: 'Packages', number: true, cell: (row) => row.packages },
  { key: 'usual', title: 'Expected', cell: (row) => row.typical ?? 'later' },
  {
    key: 'range',
    title: 'Between',
    cell: (row) => (row.late === null ? 'overdue: not counted on' : `${row.early ?? ''} and ${row.late}`),
  },
];

const Inbound = ({ rows }: { rows: DrugSupply['inbound'] }): JSX.Element => (
  <section class="stack stack-small" aria-label="On order">
    <h2>On order</h2>
    <Table
      label="Open orders"
      columns={INBOUND}
      rows={rows}
      keyOf={(row) => `${row.number}${row.productName}`}
      empty={
        <EmptyState icon="out" title="Nothing on order">
          Orders that were sent and have not come yet appear here.
        </EmptyState>
      }
    />
  </section>
);

const SHORTAGES: readonly Column<DrugSupply['shortages'][number]>[] = [
  { key: 'standing', title: 'For buying', cell: (row) => <ShortageWord standing={row.standing} /> },
  { key: 'company', title: 'Company', cell: (row) => row.companyName },
  { key: 'what', title: 'Package', cell: (row) => row.presentation },
  { key: 'ndc', title: 'NDC', cell: (row) => <span class="nowrap">{row.packageNdc}</span> },
  { key: 'ours', title: 'Ours', cell: (row) => (row.productId === null ? '' : 'yes') },
];

const Shortages = ({ rows, drugId }: { rows: DrugSupply['shortages']; drugId: string }): JSX.Element | null =>
  rows.length === 0 ? null : (
    <section class="stack stack-small" aria-label="Shortage list">
      <h2>
        <a href={`/shortages/drugs/${drugId}`}>On the shortage list</a>
      </h2>
      <Table
        label="Packages on the shortage list"
        columns={SHORTAGES}
        rows={rows}
        keyOf={(row) => `${row.packageNdc}${row.companyName}`}
      />
    </section>
  );
