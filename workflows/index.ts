/** The workflows of the product: what the worker's bundle exports. */
export { violationCase } from './violation-case.workflow.js';
