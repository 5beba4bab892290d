import type { Finding } from '#domain/finding';
import type { DoseRate, Quantity, Rate } from '#domain/quantity';
import type { Instant, LocalDate, ZoneId } from '#domain/time';
import type { LabelDocument } from '../document/label-document.js';
import type { ContainerLabelSize } from '../document/label-size.js';

export interface PharmacyFacts {
  readonly name: string;
  readonly address: string;
  /** Reaches a pharmacist day and night (6.5). */
  readonly phone24h: string;
}

/** A second identifier and what it is: `{ label: 'MRN', value: '00481516' }` or `{ label: 'DOB', value: '1961-04-09' }`. */
export interface IdentifierFacts {
  readonly label: string;
  readonly value: string;
}

export interface PatientFacts {
  readonly name: string;
  readonly identifiers: readonly [IdentifierFacts, ...IdentifierFacts[]];
  readonly location?: string;
  /** Printed as given, one list; empty prints nothing. "No known allergies" is a statement that the record must make. */
  readonly allergies: readonly string[];
}

export interface DrugFacts {
  /** Generic name; tall man letters are put in by `#domain/display`. */
  readonly name: string;
  /** What the container delivers. */
  readonly dose: Quantity;
  /** How the dose came about, for example `2,400 mg/m2 x 1.8 m2` (chemotherapy, 6.6). */
  readonly basis?: string;
  /** Content where the container holds more than the dose (overfill, residual volume of a cassette): printed as the strength. */
  readonly content?: Quantity;
}

export type InfusionFacts = {
  readonly rate?: Rate;
  readonly doseRate?: DoseRate;
  /** The weight or surface that the dose rate was worked out with. */
  readonly body?: Quantity;
  readonly over?: Quantity;
  /** Free text of the order: `every 12 hours`, `once`. */
  readonly frequency?: string;
  /** Running on and on: the label says "Begin administration by" (BUD-36). */
  readonly continuous: boolean;
};

/** What is typed into the pump, in the pump's order and words (pumps 4.4). */
export interface PumpProgramFacts {
  /** Pump model and software, library version, checked when and by whom. */
  readonly heading: string;
  readonly lines: readonly { readonly label: string; readonly value: string }[];
  readonly footer?: string;
}

export interface ContainerLabelFacts {
  readonly size: ContainerLabelSize;
  readonly zone: ZoneId;
  readonly pharmacy: PharmacyFacts;
  readonly patient: PatientFacts;
  /** `Rx 7012345` or `Order ORD-000012-X`: as people say it. */
  readonly orderNumber: string;
  readonly prescriber?: string;
  /** Short number with its check character: the one code on the label, and nothing that names the patient (LBL-15). */
  readonly cspNumber: string;
  /** `1 of 14`. */
  readonly containerOf?: { readonly index: number; readonly count: number };
  readonly drugs: readonly [DrugFacts, ...DrugFacts[]];
  /** Final volume of what is in the container, additives and overfill as the formula says. */
  readonly totalVolume: Quantity;
  readonly diluent?: { readonly name: string; readonly volume: Quantity };
  readonly additives: readonly { readonly name: string; readonly amount: Quantity }[];
  /** Spelled out: `intravenous`, `subcutaneous`, `intrathecal`. */
  readonly route: string;
  readonly infusion: InfusionFacts;
  readonly directions?: string;
  /** Prints the hazardous drug block. */
  readonly hazardous: boolean;
  readonly vesicant: boolean;
  /** Says CHEMOTHERAPY in the hazardous drug block (6.5, HD-24). */
  readonly antineoplastic?: boolean;
  /** Auxiliary texts in order of weight: `Protect from light`, `Central line only`, `Remove from refrigerator 2 hours before use`. */
  readonly warnings: readonly string[];
  /** `Refrigerate 2 to 8 °C (36 to 46 °F)`. */
  readonly storage: string;
  readonly beyondUse: Instant;
  /** Where stability in use or a hang time asks for it (BUD-37). */
  readonly infuseCompleteBy?: Instant;
  readonly preparedAt: Instant;
  /** Initials. */
  readonly preparedBy: string;
  readonly verifiedBy?: string;
  readonly container: 'single-dose' | 'multiple-dose';
  readonly pumpProgram?: PumpProgramFacts;
}

/** A container that was made ahead, without a patient, as stock for later preparations. */
export interface StockLabelFacts {
  readonly zone: ZoneId;
  readonly pharmacy: PharmacyFacts;
  /** Short number with its check character: the one code on the label; it names the container, and by it the lot. */
  readonly cspNumber: string;
  readonly containerOf: { readonly index: number; readonly count: number };
  readonly drug: string;
  /** Drug in the container, and the volume that it is in. */
  readonly amount: Quantity;
  readonly volume: Quantity;
  readonly product: string;
  /** `PRD-000012-K`. */
  readonly productCode: string;
  /** The worksheet's number. */
  readonly lot: string;
  readonly hazardous: boolean;
  readonly warnings: readonly string[];
  readonly storage: string;
  readonly beyondUse: Instant;
  readonly preparedAt: Instant;
  /** Initials. */
  readonly preparedBy: string;
  readonly verifiedBy?: string;
}

/** An opened container of stock, numbered and dated at the hood. */
export interface VialTagFacts {
  readonly zone: ZoneId;
  /** `VIAL-000045-R`. */
  readonly vialNumber: string;
  readonly product: string;
  readonly lot: string;
  readonly expiry: LocalDate;
  readonly openedAt: Instant;
  readonly discardBy: Instant;
  readonly openedBy: string;
  /** `2 to 8 °C`; the concentration after reconstitution goes into `note`. */
  readonly storage?: string;
  readonly note?: string;
}

export interface WorksheetFacts {
  readonly zone: ZoneId;
  readonly pharmacyName: string;
  /** `WS-000007-Q`. */
  readonly worksheetNumber: string;
  readonly printedAt: Instant;
  /** What is made, as one line: `vancomycin 1,250 mg in sodium chloride 0.9 % 250 mL`. */
  readonly preparation: string;
  /** Two columns of label and value: order, patient, formula and version, category, room, hood, beyond-use date, storage. */
  readonly summary: readonly { readonly label: string; readonly value: string }[];
  readonly warnings: readonly string[];
  readonly ingredients: readonly {
    readonly product: string;
    readonly ndc?: string;
    readonly lot?: string;
    readonly expiry?: LocalDate;
    readonly amount?: Quantity;
    readonly volume?: Quantity;
    /** `2 x 1 g vial`. */
    readonly take?: string;
    /** `scanned AB 09:14`, empty before it is done. */
    readonly proof?: string;
  }[];
  readonly steps: readonly { readonly text: string; readonly done?: string }[];
  readonly containers: readonly { readonly cspNumber: string; readonly status?: string }[];
  readonly derivation: readonly string[];
  readonly signatures: readonly { readonly meaning: string; readonly signedBy?: string; readonly signedAt?: Instant }[];
  readonly findings: readonly string[];
}

/** What must be found again on the printed page: the one code, and the texts that nobody may get wrong. */
export interface ExpectedContent {
  readonly pages: number;
  readonly symbology: 'datamatrix';
  /** Null: it bears none. */
  readonly code: string | null;
  readonly texts: readonly { readonly field: string; readonly text: string }[];
}

/** A label made from facts. With a finding that blocks (stop or hard) there is no document. */
export interface MadeLabel {
  readonly document: LabelDocument | null;
  readonly expected: ExpectedContent;
  readonly findings: readonly Finding[];
}
