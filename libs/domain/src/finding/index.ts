export { blocks, bySeverity, type Finding, type Severity } from './finding.js';
