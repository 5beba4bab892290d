import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Requires } from '../../platform/auth/decorators.js';
import { WithoutKey } from '../../platform/http/commands.js';
import { BeyondUseDateCalculator } from './beyond-use-date.calculator.js';
import { BeyondUseDateAnswerDto, BeyondUseDateRequest } from './beyond-use-date.dto.js';
import {
  CalculationAnswer,
  CodeAnswer,
  CodeRequest,
  DilutionRequest,
  DoseAnswer,
  DoseRequest,
  InfusionRateRequest,
  VialsAnswer,
  VialsRequest,
} from './calculations.dto.js';
import { CalculationsService } from './calculations.service.js';
import { calculateDose } from './dose.calculator.js';
import { calculateInfusionRate } from './infusion.calculator.js';
import { calculateDilution } from './solution.calculator.js';

/** Calculators: they change nothing, so they need no Idempotency-Key and can be asked as often as one likes. */
@ApiTags('calculations')
@Controller('calculations')
export class CalculationsController {
  constructor(
    private readonly calculations: CalculationsService,
    private readonly beyondUseDates: BeyondUseDateCalculator,
  ) {}

  /** The beyond-use date with every limit, its arithmetic and its source. */
  @Post('beyond-use-date')
  @HttpCode(200)
  @WithoutKey()
  @Requires('calculation.use')
  beyondUseDate(@Body() body: BeyondUseDateRequest): Promise<BeyondUseDateAnswerDto> {
    return this.beyondUseDates.answer(body);
  }

  /** Body measures, creatinine clearance and dose. */
  @Post('dose')
  @HttpCode(200)
  @WithoutKey()
  @Requires('calculation.use')
  dose(@Body() body: DoseRequest): DoseAnswer {
    return calculateDose(body);
  }

  @Post('dilution')
  @HttpCode(200)
  @WithoutKey()
  @Requires('calculation.use')
  dilution(@Body() body: DilutionRequest): CalculationAnswer {
    return calculateDilution(body);
  }

  @Post('infusion-rate')
  @HttpCode(200)
  @WithoutKey()
  @Requires('calculation.use')
  infusionRate(@Body() body: InfusionRateRequest): CalculationAnswer {
    return calculateInfusionRate(body);
  }

  /** Reconstitution, and the vials that a dose takes. */
  @Post('vials')
  @HttpCode(200)
  @WithoutKey()
  @Requires('calculation.use')
  vials(@Body() body: VialsRequest): Promise<VialsAnswer> {
    return this.calculations.vials(body);
  }

  /** What a GS1, GTIN, NDC or own code says, and whose it is. */
  @Post('code')
  @HttpCode(200)
  @WithoutKey()
  @Requires('calculation.use')
  code(@Body() body: CodeRequest): Promise<CodeAnswer> {
    return this.calculations.code(body);
  }
}
