import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { declare } from './declarations.ts';
import { DIST, ROOT } from './paths.ts';

/** Makes `dist` from `src`: what the package holds. */
await rm(DIST, { recursive: true, force: true });
await Promise.all([bundle(), declare(), cp(join(ROOT, 'src/skill'), join(DIST, 'skill'), { recursive: true })]);
