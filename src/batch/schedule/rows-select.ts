import type { ValueSource } from '../plan/value-source.ts';

/** A list, and what is picked of each item. */
const PICK = /^((?:[\w.]*\[(?:\?[^\]]*|\*)?\])+)\.((?:[\w.-]|\[-?\d+\]|"[^"\\]*")+)$/;
/** The same with a list in each item that is joined, and what is picked of that. */
const INNER_PICK = /^([\w.]*)\[\*?\]\.([\w.]+)\[\](?:\.([\w.]+))?$/;
const OUTER_PICK = /^([\w.]*)\[\*?\]\.([\w.]+)$/;

/**
 * What gives as rows what sources pick one by one: of `[].id` and `[?n].n` it is `[?n].{x: id, y: n}`; of `[].id` and
 * `[].tags[]` a function. Where that cannot be told, the form of it, with `...` for what is to be filled in.
 */
export function rowsSelect(sources: readonly ValueSource[]): string {
  const nested = nestedRows(sources);
  if (nested !== undefined) return nested;
  const picks = sources.map(({ select = '' }) => PICK.exec(select));
  const lists = new Set(picks.map((pick) => pick?.[1]?.replace(/\[[^\]]*\]/g, '[]')));
  const isOneList = lists.size === 1 && !lists.has(undefined);
  const members = sources.map(({ variable = '' }, nth) => `${variable}: ${(isOneList && picks[nth]?.[2]) || '...'}`);
  const filtered = picks.map((pick) => pick?.[1] ?? '').toSorted((a, b) => b.length - a.length)[0];
  return `${isOneList ? filtered : '[]'}.{${members.join(', ')}}`;
}

/** Of what stands in an item, and in each of a list in it. */
function nestedRows(sources: readonly ValueSource[]): string | undefined {
  const inner = sources.map(({ select = '' }) => INNER_PICK.exec(select));
  const outer = sources.map(({ select = '' }, nth) => inner[nth] ?? OUTER_PICK.exec(select));
  const [list, ...otherLists] = new Set(outer.map((pick) => pick?.[1]));
  const [within, ...others] = new Set(inner.flatMap((pick) => pick?.[2] ?? []));
  if (list === undefined || within === undefined || otherLists.length > 0 || others.length > 0) return undefined;
  if (inner.every((pick) => pick)) return undefined;
  const members = sources.map(({ variable = '' }, nth) => {
    const pick = inner[nth];
    const key = /^[a-z_]\w*$/i.test(variable) ? variable : JSON.stringify(variable);
    return `${key}: ${pick ? memberOf('y', pick[3] ?? '') : memberOf('x', outer[nth]?.[2] ?? '')}`;
  });
  return `body => ${memberOf('body', list)}.flatMap(x => [${memberOf('x', within)} ?? []].flat().map(y => ({${members.join(', ')}})))`;
}

function memberOf(name: string, path: string): string {
  return path === '' ? name : `${name}.${path.replaceAll('.', '?.')}`;
}
