export { changesBetween, noticeOf, worstOf, type ItemChange, type NoticeKind } from './changes.js';
export { drugFinder, type FormularyDrug, type Ingredients } from './ingredients.js';
export {
  SHORTAGE_REASONS,
  SHORTAGE_STATUSES,
  STANDINGS,
  type Availability,
  type ShortageReason,
  type ShortageStatus,
  type Standing,
} from './list.js';
export { readFeed, type FeedMeta, type FeedPart } from './read-feed.js';
export { FEED_OLD_AFTER_DAYS, rollUp, type DrugRollUp, type RolledRow } from './roll-up.js';
export { nameKey, readLastUpdated, readShortageRow, rowsMissing, type RowReading, type ShortageItem } from './row.js';
