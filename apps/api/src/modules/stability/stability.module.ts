import { Module } from '@nestjs/common';
import { FormularyModule } from '../formulary/formulary.module.js';
import { StabilityController } from './stability.controller.js';
import { StabilityQueries } from './stability.queries.js';
import { StabilityService, StabilityTools } from './stability.service.js';

@Module({
  imports: [FormularyModule],
  controllers: [StabilityController],
  providers: [StabilityService, StabilityTools, StabilityQueries],
  exports: [StabilityQueries],
})
export class StabilityModule {}
