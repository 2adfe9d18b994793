// Plain JavaScript on purpose: from the second start on, what takes the types out of TypeScript files is not even loaded, nor are
// all files parsed whole. Half of a start's work and a quarter of its memory. A folder that cannot be written does no harm.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/groupage'));
await import('./start.ts');
