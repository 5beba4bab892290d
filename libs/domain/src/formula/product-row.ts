import { Concentration, Quantity } from '#domain/quantity';
import type { ProductContainerKind, ProductFacts, ProductForm } from './product.js';

/** A product as the database keeps it; numbers are decimal text. */
export interface ProductRow {
  readonly id: string;
  readonly drugId: string;
  readonly drugName: string;
  readonly name: string;
  readonly containerKind: ProductContainerKind;
  readonly form: ProductForm;
  readonly stockUnit: string;
  readonly content: string;
  readonly strengthValue: string | null;
  readonly strengthUnit: string | null;
  readonly strengthPerMl: string | null;
  readonly reconstitutionDrugId: string | null;
  readonly reconstitutionVolumeMl: string | null;
  readonly displacementMl: string | null;
  /** Or the code of what is made here. */
  readonly ndc: string;
  readonly ndc11: string | null;
  readonly gtin: string | null;
  readonly inHouse: boolean;
}

/** The product with quantities instead of columns. @throws RangeError for a row that the schema would not have allowed. */
export function productFacts(row: ProductRow): ProductFacts {
  const { strengthValue: value, strengthUnit: unit, strengthPerMl: perMl } = row;
  const { reconstitutionDrugId: drugId, reconstitutionVolumeMl: volume } = row;
  return {
    id: row.id,
    drugId: row.drugId,
    drugName: row.drugName,
    name: row.name,
    containerKind: row.containerKind,
    form: row.form,
    content: Quantity.of(row.content, row.stockUnit),
    strength:
      value === null || unit === null || perMl === null
        ? null
        : Concentration.of(Quantity.of(value, unit), Quantity.of(perMl, 'mL')),
    reconstitution:
      drugId === null || volume === null
        ? null
        : {
            drugId,
            volume: Quantity.of(volume, 'mL'),
            displacement: row.displacementMl === null ? null : Quantity.of(row.displacementMl, 'mL'),
          },
    ndc: row.ndc,
    ndc11: row.ndc11,
    gtin: row.gtin,
    inHouse: row.inHouse,
  };
}
