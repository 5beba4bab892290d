import type { IconName } from './parts/icon.js';

export interface Section {
  path: string;
  title: string;
  icon: IconName;
  /** Any one of these lets a person see it. */
  permissions: readonly string[];
}

/** The parts of the product, in the order of the work. */
export const SECTIONS: readonly Section[] = [
  { path: '/bench', title: 'Bench', icon: 'hood', permissions: ['worksheet.compound'] },
  { path: '/review', title: 'Review', icon: 'review', permissions: ['order.review'] },
  { path: '/verify', title: 'Verify', icon: 'verify', permissions: ['worksheet.verify'] },
  { path: '/orders', title: 'Orders', icon: 'order', permissions: ['order.read'] },
  { path: '/patients', title: 'Patients', icon: 'person', permissions: ['patient.read'] },
  { path: '/stock', title: 'Stock', icon: 'stock', permissions: ['stock.read'] },
  { path: '/supply', title: 'Supply', icon: 'wait', permissions: ['supply.read'] },
  { path: '/purchasing', title: 'Purchasing', icon: 'out', permissions: ['purchase.write', 'stock.receive'] },
  { path: '/shortages', title: 'Shortages', icon: 'warning', permissions: ['supply.read'] },
  { path: '/formulas', title: 'Formulas', icon: 'formula', permissions: ['formula.read'] },
  { path: '/calculators', title: 'Calculators', icon: 'calculator', permissions: ['calculation.use'] },
  { path: '/trace', title: 'Trace', icon: 'trace', permissions: ['trace.read'] },
  { path: '/recalls', title: 'Recalls', icon: 'stop', permissions: ['trace.read'] },
  {
    path: '/administration',
    title: 'Administration',
    icon: 'settings',
    permissions: ['person.read', 'facility.manage', 'site.manage', 'stability.write'],
  },
];

/** Where each role starts its day, the first that the person has. */
const STARTS: readonly (readonly [role: string, path: string])[] = [
  ['pharmacist', '/review'],
  ['technician', '/bench'],
  ['nurse', '/orders'],
  ['buyer', '/supply'],
  ['designated-person', '/formulas'],
  ['administrator', '/administration'],
];

export const sectionsFor = (permissions: readonly string[], known: (path: string) => boolean): Section[] =>
  SECTIONS.filter((section) => known(section.path) && section.permissions.some((p) => permissions.includes(p)));

/** The page that opens after signing in: the role's own where it can be seen, else the first that can. */
export function startPath(roles: readonly string[], sections: readonly Section[]): string | undefined {
  const wanted = STARTS.find(([role, path]) => roles.includes(role) && sections.some((s) => s.path === path));
  return wanted?.[1] ?? sections[0]?.path;
}

const ROLE_WORDS: Readonly<Record<string, string>> = {
  technician: 'Technician',
  pharmacist: 'Pharmacist',
  buyer: 'Buyer',
  nurse: 'Nurse',
  'designated-person': 'Designated person',
  administrator: 'Administrator',
};
export const roleWords = (roles: readonly string[]): string => roles.map((role) => ROLE_WORDS[role] ?? role).join(', ');
