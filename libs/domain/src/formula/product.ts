import type { Concentration, Quantity } from '#domain/quantity';

export const PRODUCT_CONTAINER_KINDS = [
  'single-dose-vial',
  'multiple-dose-vial',
  'pharmacy-bulk-package',
  'ampul',
  'bag',
  'bottle',
  'syringe',
  'empty-container',
] as const;
export type ProductContainerKind = (typeof PRODUCT_CONTAINER_KINDS)[number];
export type ProductForm = 'powder' | 'solution' | 'empty';

/** A package that is bought or made here, as far as arithmetic, scanning and instructions need it. */
export interface ProductFacts {
  readonly id: string;
  readonly drugId: string;
  readonly drugName: string;
  readonly name: string;
  readonly containerKind: ProductContainerKind;
  readonly form: ProductForm;
  /** One container, in the stock unit: drug of a powder, volume of a solution, count 1 of an empty container. */
  readonly content: Quantity;
  /** Drug per volume; of a powder, once reconstituted as the label says. Null where there is no drug in it. */
  readonly strength: Concentration | null;
  /** Of a powder: what to add and how much. `displacement`: volume that the powder itself takes. */
  readonly reconstitution: {
    readonly drugId: string;
    readonly volume: Quantity;
    readonly displacement: Quantity | null;
  } | null;
  /** As printed, with hyphens; of what is made here its own code, `PRD-000012-K`. */
  readonly ndc: string;
  /** Null for what is made here. */
  readonly ndc11: string | null;
  readonly gtin: string | null;
  /** Made by this pharmacy from its formula, as stock (USP <797> section 16). */
  readonly inHouse?: boolean;
}

/** By what people know a product: `NDC 0409-6531-02`, or the pharmacy's own `PRD-000012-K`. */
export const productCode = ({ ndc, inHouse }: Pick<ProductFacts, 'ndc' | 'inHouse'>): string =>
  inHouse ? ndc : `NDC ${ndc}`;
