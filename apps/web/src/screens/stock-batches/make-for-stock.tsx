import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { query as queryString } from '../../api/client.js';
import type { Formula, InHouseProduct } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';
import { Button, Card, EmptyState, Loaded, Page, RadioCards } from '../../parts/index.js';
import { usePermissions } from '../../session/session.js';
import { useAddress } from '../desk/address.js';
import { storageShort } from '../desk/words.js';
import { AddProduct } from './add-product.js';
import { PlanBatch } from './plan-batch.js';

/** Plans a batch: which product, how many, and what it takes. With `formula`, of that formula alone. */
export default function MakeForStockPage(): JSX.Element {
  const { query } = useAddress();
  const path = `/stock-batches/products${queryString({ formulaId: query.formula })}`;
  const products = useResource<{ items: InHouseProduct[] }>(path, { feed: ['stock', 'formula', 'worksheet'] });
  const formula = useResource<Formula>(query.formula ? `/formulas/${query.formula}` : null, { feed: ['formula'] });
  return (
    <Page
      title="Make for stock"
      note={formula.data?.name ?? 'A batch without a patient, from an approved formula.'}
      back={
        query.formula
          ? { href: `/formulas/${query.formula}`, text: 'Formula' }
          : { href: '/stock/made', text: 'Made here' }
      }
      width="normal"
    >
      <Loaded resource={products}>
        {({ items }) => <Choose products={items} formula={formula.data} onAdded={products.reload} />}
      </Loaded>
    </Page>
  );
}

function Choose(props: {
  products: readonly InHouseProduct[];
  formula: Formula | undefined;
  onAdded: () => void;
}): JSX.Element {
  const { products, formula } = props;
  const { query, set } = useAddress();
  const may = usePermissions();
  const [adding, setAdding] = useState(false);
  const approved = formula?.versions.find(({ state }) => state === 'approved');
  const chosen = products.find(({ id }) => id === query.product) ?? (products.length === 1 ? products[0] : undefined);
  const add = approved && may('formula.write') && (
    <Button icon="plus" kind={products.length === 0 ? 'primary' : 'secondary'} onClick={() => setAdding(true)}>
      Add a product
    </Button>
  );
  return (
    <div class="stack">
      {products.length === 0 ? (
        <EmptyState icon="formula" title="Nothing is made here from it yet">
          {approved
            ? 'A product says how much drug one container holds. A pharmacist adds it once; batches are made of it.'
            : 'Open an approved formula and choose “Make for stock” to add the first product.'}{' '}
          {add}
          {!formula && <Button href="/formulas">Formulas</Button>}
        </EmptyState>
      ) : (
        <Card title="What is made" actions={add}>
          <RadioCards
            label="Product"
            value={chosen?.id ?? ''}
            cardWidth="20rem"
            options={products.map((p) => ({
              value: p.id,
              label: p.name,
              note: `${p.strengthText}, ${storageShort(p.storage)}. ${p.inStock} in stock, ${p.underWay} under way.`,
              disabled: p.formulationVersionId === null,
            }))}
            onChange={(product) => set({ product })}
          />
        </Card>
      )}
      {chosen && chosen.formulationVersionId !== null && (
        <PlanBatch key={chosen.id} product={chosen} versionId={chosen.formulationVersionId} />
      )}
      {adding && approved && (
        <AddProduct
          version={approved}
          onClose={() => setAdding(false)}
          onAdded={(product) => {
            setAdding(false);
            set({ product: product.id });
            props.onAdded();
          }}
        />
      )}
    </div>
  );
}
