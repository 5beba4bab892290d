/**
 * GS1 application identifiers: format and pairing, restated from the GS1 General Specifications, section 3.
 * All identifiers are here, not only those of drugs: one that is unknown makes a code unreadable, for its length is not known.
 */

/** `date0` allows day 00, `date` does not. `gtin` and `key` end in a check digit. */
export type ContentRule = 'check' | 'date' | 'date0' | 'time' | 'zero' | 'minus';

/** A run of characters of a value: N digits, X GS1 set 82, Y set 39, Z base64url. */
export interface Component {
  readonly set: 'N' | 'X' | 'Y' | 'Z';
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
  readonly rule?: ContentRule;
}

export interface Identifier {
  readonly ai: string;
  readonly title: string;
  readonly components: readonly Component[];
  /** Length of the value where it is predefined, so that no separator follows. */
  readonly fixed?: number;
  /** Each group: one of these must be present too. `n` stands for any digit, `+` for both. */
  readonly needs: readonly (readonly string[])[];
  readonly excludes: readonly string[];
}

const SPEC = /^(\[?)([NXYZ])(\.\.)?(\d+)(?::(\w+))?\]?$/;
const RULES: readonly ContentRule[] = ['check', 'date', 'date0', 'time', 'zero', 'minus'];

function component(text: string): Component {
  const [, bracket, set, variable, length, ruleName] = SPEC.exec(text) ?? [];
  const rule = RULES.find((r) => r === ruleName);
  if ((set !== 'N' && set !== 'X' && set !== 'Y' && set !== 'Z') || (ruleName && !rule))
    throw new RangeError(`Component "${text}"`);
  const max = Number(length);
  return { set, min: variable ? 1 : max, max, optional: bracket === '[', ...(rule && { rule }) };
}

// The first two digits that announce a predefined length (General Specifications, figure 7.8.5-2), so no separator.
const PREDEFINED = /^(0[0-4]|1[1-9]|20|3[1-6]|41)/;

const ITEM = '01,02,8006,8026';
const MEASURED = '30,31nn,32nn,35nn,36nn';
const KEYS = '00,01+21,253,255,8003,8004,8006+21,8010+8011,8017,8018';

/** Identifier (a trailing `n` for a run of last digits), components, title, needs (`;` between groups), excludes. */
const ROWS: readonly (readonly [string, string, string, string?, string?])[] = [
  ['00', 'N18:check', 'SSCC'],
  ['01', 'N14:check', 'GTIN', '', '02,255,37'],
  ['02', 'N14:check', 'CONTENT', '37'],
  ['10', 'X..20', 'BATCH/LOT', ITEM],
  ['11', 'N6:date0', 'PROD DATE', ITEM],
  ['12', 'N6:date0', 'DUE DATE', '8020'],
  ['13', 'N6:date0', 'PACK DATE', ITEM],
  ['15', 'N6:date0', 'BEST BEFORE or BEST BY', ITEM],
  ['16', 'N6:date0', 'SELL BY', ITEM],
  ['17', 'N6:date0', 'USE BY or EXPIRY', `255,${ITEM}`],
  ['20', 'N2', 'VARIANT', ITEM],
  ['21', 'X..20', 'SERIAL', '01,8006', '235'],
  ['22', 'X..20', 'CPV', '01'],
  ['235', 'X..28', 'TPX', '01'],
  ['240', 'X..30', 'ADDITIONAL ID', ITEM],
  ['241', 'X..30', 'CUST. PART No.', ITEM],
  ['242', 'N..6', 'MTO VARIANT', ITEM],
  ['243', 'X..20', 'PCN', '01'],
  ['250', 'X..30', 'SECONDARY SERIAL', '01,8006;21'],
  ['251', 'X..30', 'REF. TO SOURCE', '01,8006'],
  ['253', 'N13:check [X..17]', 'GDTI'],
  ['254', 'X..20', 'GLN EXTENSION COMPONENT', '414'],
  ['255', 'N13:check [N..12]', 'GCN', '', '01,02,415,8006,8020,8026'],
  ['30', 'N..8', 'VAR. COUNT', '01,02'],
  ['37', 'N..8', 'COUNT', '00;02,8026'],
  ...['390n', '394n'].map((ai) => [ai, ai === '390n' ? 'N..15' : 'N4', 'AMOUNT', '255,8020', ''] as const),
  ['391n', 'N3 N..15', 'AMOUNT', '8020'],
  ['392n', 'N..15', 'PRICE', `01;${MEASURED}`, '393n'],
  ['393n', 'N3 N..15', 'PRICE', MEASURED],
  ['395n', 'N6', 'PRICE/UoM', MEASURED, '392n,393n,8005'],
  ['400', 'X..30', 'ORDER NUMBER'],
  ['401', 'X..30', 'GINC'],
  ['402', 'N17:check', 'GSIN'],
  ['403', 'X..30', 'ROUTE', '00'],
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((n) => [`41${n}`, 'N13:check', 'GLN', n === 5 ? '8020' : ''] as const),
  ['420', 'X..20', 'SHIP TO POST', '', '421'],
  ['421', 'N3 X..9', 'SHIP TO POST', '', '4307'],
  ['422', 'N3', 'ORIGIN', ITEM, '426'],
  ['423', 'N3 [N3] [N3] [N3] [N3]', 'COUNTRY - INITIAL PROCESS', '01,02', '426'],
  ['424', 'N3', 'COUNTRY - PROCESS', '01,02', '426'],
  ['425', 'N3 [N3] [N3] [N3] [N3]', 'COUNTRY - DISASSEMBLY', '01,02', '426'],
  ['426', 'N3', 'COUNTRY - FULL PROCESS', '01,02'],
  ['427', 'X..3', 'ORIGIN SUBDIVISION', '01,02;422'],
  ...['4300', '4301', '4310', '4311', '4320'].map((ai) => [ai, 'X..35', 'SHIPPING', '00'] as const),
  ...['4302', '4304', '4305', '4306', '4312', '4314', '4315', '4316'].map(
    (ai) => [ai, 'X..70', 'SHIPPING', '00'] as const,
  ),
  ['4303', 'X..70', 'SHIP TO ADD2', '4302'],
  ['4313', 'X..70', 'RTN TO ADD2', '4312'],
  ['4307', 'X2', 'SHIP TO COUNTRY', '00'],
  ['4317', 'X2', 'RTN TO COUNTRY', '00'],
  ['4308', 'X..30', 'SHIP TO PHONE', '00'],
  ['4318', 'X..20', 'RTN TO POST', '00'],
  ['4319', 'X..30', 'RTN TO PHONE', '00'],
  ['4309', 'N10 N10', 'SHIP TO GEO', '00'],
  ...['4321', '4322', '4323'].map((ai) => [ai, 'N1', 'DELIVERY', '00'] as const),
  ...['4324', '4325'].map((ai) => [ai, 'N6:date0 N4', 'DELIVERY', '00'] as const),
  ['4326', 'N6:date', 'REL DATE', '00'],
  ...['4330', '4331', '4332', '4333'].map((ai) => [ai, 'N6 [X1:minus]', 'TEMPERATURE', '00'] as const),
  ['7001', 'N13', 'NSN', ITEM],
  ['7002', 'X..30', 'MEAT CUT', '01,02'],
  ['7003', 'N6:date N4:time', 'EXPIRY TIME', '01,02'],
  ['7004', 'N..4', 'ACTIVE POTENCY', '01;10'],
  ['7005', 'X..12', 'CATCH AREA', '01,02'],
  ['7006', 'N6:date', 'FIRST FREEZE DATE', '01,02'],
  ['7007', 'N6:date [N6:date]', 'HARVEST DATE', '01,02'],
  ['7008', 'X..3', 'AQUATIC SPECIES', '01,02'],
  ['7009', 'X..10', 'FISHING GEAR TYPE', '01,02'],
  ['7010', 'X..2', 'PROD METHOD', '01,02'],
  ['7011', 'N6:date [N4:time]', 'TEST BY DATE', '01,02'],
  ['7020', 'X..20', 'REFURB LOT', '01,8006;416'],
  ['7021', 'X..20', 'FUNC STAT', '01,8006'],
  ['7022', 'X..20', 'REV STAT', '7021'],
  ['7023', 'X..30', 'GIAI - ASSEMBLY'],
  ...[...Array(10).keys()].map((n) => [`703${n}`, 'N3 X..27', `PROCESSOR # ${n}`, '01,02'] as const),
  ['7040', 'N1 X1 X1 X1', 'UIC+EXT'],
  ...['NHRN PZN', 'NHRN CIP', 'NHRN CN', 'NHRN DRN', 'NHRN AIM'].map((t, n) => [`71${n}`, 'X..20', t, '01'] as const),
  ['715', 'X..20', 'NHRN NDC', '01'],
  ...[...Array(10).keys()].map((n) => [`723${n}`, 'X2 X..28', `CERT # ${n + 1}`, '01,8004'] as const),
  ['7240', 'X..20', 'PROTOCOL', '01,8006'],
  ['7241', 'N2', 'AIDC MEDIA TYPE', '8017,8018'],
  ['7242', 'X..25', 'VCN', '8017,8018'],
  ['8001', 'N4 N5 N3 N1 N1', 'DIMENSIONS', '01'],
  ['8002', 'X..20', 'CMT No.'],
  ['8003', 'N1:zero N13:check [X..16]', 'GRAI'],
  ['8004', 'X..30', 'GIAI'],
  ['8005', 'N6', 'PRICE PER UNIT', '01,02'],
  ['8006', 'N14:check N4', 'ITIP', '', '01,37'],
  ['8007', 'X..34', 'IBAN', '415'],
  ['8008', 'N8 [N..4]', 'PROD TIME', '01,02'],
  ['8009', 'X..50', 'OPTSEN', '00,01'],
  ['8010', 'Y..30', 'CPID'],
  ['8011', 'N..12', 'CPID SERIAL', '8010'],
  ['8012', 'X..20', 'VERSION', '01,8006'],
  ['8013', 'X..25', 'GMN'],
  ['8017', 'N18:check', 'GSRN - PROVIDER', '', '8018'],
  ['8018', 'N18:check', 'GSRN - RECIPIENT', '', '8017'],
  ['8019', 'N..10', 'SRIN', '8017,8018'],
  ['8020', 'X..25', 'REF No.', '415'],
  ['8026', 'N14:check N4', 'ITIP CONTENT', '37', '02,8006'],
  ['8030', 'Z..90', 'DIGSIG', KEYS],
  ['8110', 'X..70', 'COUPON'],
  ['8111', 'N4', 'POINTS', '255'],
  ['8112', 'X..70', 'COUPON'],
  ['8200', 'X..70', 'PRODUCT URL', '01'],
  ['90', 'X..30', 'INTERNAL'],
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [`9${n}`, 'X..90', 'INTERNAL'] as const),
];

// Measures: six digits, the last digit of the identifier says where the decimal point goes. One per item, trade or logistic.
const TRADE = [
  310, 311, 312, 313, 314, 315, 316, 320, 321, 322, 323, 324, 325, 326, 327, 328, 329, 350, 351, 352, 356, 357,
];
const TRADE_VOLUMES = [360, 361, 364, 365, 366];
const LOGISTIC = [330, 331, 332, 333, 334, 335, 336, 340, 341, 342, 343, 344, 345, 346, 347, 348, 349, 353, 354, 355];
const LOGISTIC_VOLUMES = [362, 363, 367, 368, 369];

const split = (text = ''): string[] => text.split(',').filter((part) => part !== '');

function build(): Map<string, Identifier> {
  const table = new Map<string, Identifier>();
  const add = (ai: string, spec: string, title: string, needs = '', excludes = ''): void => {
    const components = spec.split(' ').map(component);
    const length = components.reduce((sum, c) => sum + c.max, 0);
    const groups = needs.split(';').filter((g) => g !== '');
    const entry = { ai, title, components, needs: groups.map(split), excludes: split(excludes) };
    table.set(ai, PREDEFINED.test(ai) ? { ...entry, fixed: length } : entry);
  };
  for (const [ai, spec, title, needs, excludes] of ROWS) {
    if (!ai.endsWith('n')) add(ai, spec, title, needs, excludes);
    else
      for (let n = 0; n <= 9; n++)
        add(ai.slice(0, -1) + n, spec, title, needs, [excludes, ai].filter(Boolean).join(','));
  }
  const measure = (family: number, needs: string): void => {
    for (let n = 0; n <= 5; n++) add(`${family}${n}`, 'N6', 'MEASURE', needs, `${family}n`);
  };
  for (const family of [...TRADE, ...TRADE_VOLUMES]) measure(family, '01,02');
  for (const family of [...LOGISTIC, ...LOGISTIC_VOLUMES]) measure(family, '00,01');
  measure(337, '01');
  return table;
}

const TABLE: ReadonlyMap<string, Identifier> = build();

/** The identifier that `text` begins with; undefined when none does. */
export function identifierAt(text: string, from = 0): Identifier | undefined {
  for (const length of [2, 3, 4]) {
    const found = TABLE.get(text.slice(from, from + length));
    if (found && found.ai.length === length) return found;
  }
  return undefined;
}

export const identifier = (ai: string): Identifier | undefined => TABLE.get(ai);

/** True when `ai` fits a pattern such as `310n` or `31nn`. */
export function matchesPattern(ai: string, pattern: string): boolean {
  return ai.length === pattern.length && [...pattern].every((sign, i) => sign === 'n' || sign === ai.charAt(i));
}
