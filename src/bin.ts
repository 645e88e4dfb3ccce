#!/usr/bin/env node
import { useCompileCache } from './cli/compile-cache.ts';

useCompileCache(process.env);
// Not at once: it would be compiled before there is a cache.
await import('./cli.ts');
