export {
  RECALL_CLASSES,
  type LotClaim,
  type ReadNotices,
  type RecallClass,
  type RecallNotice,
  type RecallProduct,
  type RefusedRow,
} from './notice.js';
export { readLotText } from './lot-text.js';
export { readNotices, readNoticeRows, UnreadableNotices } from './read-notices.js';
export { concernOf, matchLot, plainLot, type LotInStock, type MatchAnswer, type Verdict } from './match.js';
export { CSP_PLACES, mayBeInfused, placeOfCsp, type CspPlace } from './place.js';
export { WORK_KINDS, workListOf, type HeldCsp, type HeldOnShelf, type WorkItem, type WorkKind } from './work-list.js';
