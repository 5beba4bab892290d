import { Injectable } from '@nestjs/common';
import { scaleForStock } from '#domain/formula';
import { isUnit, Quantity } from '#domain/quantity';
import { formatInstant } from '#domain/time';
import { Database } from '../../platform/database/database.js';
import { type Command, Commands } from '../../platform/http/commands.js';
import { Problem } from '../../platform/http/problem.js';
import { invalid } from '../../platform/http/validation.js';
import { scaledOrRefused, scaleSources } from '../worksheets/scale-plan.js';
import { approvedVersion } from './batch-basis.js';
import { BatchTools } from './batch-tools.js';
import { inHouseProduct, inHouseProducts, productResponse } from './stock-batches.queries.js';
import type { InHouseProductList, InHouseProductRequest, InHouseProductResponse } from './stock-batches.dto.js';

/** What the pharmacy makes for its own stock: products without an NDC, each of one formula. */
@Injectable()
export class InHouseProductsService {
  constructor(
    private readonly db: Database,
    private readonly commands: Commands,
    private readonly tools: BatchTools,
  ) {}

  async list(formulaId?: string): Promise<InHouseProductList> {
    const found = await inHouseProducts(this.db.reader, this.tools.clock.now(), formulaId);
    return { items: found.map(productResponse) };
  }

  /**
   * Adds a product. Its volume and strength are what the formula gives for the amount asked, so that a batch and its product agree.
   * @throws Problem `worksheet.cannot-be-made` with why the formula gives no such container
   */
  add(command: Command, input: InHouseProductRequest): Promise<InHouseProductResponse> {
    return this.commands.run(command, async (tx, actor) => {
      const at = this.tools.clock.now();
      const version = await approvedVersion(tx, input.formulationVersionId);
      const [additive] = version.content.additives;
      if (!additive)
        throw new Problem('worksheet.cannot-be-made', { detail: `${version.number} has no drug to make stock of.` });
      const amount = amountIn('amount', input.amount);
      const scaled = scaledOrRefused(
        scaleForStock({
          content: version.content,
          drugId: additive.drugId,
          amount,
          ...(input.baseVolume && { baseVolume: amountIn('baseVolume', input.baseVolume) }),
          containers: 1,
          ...(await scaleSources(tx, version.content, at)),
        }),
      );
      const volume = scaled.finalVolume.in('mL').value.toFixed(6, 'half-even');
      const site = await this.tools.sites.current(tx);
      const id = this.tools.ids.next();
      const code = await this.tools.numbers.next(tx, 'PRD');
      await tx.query(
        `insert into product (id, drug_id, name, manufacturer, in_house, code, container_kind, form, stock_unit, content, strength_value,
           strength_unit, strength_per_ml, storage, container_material, protect_from_light, dscsa_exempt, source)
         values ($1,$2,$3,$4,true,$5,$6,'solution','mL',$7,$8,$9,$7,$10,$11,$12,true,$13)`,
        [
          id,
          additive.drugId,
          input.name.trim(),
          site.name,
          code,
          input.containerKind,
          volume,
          amount.value.toString(),
          amount.unit,
          input.storage,
          version.content.container.material,
          version.content.lightProtection,
          `Made here by ${version.number}`,
        ],
      );
      await tx.query(
        'insert into in_house_product (product_id, formulation_id, created_by, created_at) values ($1,$2,$3,$4)',
        [id, version.formulaId, actor.personId, formatInstant(at)],
      );
      await this.tools.audit.record(tx, actor, 'product.added', { kind: 'product', id }, { code, input });
      this.tools.feed.changed(tx, 'stock', id);
      this.tools.feed.changed(tx, 'formula', version.formulaId);
      const made = await inHouseProduct(tx, at, id);
      if (!made) throw new TypeError('a product that was just added is gone');
      return productResponse(made);
    });
  }
}

function amountIn(field: string, { value, unit }: { value: string; unit: string }): Quantity {
  if (!isUnit(unit))
    throw invalid([{ field: `${field}.unit`, message: 'is not a unit', accepted: 'mg, g, ug, mmol, meq, [iU], mL' }]);
  const amount = Quantity.of(value, unit);
  if (!amount.isPositive()) throw invalid([{ field, message: 'is not more than zero' }]);
  return amount;
}
