import { evaluate, parseSelect } from '../../../src/result/select/select.ts';
import type { Evaluated } from '../../../src/result/select/select-error.ts';

/** Evaluates a selection that is sound. @throws its problem otherwise */
export function selected(body: unknown, spec: string | readonly string[]): Evaluated {
  const selection = parseSelect(spec);
  if ('problem' in selection) throw new Error(selection.problem);
  return evaluate(selection, body);
}

/** What is wrong with a selection; empty if nothing is. */
export function problemOf(spec: string | readonly string[]): string {
  const selection = parseSelect(spec);
  return 'problem' in selection ? selection.problem : '';
}

/** All that is said of a result. */
export function saidOf({ notes, missing }: Evaluated): string {
  return [...(missing === undefined ? [] : [missing]), ...notes].join('\n');
}
