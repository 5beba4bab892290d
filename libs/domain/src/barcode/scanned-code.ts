import type { Finding } from '#domain/finding';
import type { Ndc } from '#domain/ndc';
import type { LocalDate } from '#domain/time';
import type { ShortNumber } from './check-character.js';

/**
 * What was read. `gs1`: an element string (DataMatrix, GS1-128, DataBar, QR). `gtin`: a linear UPC-A, EAN-8, EAN-13 or ITF-14.
 * `ndc`: a bare national drug code. `internal`: one of our own numbers. `refused`: nothing may be taken from it.
 */
export type CodeKind = 'gs1' | 'gtin' | 'ndc' | 'internal' | 'refused';

/** What the code itself says. A field that is absent was not in the code: it never erases a value known from elsewhere. */
export interface ScannedFields {
  /** 14 digits, check digit verified. */
  readonly gtin?: string;
  /** Set only where the code leaves no doubt (AI 715 or hyphens, or 11 digits). */
  readonly ndc?: Ndc;
  /** Every reading that the ten digits allow; to be resolved through a directory (NDC-02). One entry where `ndc` is set. */
  readonly ndcCandidates: readonly Ndc[];
  readonly lot?: string;
  /** The manufacturer's expiry, last day of the month where the code gives day 00. */
  readonly expiry?: LocalDate;
  readonly serial?: string;
  readonly productionDate?: LocalDate;
  readonly bestBefore?: LocalDate;
  /** Items in the package, AI 30 or 37. */
  readonly count?: number;
  /** Logistic unit, 18 digits. */
  readonly sscc?: string;
  readonly internal?: ShortNumber;
}

/** One application identifier with its value, in the order read. */
export interface ScannedElement {
  readonly ai: string;
  readonly value: string;
  /** GS1's data title, for example `USE BY or EXPIRY`. */
  readonly title: string;
}

export interface ScannedCode {
  readonly kind: CodeKind;
  /** From the AIM prefix, for example `GS1 DataMatrix`; null when the scanner sent none. */
  readonly symbology: string | null;
  readonly fields: ScannedFields;
  readonly elements: readonly ScannedElement[];
  /** Where a dropped separator leaves more than one reading: all of them; `fields` then holds what they agree on. */
  readonly alternatives: readonly ScannedFields[];
  readonly findings: readonly Finding[];
}

export interface ReadOptions {
  /** Today at the site: decides the century of a two-digit year. */
  readonly today: LocalDate;
  /** `keyed` text may use brackets, `(01)0030...`; a scanner never sends them. Default `scanned`. */
  readonly entry?: 'scanned' | 'keyed';
  /** What this scanner sends for the group separator, beside character 29. Default `^`, `~029`, `{GS}`. */
  readonly separators?: readonly string[];
  /** True when this scanner was shown to send its separators: then a lot may hold what looks like the next field. */
  readonly separatorsReliable?: boolean;
}
