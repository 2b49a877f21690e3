/** The payload converter for the worker's own side, outside the workflows' sandbox. */
import { join } from 'node:path';
import { packageRoot } from '../config/package-root.js';

export const converterPath = (): string => join(packageRoot(), 'dist', 'workflows', 'payload-converter.js');
