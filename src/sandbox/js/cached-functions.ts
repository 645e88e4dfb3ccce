import type { RunFunction } from '../../result/run-function.ts';
import { FunctionRunner } from './functions.ts';

/** Functions that are kept with their virtual machines: those of one call come one after the other. */
const MAX_KEPT = 2;

const KEPT = new Map<string, ReturnType<typeof FunctionRunner.create>>();

/** Calls a function of a body; one that has been called lately is there with its virtual machine. */
export const runCached: RunFunction = async ({ name, text, body, record }) => {
  const key = `${name}\n${text}`;
  const runner = KEPT.get(key) ?? FunctionRunner.create(text, { name });
  KEPT.delete(key);
  KEPT.set(key, runner);
  for (const oldest of [...KEPT.keys()].slice(0, -MAX_KEPT)) KEPT.delete(oldest);
  const made = await runner;
  if ('error' in made) return { error: made.error, notes: [] };
  return made.run(Buffer.from(JSON.stringify(body) ?? 'null'), record);
};
