import type { FormulaContent, ProductFacts, ScaledAdditive, ScaledFormula } from '#domain/formula';
import { Quantity, roundToStored } from '#domain/quantity';
import { DiluentSource } from './diluent-source.js';
import { PackageSequence, stockOf, type Draw } from './draws.js';
import type { LineRole, PlannedLine, PlannedStep, WorksheetPlan } from './planned.js';
import { containerWord, SAY } from './wording.js';

type PlanOptions = Partial<Pick<FormulaContent, 'qualityChecks' | 'extraSteps' | 'container'>>;

/**
 * The lines and ordered steps of a worksheet. All packages are opened and reconstituted first; then, for each preparation, its bag
 * or empty container, the base solution to take out, the draws, the diluent to fill up with; then the inspection with its count
 * and the photo. Quantities are as the database keeps them, six decimals.
 */
export function planWorksheet(scaled: ScaledFormula, options: PlanOptions = {}): WorksheetPlan {
  const plan = new PlanDraft();
  const sources = diluentSources(scaled);
  const additives = scaled.additives.map((additive) => ({ additive, line: plan.line('additive', additive.product) }));
  if (scaled.base) plan.line('base', scaled.base.product);
  for (const source of sources.values()) plan.line('diluent', source.product);
  if (scaled.fill?.container) plan.line('container', scaled.fill.container);

  for (const { additive, line } of additives) openPackages(plan, additive, line, sources);
  const fills = openFill(plan, scaled, sources);

  const word = containerWord(options.container?.kind ?? scaled.base?.product.containerKind ?? 'container');
  const sequences = additives.map(({ additive, line }) => ({
    additive,
    line,
    packages: new PackageSequence(additive),
  }));
  for (let csp = 1; csp <= scaled.containers; csp++) {
    baseSteps(plan, scaled, csp, word);
    containerSteps(plan, scaled, csp, word);
    for (const { additive, line, packages } of sequences)
      for (const draw of packages.next()) drawStep(plan, additive, draw, { csp, line, word });
    for (const pour of fills[csp - 1] ?? []) fillStep(plan, scaled, pour, csp, word);
  }
  const count = Quantity.of(scaled.containers, '1');
  const look = SAY.inspect(word, scaled.containers, options.qualityChecks ?? [], options.extraSteps ?? []);
  plan.step({ kind: 'inspect', instruction: look, quantity: count });
  plan.step({ kind: 'photo', instruction: SAY.photo(word, scaled.containers) });
  return plan.finish();
}

/** One source for each diluent product, whether it reconstitutes, fills up or both. */
function diluentSources(scaled: ScaledFormula): Map<string, DiluentSource> {
  const products = scaled.additives.flatMap((a) => (a.reconstitution ? [a.reconstitution.diluent] : []));
  if (scaled.fill?.diluent) products.push(scaled.fill.diluent);
  return new Map(products.map((product) => [product.id, new DiluentSource(product)]));
}

function openPackages(plan: PlanDraft, a: ScaledAdditive, line: number, sources: Map<string, DiluentSource>): void {
  for (let index = 1; index <= a.packages; index++) {
    const opened = { kind: 'open', line, packageIndex: index, quantity: a.product.content } as const;
    const open = (): void => plan.step({ ...opened, instruction: SAY.open(a.product, index, a.packages) });
    const source = a.reconstitution && sources.get(a.reconstitution.diluent.id);
    if (!a.reconstitution || !source) {
      open();
      continue;
    }
    const pours = source.pour(a.reconstitution.volume);
    const from = plan.lineOf('diluent', source.product);
    for (const pour of pours) if (pour.opens) openDiluent(plan, source.product, from, pour.packageIndex);
    open();
    for (const { packageIndex, volume } of pours) {
      const instruction = SAY.reconstitute(a, index, volume, source.product);
      const quantity = volume.in(source.product.content.unit);
      plan.step({
        kind: 'reconstitute',
        line: from,
        packageIndex,
        into: { line, packageIndex: index },
        instruction,
        volume,
        quantity,
      });
      plan.use(from, quantity, packageIndex);
    }
  }
}

const openDiluent = (plan: PlanDraft, product: ProductFacts, line: number, packageIndex: number): void =>
  plan.step({
    kind: 'open',
    line,
    packageIndex,
    quantity: product.content,
    instruction: SAY.open(product, packageIndex, null),
  });

interface FillPour {
  readonly line: number;
  readonly product: ProductFacts;
  readonly packageIndex: number;
  readonly volume: Quantity;
}

/** Opens what the containers are filled up with, and deals it out to them. */
function openFill(plan: PlanDraft, scaled: ScaledFormula, sources: Map<string, DiluentSource>): FillPour[][] {
  const { fill } = scaled;
  const source = fill?.diluent && sources.get(fill.diluent.id);
  if (!fill?.diluentVolume || !source) return [];
  const { diluentVolume } = fill;
  const line = plan.lineOf('diluent', source.product);
  return Array.from({ length: scaled.containers }, () =>
    source.pour(diluentVolume).map((pour) => {
      if (pour.opens) openDiluent(plan, source.product, line, pour.packageIndex);
      return { line, product: source.product, packageIndex: pour.packageIndex, volume: pour.volume };
    }),
  );
}

function baseSteps(plan: PlanDraft, scaled: ScaledFormula, csp: number, word: string): void {
  if (!scaled.base) return;
  const { product, remove } = scaled.base;
  const line = plan.lineOf('base', product);
  const instruction = SAY.base(product, word, csp, scaled.containers);
  plan.step({ kind: 'base', csp, line, packageIndex: csp, instruction, quantity: product.content });
  plan.use(line, product.content, csp);
  if (!remove) return;
  const out = SAY.remove(remove, product, word, csp);
  plan.step({ kind: 'remove-diluent', csp, line, packageIndex: csp, instruction: out, volume: remove });
}

function containerSteps(plan: PlanDraft, scaled: ScaledFormula, csp: number, word: string): void {
  if (!scaled.fill?.container) return;
  const { container } = scaled.fill;
  const line = plan.lineOf('container', container);
  const instruction = SAY.container(container, word, csp, scaled.containers);
  plan.step({ kind: 'container', csp, line, packageIndex: csp, instruction, quantity: container.content });
  plan.use(line, container.content, csp);
}

function drawStep(
  plan: PlanDraft,
  additive: ScaledAdditive,
  { packageIndex, volume }: Draw,
  { csp, line, word }: { csp: number; line: number; word: string },
): void {
  const quantity = stockOf(additive, volume);
  const instruction = SAY.draw(additive, { packageIndex, volume }, word, csp);
  plan.step({ kind: 'draw', csp, line, packageIndex, instruction, volume, quantity });
  plan.use(line, quantity, packageIndex);
}

function fillStep(plan: PlanDraft, scaled: ScaledFormula, pour: FillPour, csp: number, word: string): void {
  const { line, product, packageIndex, volume } = pour;
  const instruction = SAY.fill(volume, product, word, csp, scaled.finalVolume);
  const quantity = volume.in(product.content.unit);
  plan.step({ kind: 'fill-diluent', csp, line, packageIndex, instruction, volume, quantity });
  plan.use(line, quantity, packageIndex);
}

interface StepDraft {
  readonly kind: PlannedStep['kind'];
  readonly instruction: string;
  readonly csp?: number;
  readonly line?: number;
  readonly packageIndex?: number;
  readonly into?: PlannedStep['into'];
  readonly volume?: Quantity;
  readonly quantity?: Quantity;
}

/** Collects lines and steps, numbers them, and counts what each line uses. */
class PlanDraft {
  private readonly lines: { role: LineRole; product: ProductFacts; quantity: Quantity; packages: number }[] = [];
  private readonly steps: PlannedStep[] = [];

  line(role: LineRole, product: ProductFacts): number {
    this.lines.push({ role, product, quantity: Quantity.zero(product.content.unit), packages: 0 });
    return this.lines.length;
  }

  lineOf(role: LineRole, product: ProductFacts): number {
    return this.lines.findIndex((line) => line.role === role && line.product.id === product.id) + 1;
  }

  use(line: number, quantity: Quantity, packageIndex: number): void {
    const row = this.lines[line - 1];
    if (!row) throw new RangeError(`No line ${line}`);
    row.quantity = row.quantity.plus(quantity);
    row.packages = Math.max(row.packages, packageIndex);
  }

  step(draft: StepDraft): void {
    this.steps.push({
      position: this.steps.length + 1,
      kind: draft.kind,
      cspPosition: draft.csp ?? null,
      line: draft.line ?? null,
      packageIndex: draft.packageIndex ?? null,
      into: draft.into ?? null,
      instruction: draft.instruction,
      plannedVolume: draft.volume ? roundToStored(draft.volume.in('mL')).rounded : null,
      plannedQuantity: draft.quantity ? roundToStored(draft.quantity).rounded : null,
    });
  }

  finish(): WorksheetPlan {
    const lines = this.lines.map(({ role, product, quantity, packages }, i): PlannedLine => ({
      position: i + 1,
      role,
      drugId: product.drugId,
      productId: product.id,
      quantity: roundToStored(quantity).rounded,
      packages,
    }));
    return { lines, steps: this.steps };
  }
}
