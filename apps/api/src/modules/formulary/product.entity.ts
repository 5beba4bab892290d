import { Check, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { ProductContainerKind, ProductForm } from '#domain/formula';
import { FlagColumn, IdColumn, NumericColumn, RefColumn, TextColumn } from '../../platform/database/columns.js';
import { Drug } from './drug.entity.js';

export type Storage = 'CRT' | 'REF' | 'FRZ';

/** A purchasable package of a drug. */
@Entity('product')
@Unique('product_ndc_unique', ['ndc'])
@Unique('product_ndc11_unique', ['ndc11'])
@Unique('product_gtin_unique', ['gtin'])
@Check('product_ndc11_shape', `ndc11 ~ '^[0-9]{11}$'`)
@Check('product_gtin_shape', `gtin ~ '^[0-9]{14}$'`)
@Check(
  'product_container_kind_known',
  `container_kind in ('single-dose-vial','multiple-dose-vial','pharmacy-bulk-package','ampul','bag','bottle','syringe','empty-container')`,
)
@Check('product_form_known', `form in ('powder','solution','empty')`)
@Check('product_stock_unit_known', `stock_unit in ('mg','mL','[iU]','mmol','meq','1')`)
@Check('product_content_positive', `content > 0`)
@Check('product_strength_positive', `strength_value > 0`)
@Check('product_strength_per_positive', `strength_per_ml > 0`)
@Check('product_reconstitution_positive', `reconstitution_volume_ml > 0`)
@Check('product_displacement_not_negative', `displacement_ml >= 0`)
@Check('product_storage_known', `storage in ('CRT','REF','FRZ')`)
@Check('product_in_use_positive', `in_use_hours > 0`)
@Check('product_reconstituted_positive', `reconstituted_stability_hours > 0`)
@Check('product_schedule_known', `schedule in ('CII','CIII','CIV','CV')`)
@Check(
  'product_powder_has_reconstitution',
  `form <> 'powder' or (reconstitution_drug_id is not null and reconstitution_volume_ml is not null and strength_value is not null)`,
)
@Check('product_solution_in_ml', `form <> 'solution' or stock_unit = 'mL'`)
@Check(
  'product_strength_whole',
  `(strength_value is null) = (strength_unit is null) and (strength_value is null) = (strength_per_ml is null)`,
)
@Unique('product_code_unique', ['code'])
@Check(
  'product_is_bought_or_made',
  `case when in_house
          then ndc is null and ndc11 is null and gtin is null and code is not null and form = 'solution' and strength_per_ml = content
          else ndc is not null and ndc11 is not null and code is null end`,
)
@Index('product_drug', ['drugId'])
export class Product {
  @IdColumn('product_pk') id: string;
  @ForeignKey(() => Drug, { name: 'product_drug_fk' })
  @RefColumn({ name: 'drug_id' })
  drugId: string;
  @TextColumn({ name: 'name' }) name: string;
  @TextColumn({ name: 'manufacturer' }) manufacturer: string;
  /** With hyphens, as printed; null for what this pharmacy makes. */
  @TextColumn({ name: 'ndc', nullable: true }) ndc: string | null;
  /** The billing form, 11 digits; one for each package whatever form it was keyed in. */
  @TextColumn({ name: 'ndc11', nullable: true }) ndc11: string | null;
  @TextColumn({ name: 'gtin', nullable: true }) gtin: string | null;
  @TextColumn({ name: 'container_kind' }) containerKind: ProductContainerKind;
  @TextColumn({ name: 'form' }) form: ProductForm;
  @TextColumn({ name: 'stock_unit' }) stockUnit: string;
  /** What one container holds, in the stock unit. */
  @NumericColumn({ name: 'content' }) content: string;
  @NumericColumn({ name: 'strength_value', nullable: true }) strengthValue: string | null;
  @TextColumn({ name: 'strength_unit', nullable: true }) strengthUnit: string | null;
  @NumericColumn({ name: 'strength_per_ml', nullable: true }) strengthPerMl: string | null;
  @ForeignKey(() => Drug, { name: 'product_reconstitution_fk' })
  @RefColumn({ name: 'reconstitution_drug_id', nullable: true })
  reconstitutionDrugId: string | null;
  @NumericColumn({ name: 'reconstitution_volume_ml', nullable: true }) reconstitutionVolumeMl: string | null;
  @NumericColumn({ name: 'displacement_ml', nullable: true }) displacementMl: string | null;
  @TextColumn({ name: 'storage' }) storage: Storage;
  @NumericColumn({ name: 'in_use_hours', nullable: true }) inUseHours: string | null;
  @NumericColumn({ name: 'reconstituted_stability_hours', nullable: true }) reconstitutedStabilityHours: string | null;
  @TextColumn({ name: 'container_material', nullable: true }) containerMaterial: string | null;
  @FlagColumn({ name: 'protect_from_light', default: false }) protectFromLight: boolean;
  @FlagColumn({ name: 'dscsa_exempt', default: false }) dscsaExempt: boolean;
  @TextColumn({ name: 'schedule', nullable: true }) schedule: string | null;
  /** Where the figures come from. */
  @TextColumn({ name: 'source' }) source: string;
  @FlagColumn({ name: 'active', default: true }) active: boolean;
  /** Made by this pharmacy from its formula, as stock for later preparations. */
  @FlagColumn({ name: 'in_house', default: false }) inHouse: boolean;
  /** `PRD-...`, the code of what is made here. */
  @TextColumn({ name: 'code', nullable: true }) code: string | null;
}
