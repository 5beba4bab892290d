import { Injectable } from '@nestjs/common';
import type { ProductContainerKind } from '#domain/formula';
import { readNdc, type Ndc } from '#domain/ndc';
import { isUnit } from '#domain/quantity';
import { Audit } from '../../platform/audit/audit.js';
import type { Tx } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { Feed } from '../../platform/feed/feed.js';
import { Commands, type Command } from '../../platform/http/commands.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { Ids } from '../../platform/ids.js';
import { Drug } from './drug.entity.js';
import type { DrugRequest, DrugResponse, ProductRequest, ProductResponse } from './formulary.dto.js';
import { FormularyQueries } from './formulary.queries.js';
import { Product } from './product.entity.js';

@Injectable()
export class FormularyService {
  constructor(
    private readonly commands: Commands,
    private readonly queries: FormularyQueries,
    private readonly audit: Audit,
    private readonly feed: Feed,
    private readonly ids: Ids,
  ) {}

  /** Adds a drug, or changes the one with `id`. */
  saveDrug(command: Command, input: DrugRequest, id?: string): Promise<DrugResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const before = id === undefined ? null : await this.queries.drug(tx, id);
      const part = {
        name: input.name.trim(),
        kind: input.kind,
        hazard: input.hazard,
        antineoplastic: input.antineoplastic,
        highAlert: input.highAlert,
        allergyClasses: input.allergyClasses.map((c) => c.trim()).filter((c) => c !== ''),
      };
      const drugId = before?.id ?? this.ids.next();
      await (before
        ? tx.update(Drug, { id: drugId }, part)
        : tx.insert(Drug, {
            id: drugId,
            ...part,
            maximumRateValue: null,
            maximumRateUnit: null,
            maximumRateSource: null,
            active: true,
          }));
      const after = await this.queries.drug(tx, drugId);
      const action = before ? 'drug.changed' : 'drug.added';
      await this.audit.record(tx, actor, action, { kind: 'drug', id: drugId }, { before, after });
      this.feed.changed(tx, 'stock', drugId);
      return after;
    });
  }

  /**
   * Adds a product, or changes the one with `id`. The GTIN follows from a 10-digit NDC.
   * @throws Problem `product.ndc-ambiguous` for 10 digits without hyphens, with the packages they may mean; `product.in-use`
   * when what is on the shelf would be counted differently
   */
  saveProduct(command: Command, input: ProductRequest, id?: string): Promise<ProductResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const before = id === undefined ? null : await tx.findOneBy(Product, { id });
      if (id !== undefined && !before) throw notFound('product', id);
      if (before?.inHouse)
        throw new Problem('product.in-use', {
          detail: `${before.name} is made here: its figures are those of its formula. Add a new product to the formula instead.`,
        });
      const part = productPart(input, ndcOf(input.ndc));
      if (before) await refuseRecount(tx, before, part);
      const productId = before?.id ?? this.ids.next();
      await (before
        ? tx.update(Product, { id: productId }, part)
        : tx.insert(Product, { id: productId, ...part, schedule: null, active: true, inHouse: false, code: null }));
      const after = await this.queries.product(tx, productId);
      const action = before ? 'product.changed' : 'product.added';
      await this.audit.record(tx, actor, action, { kind: 'product', id: productId }, { before, after });
      this.feed.changed(tx, 'stock', productId);
      return after;
    });
  }
}

type ProductPart = Omit<Product, 'id' | 'schedule' | 'active' | 'inHouse' | 'code'>;

function productPart(input: ProductRequest, ndc: Ndc): ProductPart {
  const { ndc11 } = ndc;
  if (ndc11 === null) throw badNdc(`${ndc.text} has no 11-digit form, by which stock and codes are matched.`);
  if (input.strengthUnit !== undefined && !isUnit(input.strengthUnit))
    throw new Problem('request.invalid', {
      detail: `${input.strengthUnit} is not a unit.`,
      fields: [{ field: 'strengthUnit', message: 'is not a unit', accepted: 'mg, g, ug, mmol, meq, [iU]' }],
    });
  return {
    drugId: input.drugId,
    name: input.name.trim(),
    manufacturer: input.manufacturer.trim(),
    ndc: ndc.text,
    ndc11: ndc11.replaceAll('-', ''),
    gtin: ndc.gtin14(),
    containerKind: input.containerKind as ProductContainerKind,
    form: input.form,
    stockUnit: input.stockUnit,
    content: input.content,
    strengthValue: input.strengthValue ?? null,
    strengthUnit: input.strengthUnit ?? null,
    strengthPerMl: input.strengthPerMl ?? null,
    reconstitutionDrugId: input.reconstitutionDrugId ?? null,
    reconstitutionVolumeMl: input.reconstitutionVolumeMl ?? null,
    displacementMl: input.displacementMl ?? null,
    storage: input.storage,
    inUseHours: input.inUseHours ?? null,
    reconstitutedStabilityHours: input.reconstitutedStabilityHours ?? null,
    containerMaterial: input.containerMaterial ?? null,
    protectFromLight: input.protectFromLight,
    dscsaExempt: input.dscsaExempt,
    source: input.source.trim(),
  };
}

function ndcOf(text: string): Ndc {
  const reading = readNdc(text.trim());
  if (reading.kind === 'ndc') return reading.ndc;
  if (reading.kind === 'invalid') throw badNdc(`This is not an NDC: ${reading.reason}.`);
  const candidates = reading.candidates.map((ndc) => ndc.text);
  throw new Problem('product.ndc-ambiguous', {
    detail: `10 digits without hyphens can be several packages: ${candidates.join(', ')}. Key the NDC as it is printed.`,
    fields: [{ field: 'ndc', message: 'can be several packages', accepted: candidates.join(', ') }],
  });
}

const badNdc = (detail: string): Problem =>
  new Problem('request.invalid', {
    detail,
    fields: [{ field: 'ndc', message: 'is not an NDC', accepted: 'an NDC with hyphens, such as 0409-3977-03' }],
  });

/** Lots are kept in the stock unit and counted by content: neither may change under them. */
async function refuseRecount(tx: Tx, before: Product, after: ProductPart): Promise<void> {
  const same = before.stockUnit === after.stockUnit && Number(before.content) === Number(after.content);
  if (same && before.drugId === after.drugId && before.ndc11 === after.ndc11) return;
  const [lot] = await rows(tx, 'select 1 from lot where product_id = $1 limit 1', [before.id]);
  if (lot)
    throw new Problem('product.in-use', {
      detail:
        'There are lots of this product: its drug, NDC, content and stock unit stay as they are. Add a new product.',
    });
}
