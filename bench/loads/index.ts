import type { Load } from '../load.js';
import { coldStart } from './cold-start.js';
import { orderIntake } from './order-intake.js';

/** In this order: what needs much data comes after what should not feel it. */
export const LOADS: readonly Load[] = [orderIntake, coldStart];
