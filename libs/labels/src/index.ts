export { containerLabel } from './templates/container-label.js';
export { LABEL_SIZES, type ContainerLabelSize } from './document/label-size.js';
export { joinDocuments, type LabelDocument } from './document/label-document.js';
export { renderPdf } from './render/pdf.js';
