import { rm } from 'node:fs/promises';
import { bundle } from './bundle.ts';
import { declare } from './declarations.ts';
import { DIST } from './paths.ts';

/** Makes `dist` from `src`: what the package holds. */
await rm(DIST, { recursive: true, force: true });
await Promise.all([bundle(), declare()]);
