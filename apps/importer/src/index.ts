export { explainFailure } from './explain-failure.js';
export { type ImportOptions } from './options.js';
export { importPolis, type PolisFrom, type PolisOptions } from './polis/import-polis.js';
export { type ImportProgress, progressLine, waitLine } from './progress.js';
export { type ImportReport, reportText } from './report.js';
export { importScalekit, type ScalekitOptions } from './scalekit/import-scalekit.js';
