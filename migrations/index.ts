// All of them, in order. Named one by one, so that the same list works compiled, in tests and in the type checker.
export { Platform1780000000000 } from './1780000000000-platform.js';
export { Facility1780000001000 } from './1780000001000-facility.js';
export { Formulary1780000002000 } from './1780000002000-formulary.js';
export { StockLedger1780000003000 } from './1780000003000-stock-ledger.js';
export { Orders1780000004000 } from './1780000004000-orders.js';
export { Formulas1780000005000 } from './1780000005000-formulas.js';
export { Worksheets1780000006000 } from './1780000006000-worksheets.js';
export { RulePacks1780000007000 } from './1780000007000-rule-packs.js';
export { Purchasing1780000010000 } from './1780000010000-purchasing.js';
export { StockKeeping1780000011000 } from './1780000011000-stock-keeping.js';
export { Recall1780000012000 } from './1780000012000-recall.js';
export { Shortage1780000013000 } from './1780000013000-shortage.js';
export { Supply1780000014000 } from './1780000014000-supply.js';
export { VialSharing1780000015000 } from './1780000015000-vial-sharing.js';
export { StockBatches1780000016000 } from './1780000016000-stock-batches.js';
export { Substitution1780000017000 } from './1780000017000-substitution.js';
