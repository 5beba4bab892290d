/** Stock that labels are printed on, in millimeters, and how its type is set. Inches are the trade's names for it. */
export interface LabelSize {
  readonly name: string;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly marginMm: number;
}

const size = (widthIn: number, heightIn: number, marginMm: number): LabelSize => ({
  name: `${widthIn} x ${heightIn} in`,
  widthMm: widthIn * 25.4,
  heightMm: heightIn * 25.4,
  marginMm,
});

/** Bags and cassettes 4 x 3 and 4 x 2, syringes 3 x 2, a long pump program 4 x 6, opened vials 2 x 1; letter for worksheets. */
export const LABEL_SIZES = {
  '4x3': size(4, 3, 2.6),
  '4x2': size(4, 2, 2),
  '3x2': size(3, 2, 1.7),
  '4x6': size(4, 6, 3.5),
  '2x1': size(2, 1, 1.5),
  letter: size(8.5, 11, 15),
} as const satisfies Record<string, LabelSize>;

export type ContainerLabelSize = '4x3' | '4x2' | '3x2' | '4x6';

/** LBL-16: nothing under 8 pt, the dose line never under 12 pt. */
export const MINIMUM_POINTS = 8;
export const MINIMUM_DOSE_POINTS = 12;
