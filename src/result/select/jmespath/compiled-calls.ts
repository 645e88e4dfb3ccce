import { mismatch, oddArgument } from './functions/arguments.ts';
import { parametersOf } from './functions/signatures.ts';
import { FUNCTIONS } from './functions/table.ts';
import { missingWords } from './missing.ts';
import { EvaluationError, type Evaluate } from './run.ts';
import type { Spot } from './spots.ts';
import { type Call, type Node, sizeOf } from './syntax.ts';

/** Functions of which the further arguments are no texts. */
const NO_TEXTS = new Set(['merge', 'zip', 'not_null', 'map']);

/**
 * A call of a function: its arguments are evaluated and their types checked; an argument with & is handed on as it is.
 * @param spots grows by those of the arguments
 * @param compiled compiles an argument; soft is one that another may stand in for, and in place of some a text may be meant
 */
export function compiledCall(
  call: Call,
  text: string,
  spots: readonly Spot[],
  compiled: (arg: Node, facts: { readonly isSoft: boolean; readonly isText: boolean }) => Evaluate,
): Evaluate {
  const { name } = call;
  const implementation = FUNCTIONS.get(name);
  const parameters = parametersOf(name);
  if (!implementation || !parameters) throw new Error(`${name}() has not been checked`);
  const isSoft = name === 'not_null' || name === 'type';
  const args = call.args.map((arg, place) => {
    const from = spots.length;
    const facts = {
      isSoft: isSoft && place < call.args.length - (name === 'type' ? 0 : 1),
      isText: arg.kind !== 'reference' && (place > 0 || name === 'join') && !NO_TEXTS.has(name),
    };
    const part = compiled(arg, facts);
    return { part, from, to: spots.length, isReference: arg.kind === 'reference' };
  });
  const texts = call.args.map((arg) => (arg.kind === 'reference' ? arg.child : arg)).map(({ at, end }) => text.slice(at, end));
  const sizes = call.args.map((arg) => sizeOf(arg));
  const written = { name, texts, sizes };
  const key = args.findIndex(({ isReference }) => isReference);
  const keySize = (sizes[key] ?? 1) + 1;
  return (value, run) => {
    run.spend(1);
    const values: unknown[] = [];
    for (const { part, isReference } of args) values.push(isReference ? part : part(value, run));
    if (key !== -1) {
      const list = values[1 - key];
      if (Array.isArray(list)) run.spend(list.length * keySize);
    }
    const odd = oddArgument(values, parameters, run);
    if (odd === -1) return implementation(values, run, written);
    const { from = 0, to = 0 } = args[odd] ?? {};
    throw new EvaluationError(mismatch(values[odd], odd, parameters, written, missingWords(spots, from, to, run)));
  };
}
