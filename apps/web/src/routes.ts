import type { AnyComponent } from 'preact';
import { lazy } from 'preact-iso';

export interface Screen {
  /** `/orders/:id`; the screen reads parameters with `useRoute().params`. */
  path: string;
  component: AnyComponent;
}

/**
 * Every screen, loaded when it is first opened. A section appears in the top bar once its first path is here and the person
 * may see it (sections.ts).
 */
export const SCREENS: readonly Screen[] = [
  { path: '/bench', component: lazy(() => import('./screens/bench/board.js')) },
  { path: '/bench/plan', component: lazy(() => import('./screens/day-plan/day-plan.js')) },
  { path: '/bench/:worksheetId', component: lazy(() => import('./screens/bench/worksheet.js')) },
  { path: '/dispense/:worksheetId', component: lazy(() => import('./screens/dispense/dispense.js')) },
  { path: '/verify', component: lazy(() => import('./screens/verify/queue.js')) },
  { path: '/verify/:worksheetId', component: lazy(() => import('./screens/verify/record.js')) },
  { path: '/trace', component: lazy(() => import('./screens/trace/trace.js')) },
  { path: '/trace/lots/:lotId', component: lazy(() => import('./screens/trace/lot.js')) },
  { path: '/trace/csps/:cspId', component: lazy(() => import('./screens/trace/csp.js')) },
  { path: '/recalls', component: lazy(() => import('./screens/recalls/recalls.js')) },
  { path: '/recalls/new', component: lazy(() => import('./screens/recalls/new-recall.js')) },
  { path: '/recalls/:id', component: lazy(() => import('./screens/recalls/recall.js')) },
  { path: '/calculators', component: lazy(() => import('./screens/calculators/calculators.js')) },
  { path: '/review', component: lazy(() => import('./screens/review/queue.js')) },
  { path: '/review/:id', component: lazy(() => import('./screens/review/order-review.js')) },
  { path: '/orders', component: lazy(() => import('./screens/orders/orders.js')) },
  { path: '/orders/new', component: lazy(() => import('./screens/orders/new-order.js')) },
  { path: '/orders/:id', component: lazy(() => import('./screens/orders/order.js')) },
  { path: '/orders/:id/change', component: lazy(() => import('./screens/orders/new-order.js')) },
  { path: '/patients', component: lazy(() => import('./screens/patients/patients.js')) },
  { path: '/patients/new', component: lazy(() => import('./screens/patients/edit-patient.js')) },
  { path: '/patients/:id', component: lazy(() => import('./screens/patients/patient.js')) },
  { path: '/patients/:id/edit', component: lazy(() => import('./screens/patients/edit-patient.js')) },
  { path: '/stock', component: lazy(() => import('./screens/stock/stock.js')) },
  { path: '/stock/receive', component: lazy(() => import('./screens/stock/receive.js')) },
  { path: '/stock/receipts/:id', component: lazy(() => import('./screens/stock/receive-record.js')) },
  { path: '/purchasing', component: lazy(() => import('./screens/purchasing/orders.js')) },
  { path: '/purchasing/orders/new', component: lazy(() => import('./screens/purchasing/edit-order.js')) },
  { path: '/purchasing/orders/:id', component: lazy(() => import('./screens/purchasing/order.js')) },
  { path: '/purchasing/orders/:id/edit', component: lazy(() => import('./screens/purchasing/edit-order.js')) },
  { path: '/purchasing/suppliers', component: lazy(() => import('./screens/purchasing/suppliers.js')) },
  { path: '/purchasing/suppliers/:id', component: lazy(() => import('./screens/purchasing/supplier.js')) },
  { path: '/purchasing/exceptions', component: lazy(() => import('./screens/purchasing/exceptions.js')) },
  { path: '/stock/products/:id', component: lazy(() => import('./screens/stock/product.js')) },
  { path: '/stock/counts/:id', component: lazy(() => import('./screens/stock/count.js')) },
  { path: '/stock/controlled/:id', component: lazy(() => import('./screens/stock/controlled-product.js')) },
  { path: '/stock/inventory', component: lazy(() => import('./screens/stock/inventory.js')) },
  { path: '/stock/made', component: lazy(() => import('./screens/stock-batches/made-here.js')) },
  { path: '/stock/made/new', component: lazy(() => import('./screens/stock-batches/make-for-stock.js')) },
  { path: '/formulas', component: lazy(() => import('./screens/formulas/formulas.js')) },
  { path: '/formulas/new', component: lazy(() => import('./screens/formulas/edit-formula.js')) },
  { path: '/formulas/:id', component: lazy(() => import('./screens/formulas/formula.js')) },
  { path: '/formulas/:id/edit', component: lazy(() => import('./screens/formulas/edit-formula.js')) },
  { path: '/supply', component: lazy(() => import('./screens/supply/supply.js')) },
  { path: '/supply/drugs/:id', component: lazy(() => import('./screens/supply/drug.js')) },
  { path: '/substitutions', component: lazy(() => import('./screens/substitutions/substitutions.js')) },
  { path: '/substitutions/new', component: lazy(() => import('./screens/substitutions/new-substitution.js')) },
  { path: '/substitutions/:id', component: lazy(() => import('./screens/substitutions/substitution.js')) },
  { path: '/administration', component: lazy(() => import('./screens/administration/administration.js')) },
  { path: '/shortages', component: lazy(() => import('./screens/shortages/shortages.js')) },
  { path: '/shortages/drugs/:drugId', component: lazy(() => import('./screens/shortages/drug.js')) },
];
