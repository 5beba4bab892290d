export {
  PEC_KINDS,
  ROOM_KINDS,
  type Category,
  type Downgrade,
  type Hazard,
  type PecKind,
  type Placement,
  type PlacementFacts,
  type RoomKind,
} from './placement-types.js';
export { allowedCategory } from './placement.js';
export { workingCategory } from './working-category.js';
