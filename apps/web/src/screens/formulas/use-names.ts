import { useEffect, useState } from 'preact/hooks';
import type { FormulaContent } from '#domain/formula';
import { get, query as queryString } from '../../api/client.js';
import type { Product } from '../../api/types.js';
import type { NameOf } from './record.js';

const drugsOf = (content: FormulaContent): string[] => [
  ...content.additives.map(({ drugId }) => drugId),
  ...content.reconstitution.map(({ drugId }) => drugId),
  ...[content.base, content.diluent, content.emptyContainer].flatMap((source) => source?.drugId ?? []),
];

/** Names of the products of these records; undefined until they are known. A product that is gone shows its id. */
export function useNames(contents: readonly FormulaContent[] | undefined): NameOf | undefined {
  const drugs = contents && [...new Set(contents.flatMap(drugsOf))].sort().join(' ');
  const [known, setKnown] = useState<{ drugs: string; names: ReadonlyMap<string, string> }>();
  useEffect(() => {
    if (drugs === undefined) return;
    let wanted = true;
    const asked = drugs.split(' ').filter((id) => id !== '');
    void Promise.all(
      asked.map((drugId) =>
        get<{ items: Product[] }>(`/products${queryString({ drugId, limit: 200 })}`).catch(() => ({ items: [] })),
      ),
    ).then((pages) => {
      const products = pages.flatMap(({ items }) => items);
      if (wanted) setKnown({ drugs, names: new Map(products.map((p) => [p.id, `${p.name} (${p.ndc})`])) });
    });
    return () => void (wanted = false);
  }, [drugs]);
  if (known === undefined || known.drugs !== drugs) return undefined;
  return (id) => known.names.get(id) ?? id;
}
