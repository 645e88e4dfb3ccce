import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import type * as z from 'zod';
import { toJsonSchema } from '../batch/args/json-schema.ts';
import { readResultSchema, readSchema } from '../tools/read/read-schema.ts';
import { resultSchema } from '../batch/args/result-schema.ts';
import { callSchema, writeCallSchema } from '../batch/args/schema.ts';
import { DIST, ROOT } from './paths.ts';
import { printType } from './print-type.ts';

const ENTRIES = ['index.d.ts', 'concurrency/index.d.ts'];

/** In the sources these types come from the zod schemas; the package is to need no zod, so they are printed. */
const PRINTED = new Map([
  [
    'library/call-types.d.ts',
    [
      declaration('FetchManyArgs', 'The arguments of `fetchMany`.', callSchema),
      declaration('RequestManyArgs', 'The arguments of `requestMany`.', writeCallSchema),
      declaration('FetchManyResult', 'The result of `fetchMany` and `requestMany`.', resultSchema),
      declaration('ReadResultArgs', 'The arguments of `readResult`.', readSchema),
      declaration('ReadResultValue', 'The result of `readResult`.', readResultSchema),
    ].join('\n'),
  ],
]);

function declaration(name: string, what: string, schema: z.ZodType): string {
  return `/** ${what} */\nexport type ${name} = ${printType(toJsonSchema(schema))};\n`;
}

/**
 * Writes the types of the library entries, and what they import.
 * @throws {Error} if that is anything but our own files and Node's: a program that uses the package may not have it
 */
export async function declare(): Promise<void> {
  const cache = join(ROOT, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const emitted = await mkdtemp(join(cache, 'declarations-'));
  try {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    // `npm run lint` checks them, together with the tests.
    const flags = ['-p', join(import.meta.dirname, 'declarations.json'), '--outDir', emitted];
    await promisify(execFile)(process.execPath, [tsc, ...flags]);
    const todo = new Set(ENTRIES);
    for (const file of todo) {
      const text = PRINTED.get(file) ?? (await readFile(join(emitted, file), 'utf8'));
      for (const target of importsOf(text, file)) todo.add(target);
      const path = join(DIST, file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'"));
    }
  } finally {
    await rm(emitted, { recursive: true });
  }
}

/** Files of ours that a declaration imports. */
function importsOf(text: string, file: string): string[] {
  if (/\bNodeJS\./.test(text)) throw new Error(`The types of ${file} need @types/node, which a program may not have`);
  return [...text.matchAll(/(?:from |import\()['"]([^'"]+)['"]/g)].flatMap(([, target = '']) => {
    if (target.startsWith('node:')) return [];
    if (!target.startsWith('.')) throw new Error(`The types of ${file} need ${target}, which the package does not have`);
    return [relative('.', join(dirname(file), target)).replace(/\.ts$/, '.d.ts')];
  });
}
