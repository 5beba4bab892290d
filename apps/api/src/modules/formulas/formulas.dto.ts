import { IsInt, IsObject, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { LOCAL_DATE } from '../../platform/http/patterns.js';
import { FindingDto, PersonRef } from '../../platform/http/shapes.dto.js';

export class FormulaDraftRequest {
  @IsOptional() @IsUUID() id?: string;
  @IsString() @Length(3, 160) name: string;
  /** FormulaContent of the domain; checked there, field by field. */
  @IsObject() content: Record<string, unknown>;
}
export class FormulaApprovalRequest {
  @IsInt() version: number;
  @Matches(LOCAL_DATE) reviewBy: string;
  @IsString() @Length(1, 200) password: string;
}
export class FormulaVersionResponse {
  id: string;
  version: number;
  state: 'draft' | 'approved' | 'retired';
  content: Record<string, unknown>;
  author: PersonRef;
  writtenAt: string;
  approvedBy: PersonRef | null;
  approvedAt: string | null;
  reviewBy: string | null;
  findings: FindingDto[];
  allowed: string[];
}
export class FormulaSummary {
  id: string;
  number: string;
  name: string;
  approvedVersion: number | null;
  draftVersion: number | null;
  drugs: string[];
  hazardous: boolean;
  reviewBy: string | null;
}
export class FormulaResponse extends FormulaSummary {
  versions: FormulaVersionResponse[];
}
export class FormulaPage {
  items: FormulaSummary[];
  next: string | null;
}
