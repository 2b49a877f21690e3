/** The workflows of the product: what the worker's bundle exports. */
export { agreement } from './agreement.workflow.js';
export { canary } from './canary.workflow.js';
export { closedCorrection } from './closed-correction.workflow.js';
export { houseNotice } from './house-notice.workflow.js';
export { refusedStart } from './refused-start.workflow.js';
export { reportReview } from './report-review.workflow.js';
export { seal } from './seal.workflow.js';
export { violationCase } from './violation-case.workflow.js';
