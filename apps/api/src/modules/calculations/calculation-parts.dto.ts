import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { DECIMAL } from '../../platform/http/patterns.js';

const NUMBER = { message: '$property must be a plain decimal number such as 1250 or 0.5' };

/** Drug per volume: 100 mg per 1 mL, 1,250 mg per 250 mL. */
export class ConcentrationDto {
  @Matches(DECIMAL, NUMBER) amount: string;
  @IsString() @Length(1, 10) unit: string;
  /** Milliliters that hold the amount; 1 when left out. */
  @IsOptional() @Matches(DECIMAL, NUMBER) perMl?: string;
}

/** One line of a derivation, as a pharmacist would write it on paper. */
export class StepDto {
  label: string;
  formula: string;
  substitution: string;
  /** Decimal text; ends in an ellipsis where digits go on that are kept but not shown. */
  value: string;
  unit: string;
  source?: string;
  /** True where digits were given up, by a named rounding. */
  rounding?: boolean;
}

/** A figure: exact where it has an end, always as it is shown. */
export class FigureDto {
  /** What it is: Dose, Pump rate. */
  label: string;
  /** Decimal text without rounding; null where the digits never end. */
  exact: string | null;
  /** As it is to be used, rounded by the rule of its kind. */
  value: string;
  unit: string;
  /** For people: 1,250 mg. */
  text: string;
}
