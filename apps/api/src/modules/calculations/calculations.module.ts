import { Module } from '@nestjs/common';
import { FormularyModule } from '../formulary/formulary.module.js';
import { BeyondUseDateCalculator } from './beyond-use-date.calculator.js';
import { CalculationsController } from './calculations.controller.js';
import { CalculationsService } from './calculations.service.js';

@Module({
  imports: [FormularyModule],
  controllers: [CalculationsController],
  providers: [CalculationsService, BeyondUseDateCalculator],
})
export class CalculationsModule {}
