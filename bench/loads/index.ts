import type { Load } from '../load.js';
import { allocation } from './allocation.js';
import { asOf } from './as-of.js';
import { coldStart } from './cold-start.js';
import { dashboard } from './dashboard.js';
import { exported } from './export.js';
import { history } from './history.js';
import { labels } from './labels.js';
import { orderIntake } from './order-intake.js';
import { recall } from './recall.js';
import { record } from './record.js';
import { scan } from './scan.js';
import { stockOut } from './stock-out.js';
import { supply } from './supply.js';
import { verification } from './verification.js';
import { life } from './whole-life.js';

/** In this order: what needs much data comes after what should not feel it. */
export const LOADS: readonly Load[] = [
  orderIntake,
  allocation,
  scan,
  verification,
  life,
  labels,
  stockOut,
  history,
  record,
  recall,
  exported,
  supply,
  asOf,
  dashboard,
  coldStart,
];
