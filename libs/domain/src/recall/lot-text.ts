import type { LocalDate } from '#domain/time';
import { PRINTED_DATE, readPrintedDate } from './dates.js';
import type { LotClaim } from './notice.js';

const ALL_LOTS =
  /\ball\s+(?:(?:unexpired|remaining|distributed|affected|codes?|product)\s+)*(?:lots?|lot\s+(?:numbers?|codes?)|batches|codes?)\b/i;
const EXCEPTION = /\b(?:except|excluding|other than|not including|unless)\b/i;
/** Words that stand around lots and say nothing about which. */
const NOISE =
  /\b(?:lots?|batch(?:es)?|numbers?|nos?\.?|codes?|control|serial|exp(?:iry|iration|ires?|\.)?|dates?|use by|beyond[- ]use|BUD|and|or|the|following|recalled|affected|within|of|on|with|to|through|thru|expiring|are|is|as|follows?|NDC|UPC|product|a|b|c|d|e|f|g|h)\b\.?/gi;
const NDC_TEXT =
  /\b(?:NDC|UPC|GTIN)\b[\s#:.]*(?:\d[\d-]{6,16}\d(?:\s*(?:,|and|&)\s*(?:NDC\s*)?\d{4,6}-\d{3,4}(?:-\d{1,2})?)*)/gi;
const BARE_NDC = /\b\d{4,6}-\d{3,4}-\d{1,2}\b/g;
const EXPIRY_LABEL = /\b(?:exp(?:iry|iration|ires?|iring)?|use\s+by|beyond[- ]use|BUD)\b[\s.:]*(?:dates?)?[\s.:#]*/gi;
const LOT = String.raw`[A-Z0-9][A-Z0-9@./-]{1,18}[A-Z0-9]`;
const RANGE = new RegExp(String.raw`(${LOT})\s*(?:\bthrough\b|\bthru\b|\bto\b|–|—|\s-\s)\s*(${LOT})`, 'gi');
const SINGLE = new RegExp(String.raw`(?<![A-Z0-9@./-])(${LOT})(?:\s([A-Z]{2}))?(?![A-Z0-9@/-])`, 'gi');

/**
 * What the free text of an enforcement report (openFDA `code_info`) says about lots: single lots with the expiry that stands
 * after them, ranges, "all lots". What it cannot make sense of comes back as `unread`, so that a person reads it.
 */
export function readLotText(text: string): LotClaim[] {
  const plain = text.replace(NDC_TEXT, ' ; ').replace(BARE_NDC, ' ; ').replace(/\s+/g, ' ').trim();
  if (plain === '') return text.trim() === '' ? [] : [{ kind: 'unread', text: text.trim() }];
  if (EXCEPTION.test(plain)) return [{ kind: 'unread', text: text.trim() }];
  const claims: LotClaim[] = [];
  if (ALL_LOTS.test(plain)) claims.push({ kind: 'all' });
  const rest = plain.replace(ALL_LOTS, ' ');
  let unread = '';
  for (const { body, expiry } of segments(rest)) {
    const found = claimsIn(body, expiry);
    claims.push(...found.claims);
    unread += ` ${found.rest}`;
  }
  const left = unread
    .replace(NOISE, ' ')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim();
  const says = /\d/.test(left) || (claims.length === 0 && left !== '');
  if (says || claims.length === 0) claims.push({ kind: 'unread', text: text.trim() });
  return claims;
}

interface Segment {
  readonly body: string;
  readonly expiry: LocalDate | null;
}

/** Cuts the text at its dates: a date is the expiry of the lots before it, back to the date before. */
function segments(text: string): Segment[] {
  const found: Segment[] = [];
  let rest = text;
  for (;;) {
    const hit = dateIn(rest);
    if (!hit) break;
    found.push({ body: rest.slice(0, hit.at).replace(EXPIRY_LABEL, ' '), expiry: hit.date });
    rest = rest.slice(hit.end);
  }
  const [only] = found;
  // "Exp. 05/2023: lots A1, A2": the date stands first, and is that of what follows it.
  if (found.length === 1 && only && !/[A-Z0-9]{2}/i.test(only.body.replace(NOISE, ' ')))
    return [{ body: rest.replace(EXPIRY_LABEL, ' '), expiry: only.expiry }];
  return [...found, { body: rest.replace(EXPIRY_LABEL, ' '), expiry: null }];
}

/** The next thing that is a date by its label, or by a form that no lot has. */
function dateIn(text: string): { at: number; end: number; date: LocalDate } | null {
  const pattern = new RegExp(PRINTED_DATE.source, 'gi');
  for (const match of text.matchAll(pattern)) {
    const before = text.slice(0, match.index);
    const labeled = /(?:exp(?:iry|iration|ires?|iring)?|use\s+by|beyond[- ]use|BUD)[\s.:]*(?:dates?)?[\s.:#(]*$/i.test(
      before,
    );
    const date = readPrintedDate(match[0]);
    if (date !== null && (labeled || /[/A-Z]/i.test(match[0])))
      return { at: match.index, end: match.index + match[0].length, date };
  }
  return null;
}

function claimsIn(body: string, expiry: LocalDate | null): { claims: LotClaim[]; rest: string } {
  const claims: LotClaim[] = [];
  const take = (claim: LotClaim): string => {
    claims.push(claim);
    return ' ';
  };
  const withoutRanges = body.replace(RANGE, (all, from: string, to: string) =>
    isLot(from) && isLot(to) ? take({ kind: 'range', from: from.toUpperCase(), to: to.toUpperCase(), expiry }) : all,
  );
  const rest = withoutRanges.replace(SINGLE, (all, lot: string, suffix?: string) => {
    if (!isLot(lot)) return all;
    // "13-405 DK": two letters after a space are the lot's own, unless they are a word.
    const ends = suffix !== undefined && suffix === suffix.toUpperCase() && !/^(?:TO|OR|OF|ON|NO|AS|IS)$/.test(suffix);
    return (
      take({ kind: 'lot', lot: (ends ? `${lot} ${suffix}` : lot).toUpperCase(), expiry }) + (ends ? '' : (suffix ?? ''))
    );
  });
  return { claims, rest };
}

const isLot = (text: string): boolean =>
  /\d/.test(text) && text.length >= 3 && !/^\d{1,2}(?:mL|mg|mcg|g|L)$/i.test(text);
