import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { CalculationsModule } from './modules/calculations/calculations.module.js';
import { FacilityModule } from './modules/facility/facility.module.js';
import { FormularyModule } from './modules/formulary/formulary.module.js';
import { ReceivingModule } from './modules/receiving/receiving.module.js';
import { PurchasingModule } from './modules/purchasing/purchasing.module.js';
import { PatientsModule } from './modules/patients/patients.module.js';
import { RecallsModule } from './modules/recalls/recalls.module.js';
import { RulePacksModule } from './modules/rule-packs/rule-packs.module.js';
import { ShortagesModule } from './modules/shortages/shortages.module.js';
import { StabilityModule } from './modules/stability/stability.module.js';
import { StockKeepingModule } from './modules/stock/keeping/keeping.module.js';
import { StockModule } from './modules/stock/stock.module.js';
import { FormulasModule } from './modules/formulas/formulas.module.js';
import { SubstitutionsModule } from './modules/substitutions/substitutions.module.js';
import { OrdersModule } from './modules/orders/orders.module.js';
import { StockBatchesModule } from './modules/stock-batches/stock-batches.module.js';
import { TraceModule } from './modules/trace/trace.module.js';
import { VialSharingModule } from './modules/vial-sharing/vial-sharing.module.js';
import { WorksheetsModule } from './modules/worksheets/worksheets.module.js';
import { LabelsModule } from './modules/labels/labels.module.js';
import { PeopleModule } from './modules/people/people.module.js';
import { SupplyModule } from './modules/supply/supply.module.js';
import { PlatformModule, type PlatformOptions } from './platform/platform.module.js';

/** The pharmacy, module by module. */
const businessModules: Type[] = [
  PeopleModule,
  FacilityModule,
  FormularyModule,
  PatientsModule,
  StabilityModule,
  StockModule,
  StockKeepingModule,
  CalculationsModule,
  FormulasModule,
  OrdersModule,
  TraceModule,
  RecallsModule,
  RulePacksModule,
  LabelsModule,
  WorksheetsModule,
  VialSharingModule,
  SupplyModule,
  StockBatchesModule,
  PurchasingModule,
  ReceivingModule,
  ShortagesModule,
  SubstitutionsModule,
];

@Module({})
export class AppModule {
  static register(options: PlatformOptions): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.register(options), ...businessModules] };
  }
}
