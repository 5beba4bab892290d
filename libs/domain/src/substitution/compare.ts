import type { Finding } from '#domain/finding';

/** One preparation as it would be made, in the words that people compare. Nothing in it moves with the clock. */
export interface Side {
  /** `vancomycin 1,250 mg in sodium chloride 0.9 % 250 mL`. */
  readonly title: string;
  readonly formula: {
    readonly versionId: string;
    readonly number: string;
    readonly version: number;
    readonly name: string;
  };
  readonly lines: readonly SideLine[];
  readonly finalVolume: string;
  readonly concentration: string;
  /** How each volume of drug came about. */
  readonly derivation: readonly { readonly label: string; readonly formula: string; readonly value: string }[];
  readonly stability: string;
  /** Hours from the start of preparation, decimal text; null: none can be given. */
  readonly budHours: string | null;
  readonly bud: string;
  readonly label: readonly string[];
  readonly cost: Cost;
  readonly findings: readonly ShownFinding[];
}

export interface SideLine {
  readonly role: string;
  readonly drugId: string;
  readonly productId: string;
  readonly product: string;
  readonly packages: number;
  /** Into each container; empty for what only serves to prepare. */
  readonly each: string;
  readonly note: string;
}

export interface Cost {
  /** Dollars and cents for what is compared; null where the price of a product is not known. */
  readonly dollars: string | null;
  readonly unpriced: readonly string[];
}

/** Without its moment: what counts is what was found about what. */
export interface ShownFinding {
  readonly key: string;
  readonly code: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly source: string;
}

export interface ComparedRow {
  readonly key:
    'formula' | 'products' | 'volumes' | 'concentration' | 'stability' | 'bud' | 'label' | 'cost' | 'findings';
  readonly name: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly differs: boolean;
}

const packages = (n: number): string => `${n} ${n === 1 ? 'package' : 'packages'}`;

const NONE = ['None'];

const READ: readonly {
  readonly key: ComparedRow['key'];
  readonly name: string;
  readonly of: (side: Side) => readonly string[];
}[] = [
  { key: 'formula', name: 'Formula', of: ({ formula: f }) => [`${f.number}, version ${f.version}`, f.name] },
  {
    key: 'products',
    name: 'Products',
    of: ({ lines }) => lines.map((line) => `${line.product}: ${packages(line.packages)}`),
  },
  {
    key: 'volumes',
    name: 'In each container',
    of: ({ lines, finalVolume }) => [
      ...lines.filter((line) => line.each !== '').map((line) => [line.each, line.note].filter(Boolean).join('. ')),
      `Final volume ${finalVolume}`,
    ],
  },
  { key: 'concentration', name: 'Concentration', of: ({ concentration }) => [concentration] },
  { key: 'stability', name: 'Stability', of: ({ stability }) => [stability] },
  { key: 'bud', name: 'Beyond-use date', of: ({ bud }) => [bud] },
  { key: 'label', name: 'Label', of: ({ label }) => label },
  {
    key: 'cost',
    name: 'Cost',
    of: ({ cost }) => [cost.dollars === null ? `Price unknown: ${cost.unpriced.join(', ')}` : `$${cost.dollars}`],
  },
  {
    key: 'findings',
    name: 'Findings',
    of: ({ findings }) => (findings.length === 0 ? NONE : findings.map((f) => f.message)),
  },
];

/** Before and after, row by row, with what differs marked; an absent side is empty and differs. */
export function compareSides(before: Side, after: Side | null): ComparedRow[] {
  return READ.map(({ key, name, of }) => {
    const [was, becomes] = [of(before), after ? of(after) : []];
    return { key, name, before: was, after: becomes, differs: was.join('\n') !== becomes.join('\n') };
  });
}
