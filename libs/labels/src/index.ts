export { joinDocuments, type LabelDocument } from './document/label-document.js';
export { LABEL_SIZES, type ContainerLabelSize } from './document/label-size.js';
export { compareReadBack } from './read-back/compare.js';
export { type ReadBackDpi, type ReadBackPage } from './read-back/read-back.js';
export { isZplPrintable, renderZpl, type PrinterDpi } from './render/zpl.js';
export { containerLabel } from './templates/container-label.js';
export type {
  ContainerLabelFacts,
  ExpectedContent,
  InfusionFacts,
  MadeLabel,
  PatientFacts,
  PharmacyFacts,
  PumpProgramFacts,
  StockLabelFacts,
  VialTagFacts,
  WorksheetFacts,
} from './templates/facts.js';
export type { CheckGroup, CheckItem } from './templates/check-list.js';
export { paper, type PaperFacts } from './templates/paper.js';
export { stockLabel } from './templates/stock-label.js';
export { vialTag } from './templates/vial-tag.js';
export { spelledOut } from './templates/wording.js';
export { worksheet } from './templates/worksheet.js';
export { LabelRenderer, type LabelRendererOptions, type ReleasedLabel } from './worker/label-renderer.js';
export { LabelRendererError } from './worker/label-thread.js';
