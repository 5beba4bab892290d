import {
  IsIn,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Type } from 'class-transformer';
import { WitnessRequest } from './keeping.dto.js';

export class ExcursionRequest {
  @IsUUID() locationId: string;
  /** The quarantine place that everything goes to. */
  @IsUUID() quarantineId: string;
  @IsISO8601({ strict: true }) from: string;
  @IsISO8601({ strict: true }) until: string;
  /** Lowest and highest that was read, in degrees Celsius; at least one of them. */
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) @Min(-200) @Max(200) readMin?: number;
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) @Min(-200) @Max(200) readMax?: number;
  @IsString() @Length(3, 300) reason: string;
}
export class ExcursionDecisionRequest {
  @IsUUID() lotId: string;
  /** Where it was when it was held: there are as many decisions as places. */
  @IsUUID() locationId: string;
  @IsIn(['release', 'waste']) decision: 'release' | 'waste';
  @IsString() @Length(3, 300) reason: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => WitnessRequest) witness?: WitnessRequest;
}
export class TakenPromise {
  worksheetNumber: string;
  packages: string;
  /** Whether other stock could be promised in its place. */
  replaced: boolean;
}
export class ExcursionLotResponse {
  lotId: string;
  locationId: string;
  locationName: string;
  productName: string;
  lotNumber: string;
  expiresOn: string;
  controlled: boolean;
  packages: string;
  promises: TakenPromise[];
  state: string;
  decidedBy: string | null;
  reason: string | null;
}
export class ExcursionResponse {
  id: string;
  number: string;
  locationId: string;
  locationName: string;
  quarantineName: string;
  from: string;
  until: string;
  readMin: string | null;
  readMax: string | null;
  reason: string;
  recordedBy: string;
  recordedAt: string;
  lots: ExcursionLotResponse[];
}
