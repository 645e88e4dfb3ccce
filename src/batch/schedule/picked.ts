import { describeIssues } from '../args/problems.ts';
import type { Problem } from '../args/problem.ts';
import type { RequestSchemas } from '../args/request-schemas.ts';
import { isPlaceholder, type EarlierNode, type EarlierRun } from './earlier-run.ts';

/** What there is of earlier calls: their records, and their bodies, or that of one request. */
export interface Kept {
  has(name: string): boolean;
  hasBody(name: string, i?: number): boolean;
}

/** What to do where it was ok, and cannot be read again either. */
export const NO_BODY =
  'there is no body of it (any more), and what was ok is never sent again by retry_of; give it in requests to send it';

/** The argument `i`: the indexes of the requests of an earlier call that are to be run, or what is wrong with it. */
export function readPicked(
  i: unknown,
  schemas: RequestSchemas,
): Pick<EarlierRun, 'picked'> & { readonly problems: readonly Problem[] } {
  const value = i === undefined ? {} : { i };
  const parsed = schemas.picked.safeParse(value);
  if (!parsed.success) return { problems: describeIssues(parsed.error, { schema: schemas.callJson, value }) };
  return { picked: parsed.data.i && new Set(parsed.data.i), problems: [] };
}

/** What is wrong with the choice of requests, one problem each: those that there are not, that were ok, or that cannot go alone. */
export function pickProblems({ name, nodes, next, picked }: EarlierRun, kept: Kept): readonly Problem[] {
  if (!picked) return [];
  const all = [...nodes.values()];
  const byIndex = new Map(all.map((node) => [node.i, node]));
  return [...picked].flatMap((i, nth): Problem[] => {
    const message = describeProblem(i);
    return message === undefined ? [] : [{ path: `i[${nth}]`, message }];
  });

  function describeProblem(i: number): string | undefined {
    const node = byIndex.get(i);
    if (!node) return `${name} has no request ${i}: its indexes go from 0 to ${next - 1}`;
    if (node.outcome === undefined && !kept.hasBody(name, i)) return `${i} was ok: ${NO_BODY}`;
    if (node.outcome === undefined)
      return `${i} was ok: read_result {"ref": "${name}/${i}"} reads its body again, without a request`;
    const lacking = sourcesOf(node, all).find((source) => source.outcome !== undefined && !picked?.has(source.i));
    if (!lacking) return undefined;
    const source = lacking.id === undefined ? '' : ` ("${lacking.id}")`;
    return `${i} takes values from ${lacking.i}${source}, which did not succeed: name that one, too`;
  }
}

/** What a record that stands for requests waits for. */
function sourcesOf(node: EarlierNode, all: readonly EarlierNode[]): readonly EarlierNode[] {
  if (!isPlaceholder(node)) return [];
  if (node.parent !== undefined) return all.filter(({ key }) => key === node.parent);
  return all.filter(({ place }) => node.sources.includes(place));
}
