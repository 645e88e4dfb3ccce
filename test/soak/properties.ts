import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ROOT } from '../support/client.ts';
import type { Found, Row } from './row.ts';

const TIMES = 20;
const TESTS = fileURLToPath(new URL('test/', ROOT));

/** The tests that say by `cases` how often they try a property. */
function propertyTests(): string[] {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  return files.filter((file) => /\bcases\(\d/.test(readFileSync(join(TESTS, file), 'utf8')));
}

async function properties(): Promise<Found> {
  const files = propertyTests();
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'test/vitest.config.ts',
    '--testTimeout=1200000',
    '--hookTimeout=60000',
    ...files,
  ];
  const env = { ...process.env, CASES: String(TIMES), NO_COLOR: '1' };
  const ran = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env, maxBuffer: 2 ** 26 }).then(
    ({ stdout }) => ({ stdout, holds: true }),
    (error: unknown) => ({ stdout: error instanceof Error && 'stdout' in error ? String(error.stdout) : '', holds: false }),
  );
  const tests = /Tests {2}.*/.exec(ran.stdout)?.[0] ?? 'no test ran';
  return { figures: `${files.length} files: ${tests.replace(/ +/g, ' ')}`, holds: ran.holds && files.length > 0 };
}

export const PROPERTIES: readonly Row[] = [
  { name: 'properties', wanted: `hold for ${TIMES} times as many random cases as in npm test`, run: properties },
];
