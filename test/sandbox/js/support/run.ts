import { expect } from 'vitest';
import type { Limits } from '../../../../src/sandbox/js/limits.ts';
import { LIMITS } from '../../../../src/sandbox/js/limits.ts';
import type { ProgramRecord } from '../../../../src/sandbox/js/records.ts';
import { runProgram } from '../../../../src/sandbox/js/run-program.ts';

/** The value of a program, parsed; fails the test if it has none. */
export async function valueOf(program: string, records: readonly ProgramRecord[] = []): Promise<unknown> {
  const result = await runProgram(program, records);
  if ('error' in result) expect.fail(`${program}: ${result.error}`);
  return JSON.parse(result.json);
}

/** The notes of a program that has a value, lines of its console first. */
export async function notesOf(program: string, records: readonly ProgramRecord[] = []): Promise<readonly string[]> {
  const result = await runProgram(program, records);
  if ('error' in result) expect.fail(`${program}: ${result.error}`);
  return [...result.console, ...result.notes];
}

/** The error of a program; fails the test if it has none. */
export async function errorOf(
  program: string,
  records: readonly ProgramRecord[] = [],
  limits: Partial<Limits> = {},
): Promise<string> {
  const result = await runProgram(program, records, { ...LIMITS, ...limits });
  if ('json' in result) expect.fail(`${program} has the value ${result.json.slice(0, 200)}`);
  return result.error;
}
