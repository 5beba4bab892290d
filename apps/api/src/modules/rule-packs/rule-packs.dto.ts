import { IsObject, IsString, Length, Matches } from 'class-validator';
import { LOCAL_DATE } from '../../platform/http/patterns.js';

export class RulePackRequest {
  /** RulePack of the domain as JSON; see reference-data/rule-packs. Checked there, field by field. */
  @IsObject() content: Record<string, unknown>;
}
export class RulePackEndRequest {
  /** The last day on which it holds. */
  @Matches(LOCAL_DATE) inForceUntil: string;
  @IsString() @Length(3, 500) reason: string;
}
export class RulePackResponse {
  /** Null: part of the product (an edition of USP <797>), not a row. */
  id: string | null;
  pack: string;
  version: string;
  kind: string;
  title: string;
  citation: string;
  inForceFrom: string;
  inForceUntil: string | null;
  /** In force today at the site. */
  inForce: boolean;
  /** Figures that a pharmacist must compare with the standard. */
  toConfirm: number;
  content: Record<string, unknown>;
}
