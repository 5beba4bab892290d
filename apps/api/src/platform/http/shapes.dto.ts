import { IsString, Length, Matches } from 'class-validator';
import { DECIMAL } from './patterns.js';

/** An exact amount: decimal text and a UCUM unit code, for example 1250 mg. */
export class QuantityDto {
  @Matches(DECIMAL, { message: '$property must be a plain decimal number such as 1250 or 0.5' }) value: string;
  @IsString() @Length(1, 10) unit: string;
}

/** What a rule has to say; see Finding in the domain. */
export class FindingDto {
  code: string;
  severity: 'stop' | 'hard' | 'soft' | 'info';
  message: string;
  facts?: Record<string, string>;
  source?: string;
  field?: string;
}

/** A person, named and nothing more. */
export class PersonRef {
  id: string;
  name: string;
  initials: string;
}
