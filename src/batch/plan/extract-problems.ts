import type { ExtractProblem, ExtractSpec } from '../../result/html/extract/spec.ts';
import type { Problem } from '../args/problem.ts';
import { asProblem } from './choose-extract.ts';
import type { RequestItem } from './request-item.ts';

/** What is wrong with what a call and its requests extract. What is the same is looked at once. */
export async function extractProblems(
  { extract: ofCall, as }: Readonly<Record<string, unknown>>,
  items: readonly Pick<RequestItem, 'at' | 'request'>[],
): Promise<readonly Problem[]> {
  const written: { path: string; extract: unknown }[] = items.flatMap(({ at, request }) => {
    return request?.extract === undefined ? [] : [{ path: `${at}.extract`, extract: request.extract }];
  });
  if (ofCall !== undefined) written.unshift({ path: 'extract', extract: ofCall });
  if (written.length === 0) return [];
  // Loaded when it is needed: few calls have one.
  const { parseExtract } = await import('../../result/html/extract/parse-extract.ts');
  const known = new Map<string, ExtractSpec | readonly ExtractProblem[]>();
  const conflict = ofCall === undefined ? undefined : asProblem(as);
  const wrong = written.flatMap(({ path, extract }) => {
    const key = JSON.stringify(extract);
    const parsed = known.get(key) ?? parseExtract(extract);
    known.set(key, parsed);
    if ('fields' in parsed) return [];
    return parsed.map((problem) => ({ path: problem.path === '' ? path : `${path}.${problem.path}`, message: problem.message }));
  });
  return conflict === undefined ? wrong : [...wrong, { path: 'as', message: conflict }];
}
