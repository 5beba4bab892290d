import { ArrayMaxSize, IsArray, IsOptional, IsString, IsTimeZone, Length } from 'class-validator';

export class SiteResponse {
  id: string;
  name: string;
  addressLines: string[];
  phone: string | null;
  /** IANA time zone. @example "America/Chicago" */
  zone: string;
}

export class ChangeSiteRequest {
  @IsString() @Length(1, 200) name: string;
  @IsArray() @ArrayMaxSize(6) @IsString({ each: true }) @Length(1, 100, { each: true }) addressLines: string[];
  @IsOptional() @IsString() @Length(3, 40) phone?: string;
  /** IANA time zone. @example "America/Chicago" */
  @IsTimeZone() zone: string;
}
