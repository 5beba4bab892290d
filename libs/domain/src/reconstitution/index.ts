export { alligation, type Alligation } from './alligation.js';
export { reconstitute, volumeToDraw, type Reconstituted, type ReconstitutionInput } from './reconstitute.js';
export { vialsNeeded, type VialDraw, type VialPlan, type VialProduct } from './vials-needed.js';
