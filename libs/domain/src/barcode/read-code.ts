import type { Finding } from '#domain/finding';
import { hasValidCheckDigit, ndcsFromGtin, readNdc, toGtin14 } from '#domain/ndc';
import { looksLikeShortNumber, parseShortNumber } from './check-character.js';
import { allReadings, GS, pairFaults, readBracketed, readElements, type Fault } from './elements.js';
import { agreedFields, fieldsOf, openQuestions } from './fields.js';
import type { CodeKind, ReadOptions, ScannedCode, ScannedElement, ScannedFields } from './scanned-code.js';
import { splitSymbology, type Carrier } from './symbologies.js';

const SOURCE = 'GS1 General Specifications; domain-rules 7.2';
/** Twice the longest code that a package of a drug carries, and more than any label of ours. */
const LONGEST = 512;
/** An element string longer than this has no room for a dropped separator to hide in what packages carry. */
const LONGEST_WITHOUT_SEPARATOR = 128;
const DEFAULT_SEPARATORS = ['^', '~029', '{GS}'];

/** Refusals and readings are made with the symbology at hand. */
interface Context {
  readonly symbology: string | null;
  readonly options: ReadOptions;
}

const shown = (text: string): string => text.replaceAll(GS, '<GS>').slice(0, 80);

function refuse(ctx: Context, code: string, message: string, data: string): ScannedCode {
  return {
    kind: 'refused',
    symbology: ctx.symbology,
    fields: { ndcCandidates: [] },
    elements: [],
    alternatives: [],
    findings: [{ code: `barcode.${code}`, severity: 'stop', message, facts: { read: shown(data) }, source: SOURCE }],
  };
}

const refuseFault = (ctx: Context, fault: Fault, data: string): ScannedCode =>
  refuse(ctx, fault.code, fault.message, data);

function accept(ctx: Context, kind: CodeKind, fields: ScannedFields, findings: readonly Finding[] = []): ScannedCode {
  const all = kind === 'internal' ? findings : [...findings, ...openQuestions(fields)];
  return { kind, symbology: ctx.symbology, fields, elements: [], alternatives: [], findings: all };
}

/**
 * Reads whatever a keyboard-wedge scanner, a camera or a person delivers. Total: it never throws on what was read, and what it
 * cannot read with certainty it refuses or says so; it never guesses (domain-rules 7.2, NDC-02).
 */
export function readCode(raw: string, options: ReadOptions): ScannedCode {
  const none: Context = { symbology: null, options };
  if (raw.length > LONGEST) return refuse(none, 'too-long', `Longer than ${LONGEST} characters`, raw);
  const separators = [...(options.separators ?? []), ...DEFAULT_SEPARATORS].filter((s) => s !== '');
  const data = separators.reduce((text, separator) => text.replaceAll(separator, GS), raw.trim());
  if (data === '') return refuse(none, 'empty', 'Nothing was read', data);
  const { symbology, body } = splitSymbology(data);
  if (symbology === null) return refuse(none, 'unknown', 'A kind of code that is not used here', data);
  if (symbology === undefined) return readWithoutPrefix(none, data);
  return readCarrier({ symbology: symbology.name, options }, symbology.carrier, body);
}

function readCarrier(ctx: Context, carrier: Carrier, body: string): ScannedCode {
  switch (carrier) {
    case 'gs1':
      return readGs1(ctx, body.startsWith(GS) ? body.slice(1) : body);
    case 'ean13': {
      const [linear = '', ...composite] = body.split('|]e0');
      if (composite.length === 1 && linear.length === 13 && hasValidCheckDigit(linear))
        return readGs1(ctx, `01${toGtin14(linear)}${composite[0]}`);
      return readGtin(ctx, body, [13]);
    }
    case 'ean8':
      return readGtin(ctx, body, [8]);
    case 'itf14':
      return readGtin(ctx, body, [14]);
    case 'plain':
      return readWithoutPrefix(ctx, body);
  }
}

function readGtin(ctx: Context, digits: string, lengths: readonly number[]): ScannedCode {
  if (!/^\d+$/.test(digits)) return refuse(ctx, 'invalid-character', 'This kind of code holds digits only', digits);
  if (!lengths.includes(digits.length))
    return refuse(ctx, 'length', `This kind of code has ${lengths.join(' or ')} digits`, digits);
  if (!hasValidCheckDigit(digits)) return refuse(ctx, 'check-digit', 'The check digit is wrong: scan again', digits);
  const gtin = toGtin14(digits);
  return accept(ctx, 'gtin', { gtin, ndcCandidates: ndcsFromGtin(gtin).candidates });
}

function readWithoutPrefix(ctx: Context, data: string): ScannedCode {
  if (data.startsWith(GS)) return readGs1(ctx, data.slice(1));
  if (looksLikeShortNumber(data)) {
    const internal = parseShortNumber(data);
    if (internal) return accept(ctx, 'internal', { internal, ndcCandidates: [] });
    return refuse(ctx, 'check-character', 'The check character is wrong: scan or key it again', data);
  }
  if (data.startsWith('(')) {
    if (ctx.options.entry !== 'keyed')
      return refuse(ctx, 'brackets', 'Brackets are printed for people and are never in a code: scan it again', data);
    const reading = readBracketed(data, ctx.options.today);
    return 'fault' in reading ? refuseFault(ctx, reading.fault, data) : fromElements(ctx, reading.elements);
  }
  if (/^\d{12,14}$/.test(data)) return readGtin(ctx, data, [12, 13, 14]);
  const ndc = readNdc(data);
  if (ndc.kind === 'ndc') return accept(ctx, 'ndc', { ndc: ndc.ndc, ndcCandidates: [ndc.ndc] });
  if (ndc.kind === 'candidates') return accept(ctx, 'ndc', { ndcCandidates: ndc.candidates });
  if (/^(0[01]|8006)\d/.test(data) || (data.includes(GS) && /^\d\d/.test(data))) return readGs1(ctx, data);
  if (/^\d\d.*01\d{14}/.test(data)) {
    const code = readGs1(ctx, data);
    if (code.fields.gtin !== undefined) return code;
  }
  return refuse(
    ctx,
    'unknown',
    'This code is not known: a product code, an NDC or one of our own numbers is needed',
    data,
  );
}

/**
 * An element string without its leading FNC1. Separators that were sent show that this scanner sends them. Without any, a string
 * that reads well may still hide fields of drug packages; one that does not read needs a separator somewhere, before any field.
 */
function readGs1(ctx: Context, data: string): ScannedCode {
  const { today, separatorsReliable } = ctx.options;
  const literal = readElements(data, today);
  const asItStands = (): ScannedCode =>
    'fault' in literal ? refuseFault(ctx, literal.fault, data) : fromElements(ctx, literal.elements);
  if (separatorsReliable || data.includes(GS) || data.length > LONGEST_WITHOUT_SEPARATOR) return asItStands();
  const { readings: all, complete } = allReadings(data, today, 'fault' in literal ? 'any' : 'on-packages');
  if (!complete) return refuse(ctx, 'ambiguous', 'Without its separators the code has too many readings', data);
  const readings = all.filter((r) => pairFaults(r).every((f) => f.code === 'missing-partner'));
  if (readings.length > 1) return ambiguous(ctx, readings, data);
  const [only] = readings;
  if (!only || !('fault' in literal)) return asItStands();
  return fromElements(ctx, only, [
    {
      code: 'barcode.separator-restored',
      severity: 'info',
      message: 'The scanner dropped a group separator; only one reading is possible. Set the scanner to send it',
      facts: { read: shown(data) },
      source: SOURCE,
    },
  ]);
}

function ambiguous(ctx: Context, readings: readonly (readonly ScannedElement[])[], data: string): ScannedCode {
  const alternatives = readings.map((r) => fieldsOf(r, ctx.options.today).fields);
  const fields = agreedFields(alternatives);
  const finding: Finding = {
    code: 'barcode.ambiguous',
    severity: 'hard',
    message: 'The scanner may have dropped a group separator: key lot, expiry and serial as printed',
    facts: { read: shown(data), readings: String(readings.length) },
    source: SOURCE,
  };
  return { ...accept(ctx, 'gs1', fields, [finding]), alternatives };
}

function fromElements(ctx: Context, elements: readonly ScannedElement[], before: readonly Finding[] = []): ScannedCode {
  const faults = pairFaults(elements);
  const wrong = faults.find((f) => f.code !== 'missing-partner');
  const text = elements.map((e) => `(${e.ai})${e.value}`).join('');
  if (wrong) return refuse(ctx, wrong.code, wrong.message, text);
  const { fields, findings } = fieldsOf(elements, ctx.options.today);
  const stop = findings.find((f) => f.severity === 'stop');
  if (stop) return { ...refuse(ctx, 'content', stop.message, text), findings: [stop] };
  const loose = faults.map(({ code, message }): Finding => ({
    code: `barcode.${code}`,
    severity: 'info',
    message,
    source: SOURCE,
  }));
  return { ...accept(ctx, 'gs1', fields, [...before, ...findings, ...loose]), elements };
}
