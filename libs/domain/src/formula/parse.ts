import type { Finding } from '#domain/finding';
import { ROUTES } from '#domain/order';
import { Decimal, isUnit, Quantity } from '#domain/quantity';
import {
  STORAGES,
  VOLUME_METHODS,
  type ConcentrationLimits,
  type FormulaAdditive,
  type FormulaContent,
  type FormulaDiluent,
  type FormulaProductChoice,
  type FormulaRateLimit,
} from './content.js';
import { JsonReader } from './json-reader.js';
import { parseDoseRate } from './dose-rate.js';

const FIELDS: readonly (keyof FormulaContent)[] = [
  'schema',
  'name',
  'dosageForm',
  'routes',
  'container',
  'additives',
  'base',
  'diluent',
  'emptyContainer',
  'reconstitution',
  'volumeMethod',
  'finalVolume',
  'method',
  'storage',
  'maximumBudHours',
  'stabilityReference',
  'qualityChecks',
  'appearance',
  'equipment',
  'precautions',
  'extraSteps',
  'rateLimit',
  'filter',
  'lightProtection',
  'overfillNote',
  'labelWarnings',
];

/** Reads a stored or entered formula. Every fault is a finding that stops, with the field it is about. */
export function parseFormulaContent(
  json: unknown,
):
  | { readonly content: FormulaContent; readonly findings?: undefined }
  | { readonly content?: undefined; readonly findings: readonly Finding[] } {
  const r = new JsonReader();
  const f = r.object(json, '', FIELDS);
  const content = read(r, f);
  if (r.findings.length === 0) consistency(r, content);
  return r.findings.length === 0 ? { content } : { findings: r.findings };
}

function read(r: JsonReader, f: Record<string, unknown>): FormulaContent {
  if (f['schema'] !== 1) r.wrong('schema', 'Must be 1');
  const container = r.object(f['container'], 'container', ['description', 'kind', 'material', 'capacity']);
  const texts = (name: string): string[] => r.list(f[name], name, [0, 30], (v, path) => r.text(v, path));
  return {
    schema: 1,
    name: r.text(f['name'], 'name', { max: 200 }),
    dosageForm: r.text(f['dosageForm'], 'dosageForm'),
    routes: r.list(f['routes'], 'routes', [1, ROUTES.length], (v, path) => r.oneOf(v, path, ROUTES) ?? 'IV'),
    container: {
      description: r.text(container['description'], 'container.description'),
      kind: r.text(container['kind'], 'container.kind'),
      material: r.text(container['material'], 'container.material'),
      capacity: container['capacity'] === null ? null : r.volume(container['capacity'], 'container.capacity'),
    },
    additives: r.list(f['additives'], 'additives', [1, 20], (v, path) => additive(r, v, path)),
    base: f['base'] === null ? null : base(r, f['base']),
    diluent: f['diluent'] === null ? null : diluent(r, f['diluent'], 'diluent'),
    emptyContainer: f['emptyContainer'] === null ? null : emptyContainer(r, f['emptyContainer']),
    reconstitution: r.list(f['reconstitution'], 'reconstitution', [0, 5], (v, path) => diluent(r, v, path)),
    volumeMethod: r.oneOf(f['volumeMethod'], 'volumeMethod', VOLUME_METHODS) ?? 'add',
    finalVolume: f['finalVolume'] === null ? null : r.volume(f['finalVolume'], 'finalVolume'),
    method: r.oneOf(f['method'], 'method', ['aseptic']) ?? 'aseptic',
    storage: r.oneOf(f['storage'], 'storage', STORAGES) ?? 'CRT',
    maximumBudHours: maximumHours(r, f['maximumBudHours']),
    stabilityReference: r.text(f['stabilityReference'], 'stabilityReference'),
    qualityChecks: r.list(f['qualityChecks'], 'qualityChecks', [1, 20], (v, path) => {
      const check = r.object(v, path, ['check', 'expected']);
      return {
        check: r.text(check['check'], `${path}.check`),
        expected: r.text(check['expected'], `${path}.expected`),
      };
    }),
    appearance: r.text(f['appearance'], 'appearance'),
    equipment: texts('equipment'),
    precautions: texts('precautions'),
    extraSteps: texts('extraSteps'),
    rateLimit: f['rateLimit'] === null ? null : rateLimit(r, f['rateLimit']),
    filter: r.textOrNull(f['filter'], 'filter'),
    lightProtection: r.flag(f['lightProtection'], 'lightProtection'),
    overfillNote: r.text(f['overfillNote'], 'overfillNote', { empty: true }),
    labelWarnings: texts('labelWarnings'),
  };
}

const products = (r: JsonReader, value: unknown, path: string): FormulaProductChoice[] =>
  r.list(value, path, [1, 20], (v, at) => {
    const choice = r.object(v, at, ['productId', 'fromContainers']);
    const productId = r.text(choice['productId'], `${at}.productId`);
    const from = choice['fromContainers'];
    return from === undefined
      ? { productId }
      : { productId, fromContainers: r.positiveInteger(from, `${at}.fromContainers`) };
  });

function additive(r: JsonReader, value: unknown, path: string): FormulaAdditive {
  const f = r.object(value, path, ['drugId', 'drugName', 'products', 'limits']);
  return {
    drugId: r.text(f['drugId'], `${path}.drugId`),
    drugName: r.text(f['drugName'], `${path}.drugName`),
    products: products(r, f['products'], `${path}.products`),
    limits: f['limits'] === null ? null : limits(r, f['limits'], `${path}.limits`),
  };
}

function limits(r: JsonReader, value: unknown, path: string): ConcentrationLimits {
  const f = r.object(value, path, ['min', 'max', 'unit', 'source']);
  const bound = (name: 'min' | 'max'): Partial<ConcentrationLimits> =>
    f[name] === undefined ? {} : { [name]: r.positiveDecimal(f[name], `${path}.${name}`) };
  const unit = r.text(f['unit'], `${path}.unit`);
  const [amount = '', volume] = unit.split('/');
  if (!isUnit(amount) || volume !== 'mL') r.wrong(`${path}.unit`, 'Must be drug per mL, for example mg/mL');
  const read = { ...bound('min'), ...bound('max'), unit, source: r.text(f['source'], `${path}.source`) };
  if (read.min === undefined && read.max === undefined) r.wrong(path, 'Needs a lowest or a highest concentration');
  else if (read.min !== undefined && read.max !== undefined && Decimal.of(read.min).gt(read.max))
    r.wrong(path, 'The lowest concentration is above the highest');
  return read;
}

function base(r: JsonReader, value: unknown): FormulaContent['base'] {
  const f = r.object(value, 'base', ['drugId', 'drugName', 'products']);
  return {
    drugId: r.text(f['drugId'], 'base.drugId'),
    drugName: r.text(f['drugName'], 'base.drugName'),
    products: r.list(f['products'], 'base.products', [1, 20], (v, path) => {
      const product = r.object(v, path, ['productId', 'volume']);
      return {
        productId: r.text(product['productId'], `${path}.productId`),
        volume: r.volume(product['volume'], `${path}.volume`),
      };
    }),
  };
}

function diluent(r: JsonReader, value: unknown, path: string): FormulaDiluent {
  const f = r.object(value, path, ['drugId', 'drugName', 'products']);
  return {
    drugId: r.text(f['drugId'], `${path}.drugId`),
    drugName: r.text(f['drugName'], `${path}.drugName`),
    products: products(r, f['products'], `${path}.products`),
  };
}

function emptyContainer(r: JsonReader, value: unknown): FormulaContent['emptyContainer'] {
  const f = r.object(value, 'emptyContainer', ['drugId', 'products']);
  return {
    drugId: r.text(f['drugId'], 'emptyContainer.drugId'),
    products: products(r, f['products'], 'emptyContainer.products'),
  };
}

function maximumHours(r: JsonReader, value: unknown): FormulaContent['maximumBudHours'] {
  const f = r.object(value, 'maximumBudHours', STORAGES);
  return Object.fromEntries(
    STORAGES.filter((s) => f[s] !== undefined).map((s) => [s, r.positiveInteger(f[s], `maximumBudHours.${s}`)]),
  );
}

function rateLimit(r: JsonReader, value: unknown): FormulaRateLimit {
  const f = r.object(value, 'rateLimit', ['maximum', 'minimumMinutes', 'source']);
  const source = r.text(f['source'], 'rateLimit.source');
  const minutes = f['minimumMinutes'];
  if (f['maximum'] === undefined && minutes === undefined)
    r.wrong('rateLimit', 'Needs a highest rate or a shortest time');
  const m = f['maximum'] === undefined ? null : r.object(f['maximum'], 'rateLimit.maximum', ['value', 'unit']);
  const maximum = m && {
    value: r.positiveDecimal(m['value'], 'rateLimit.maximum.value'),
    unit: r.text(m['unit'], 'rateLimit.maximum.unit'),
  };
  if (maximum && !parseDoseRate(maximum.value, maximum.unit))
    r.wrong('rateLimit.maximum.unit', 'Must be drug per time, for example mg/min or mg/kg/h');
  return {
    ...(maximum && { maximum }),
    ...(minutes !== undefined && { minimumMinutes: r.positiveInteger(minutes, 'rateLimit.minimumMinutes') }),
    source,
  };
}

/** What each method of dealing with the volume needs, and what fits together. */
function consistency(r: JsonReader, c: FormulaContent): void {
  const drugs = c.additives.map((a) => a.drugId);
  drugs.forEach((id, i) => {
    if (drugs.indexOf(id) !== i) r.wrong(`additives[${i}].drugId`, 'The same drug twice');
  });
  const fill = c.volumeMethod === 'fill';
  const needs = (name: 'base' | 'finalVolume', needed: boolean): void => {
    if (needed && c[name] === null) r.wrong(name, `The method "${c.volumeMethod}" needs it`);
    if (!needed && c[name] !== null) r.wrong(name, `The method "${c.volumeMethod}" has none: must be null`);
  };
  needs('base', !fill);
  needs('finalVolume', fill);
  // With `fill` both may be null: the drug alone fills it, or the container is a supply without a lot.
  for (const name of ['diluent', 'emptyContainer'] as const)
    if (!fill && c[name] !== null) r.wrong(name, `The method "${c.volumeMethod}" has none: must be null`);
  if (c.finalVolume && c.container.capacity && Quantity.parse(c.finalVolume).gt(Quantity.parse(c.container.capacity)))
    r.wrong('finalVolume', 'More than the container holds', 'formula.capacity-exceeded');
}
