import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * What a test does to the whole of its process: faked timers outlive their file, as a faked Date alone does not, and the heap
 * has what others left.
 */
const PROCESS_WIDE = /useFakeTimers\((?!\{ toFake: \['Date'\])|queryObjects/;

const root = import.meta.dirname;
const tests = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => file.replaceAll('\\', '/'));
const apart = tests.filter((file) => PROCESS_WIDE.test(readFileSync(join(root, file), 'utf8')));

/** Most files share a process, which loads what they import once; that halves the processor time of the whole. */
export default defineConfig({
  test: {
    root,
    testTimeout: 20_000,
    pool: 'forks',
    // Servers under test leave nothing in the caches of whoever runs them.
    env: { NODE_DISABLE_COMPILE_CACHE: '1' },
    // Much of what tests take is waiting: two at a time, also where there are two processors.
    maxWorkers: 2,
    server: { deps: { external: [/\/dist\//] } },
    projects: [
      { extends: true, test: { name: 'shared', include: ['**/*.test.ts'], exclude: apart, isolate: false } },
      { extends: true, test: { name: 'apart', include: apart, isolate: false, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
