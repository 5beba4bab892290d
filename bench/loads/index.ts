import type { Load } from '../load.js';
import { allocation } from './allocation.js';
import { coldStart } from './cold-start.js';
import { orderIntake } from './order-intake.js';
import { stockOut } from './stock-out.js';
import { life } from './whole-life.js';

/** In this order: what needs much data comes after what should not feel it. */
export const LOADS: readonly Load[] = [orderIntake, allocation, stockOut, life, coldStart];
