import type { Calculation } from '#domain/dose';
import { numberText, quantityText, requirePositive, Trace } from '#domain/dose';
import type { Finding } from '#domain/finding';
import { Concentration, Decimal, Quantity, requireDimension, roundToDrawnVolume, UNITS } from '#domain/quantity';

/** A vial after the diluent went in. */
export interface Reconstituted {
  readonly concentration: Concentration;
  /** All that can be withdrawn: drug in the vial ÷ concentration. */
  readonly finalVolume: Quantity;
  /** Absent where neither it nor the powder displacement was given. */
  readonly diluentVolume?: Quantity;
  /** Volume that the powder takes up. */
  readonly displacement?: Quantity;
}

export interface ReconstitutionInput {
  /** Drug in the vial. */
  readonly content: Quantity;
  readonly diluentVolume?: Quantity;
  readonly powderDisplacement?: Quantity;
  /** What the label says results from its instructions; where given, it governs. */
  readonly labeledConcentration?: Concentration;
  readonly finalVolume?: Quantity;
}

const LABEL = 'product label; domain-rules 2.1';
/** Label and volumes may differ by less than this: labels round, and vials hold overfill. */
const LABEL_TOLERANCE_PERCENT = 5;

const perMl = (c: Concentration): string =>
  `${numberText(c.per(c.amount.unit, 'mL'))} ${UNITS[c.amount.unit].display}/mL`;

/**
 * Concentration and volume of a reconstituted vial. What governs, in this order: the labeled concentration, the final volume,
 * diluent plus powder displacement. Diluent alone is not enough: without the displacement the volume is not known, and the
 * answer is null with a stop finding that says what is missing.
 * @throws RangeError for amounts that are not positive, TypeError for wrong dimensions.
 */
export function reconstitute(input: ReconstitutionInput): Calculation<Reconstituted | null> {
  const { content, diluentVolume, powderDisplacement } = input;
  requirePositive(content, 'Drug in the vial');
  for (const volume of [diluentVolume, input.finalVolume]) {
    if (volume) requirePositive(requireDimension(volume, 'volume'), 'Volume');
  }
  if (powderDisplacement && requireDimension(powderDisplacement, 'volume').isNegative())
    throw new RangeError('Powder displacement is not negative');
  const trace = new Trace();
  const finalVolume = volumeOf(input, trace);
  if (!finalVolume) return { result: null, derivation: trace.steps, findings: [missing()] };
  const concentration = input.labeledConcentration ?? strength(content, finalVolume, trace);
  const displacement = powderDisplacement ?? (diluentVolume && displacementOf(finalVolume, diluentVolume, trace));
  const diluent = diluentVolume ?? (powderDisplacement && diluentOf(finalVolume, powderDisplacement, trace));
  const findings = [...disagreements(input, finalVolume), ...open(diluent, displacement)];
  return {
    result: {
      concentration,
      finalVolume,
      ...(diluent && { diluentVolume: diluent }),
      ...(displacement && { displacement }),
    },
    derivation: trace.steps,
    findings,
  };
}

function volumeOf(input: ReconstitutionInput, trace: Trace): Quantity | undefined {
  const { content, labeledConcentration, finalVolume, diluentVolume, powderDisplacement } = input;
  if (labeledConcentration)
    return trace.quantity(
      'Volume in the vial',
      'drug in the vial ÷ labeled concentration',
      `${quantityText(content)} ÷ ${perMl(labeledConcentration)}`,
      labeledConcentration.volumeFor(content).in('mL'),
      LABEL,
    );
  if (finalVolume)
    return trace.quantity('Volume in the vial', 'as labeled', quantityText(finalVolume), finalVolume.in('mL'), LABEL);
  if (!diluentVolume || !powderDisplacement) return undefined;
  return trace.quantity(
    'Volume in the vial',
    'diluent + powder displacement',
    `${quantityText(diluentVolume)} + ${quantityText(powderDisplacement)}`,
    diluentVolume.in('mL').plus(powderDisplacement),
  );
}

function strength(content: Quantity, volume: Quantity, trace: Trace): Concentration {
  const concentration = Concentration.of(content, volume);
  trace.figure(
    'Concentration',
    'drug in the vial ÷ volume in the vial',
    `${quantityText(content)} ÷ ${quantityText(volume)}`,
    concentration.per(content.unit, 'mL'),
    `${UNITS[content.unit].display}/mL`,
  );
  return concentration;
}

const displacementOf = (finalVolume: Quantity, diluent: Quantity, trace: Trace): Quantity =>
  trace.quantity(
    'Powder displacement',
    'volume in the vial − diluent',
    `${quantityText(finalVolume)} − ${quantityText(diluent)}`,
    finalVolume.minus(diluent),
  );

const diluentOf = (finalVolume: Quantity, displacement: Quantity, trace: Trace): Quantity =>
  trace.quantity(
    'Diluent',
    'volume in the vial − powder displacement',
    `${quantityText(finalVolume)} − ${quantityText(displacement)}`,
    finalVolume.minus(displacement),
  );

const missing = (): Finding => ({
  code: 'reconstitution.volume-unknown',
  severity: 'stop',
  message: 'Give the powder displacement with the diluent, or the final volume, or the labeled concentration',
  source: LABEL,
  field: 'powderDisplacement',
});

function open(diluent: Quantity | undefined, displacement: Quantity | undefined): Finding[] {
  if (!diluent)
    return [
      {
        code: 'reconstitution.diluent-unknown',
        severity: 'soft',
        message: 'The volume of diluent is not known without the powder displacement',
        source: LABEL,
        field: 'powderDisplacement',
      },
    ];
  if (displacement?.isNegative() || !diluent.isPositive())
    return [
      {
        code: 'reconstitution.impossible-volume',
        severity: 'hard',
        message: 'The vial would hold less than the diluent put into it: check the figures',
        source: LABEL,
        field: 'diluentVolume',
      },
    ];
  return [];
}

/** Where more is given than needed, the ways to the volume have to agree. */
function disagreements(input: ReconstitutionInput, governing: Quantity): Finding[] {
  const { labeledConcentration, finalVolume, diluentVolume, powderDisplacement } = input;
  const others: (readonly [string, Quantity])[] = [];
  if (labeledConcentration && finalVolume) others.push(['the final volume', finalVolume]);
  if ((labeledConcentration ?? finalVolume) && diluentVolume && powderDisplacement)
    others.push(['diluent and powder displacement', diluentVolume.plus(powderDisplacement)]);
  return others.flatMap(([name, volume]): Finding[] => {
    const percent = volume.ratioTo(governing).minus(1).times(100).abs();
    if (percent.isZero()) return [];
    const far = percent.gt(LABEL_TOLERANCE_PERCENT);
    return [
      {
        code: 'reconstitution.figures-disagree',
        severity: far ? 'hard' : 'info',
        message: `By ${name} the vial holds ${quantityText(volume.in('mL'))}, ${numberText(percent.rounded(1, 'half-up'))} % off the ${quantityText(governing)} used`,
        source: LABEL,
      },
    ];
  });
}

/** Volume that holds a dose: exact, and as a syringe shows it (0.01 mL below 1 mL, 0.1 mL from there on). */
export function volumeToDraw(input: {
  readonly dose: Quantity;
  readonly concentration: Concentration;
}): Calculation<{ readonly volume: Quantity; readonly drawn: Quantity }> {
  const { dose, concentration } = input;
  requirePositive(dose, 'Dose');
  const trace = new Trace();
  const volume = trace.quantity(
    'Volume to draw',
    'dose ÷ concentration',
    `${quantityText(dose)} ÷ ${perMl(concentration)}`,
    concentration.volumeFor(dose).in('mL'),
  );
  const drawn = drawnVolume(volume, trace);
  const findings: Finding[] = drawn.isPositive()
    ? []
    : [
        {
          code: 'reconstitution.volume-too-small',
          severity: 'stop',
          message: 'Too small to be measured: dilute first',
        },
      ];
  return { result: { volume, drawn }, derivation: trace.steps, findings };
}

/** Rounds to what a syringe shows and notes it; exact volumes are left alone. */
export function drawnVolume(volume: Quantity, trace: Trace): Quantity {
  const { rounded, change } = roundToDrawnVolume(volume);
  if (change.isZero()) return rounded;
  const step = Quantity.of(volume.in('mL').value.lt(Decimal.ONE) ? '0.01' : '0.1', 'mL');
  return trace.roundQuantity('Volume to draw, as a syringe shows it', volume, step, 'half-up');
}
