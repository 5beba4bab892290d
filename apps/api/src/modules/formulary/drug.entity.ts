import { Check, Entity } from 'typeorm';
import { FlagColumn, IdColumn, NumericColumn, TextColumn, TextsColumn } from '../../platform/database/columns.js';

export type DrugKind = 'drug' | 'base-solution' | 'diluent' | 'container';
export type DrugHazard = 'none' | 'NIOSH24-T1' | 'NIOSH24-T2' | 'facility';

/** An ingredient as prescribed; also what it is diluted in and put into. */
@Entity('drug')
@Check('drug_kind_known', `kind in ('drug','base-solution','diluent','container')`)
@Check('drug_hazard_known', `hazard in ('none','NIOSH24-T1','NIOSH24-T2','facility')`)
@Check(
  'drug_maximum_rate_whole',
  `(maximum_rate_value is null) = (maximum_rate_unit is null) and (maximum_rate_value is null) = (maximum_rate_source is null)`,
)
@Check('drug_antineoplastic_is_hazardous', `not antineoplastic or hazard <> 'none'`)
export class Drug {
  @IdColumn('drug_pk') id: string;
  /** As it is searched; tall-man letters are added where it is shown. */
  @TextColumn({ name: 'name' }) name: string;
  @TextColumn({ name: 'kind' }) kind: DrugKind;
  /** Table of the NIOSH list of 2024, or the facility's own list. */
  @TextColumn({ name: 'hazard', default: 'none' }) hazard: DrugHazard;
  @FlagColumn({ name: 'antineoplastic', default: false }) antineoplastic: boolean;
  @FlagColumn({ name: 'high_alert', default: false }) highAlert: boolean;
  @TextsColumn({ name: 'allergy_classes', default: '{}' }) allergyClasses: string[];
  @NumericColumn({ name: 'maximum_rate_value', nullable: true }) maximumRateValue: string | null;
  /** Drug per time, also per kg or m²: `mg/min`. */
  @TextColumn({ name: 'maximum_rate_unit', nullable: true }) maximumRateUnit: string | null;
  @TextColumn({ name: 'maximum_rate_source', nullable: true }) maximumRateSource: string | null;
  @FlagColumn({ name: 'active', default: true }) active: boolean;
}
