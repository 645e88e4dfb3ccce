import type { Dependencies } from './dependencies.ts';
import { isSourceGroup, knownNames } from './read-vars.ts';
import type { RequestItem } from './request-item.ts';
import { unfilledNote, unfilledProblems, unusedProblems } from './use-problems.ts';

/**
 * Makes items invalid that use a variable which neither they nor the request they take values from have, or that have one
 * which they use nowhere, before anything is sent for them. Of rows from another request nobody knows the columns yet: they are looked at when they have come.
 * @param sources of the items, without circles
 */
export function checkKnownVariables(items: readonly RequestItem[], sources: Dependencies['sources']): readonly RequestItem[] {
  const known = new Map<number, ReadonlySet<string> | undefined>();
  const namesOf = (place: number): ReadonlySet<string> | undefined => {
    if (known.has(place)) return known.get(place);
    const own = ownNames(items[place]);
    const inherited = own && inheritedNames(items[place], place);
    const names = inherited && new Set([...own, ...inherited]);
    known.set(place, names);
    return names;
  };
  const inheritedNames = (item: RequestItem | undefined, place: number): readonly string[] | undefined => {
    // Of several sources there is no one whose variables could be meant.
    const [source, another] = sources[place] ?? [];
    if (source === undefined || another !== undefined) return [];
    const names = namesOf(source);
    return names && (item?.uses ?? []).map(({ name }) => name).filter((name) => names.has(name));
  };
  const ids = new Set(items.flatMap(({ id }) => id ?? []));
  return items.map((item, place) => {
    const own = item.valueSources.length === 0 ? undefined : ownNames(item);
    const names = own && namesOf(place);
    const unused = own ? unusedProblems(item, [...own], item.request?.vars ?? {}, ids) : [];
    if (!names) return unused.length === 0 ? item : { ...item, problems: unused, valueSources: [] };
    const froms = [...new Set(item.valueSources.map(({ from }) => `"${from}"`))].join(', ');
    const has = `vars has ${[...own].join(', ')}; ${froms} has no such variable to pass on either`;
    const problems = [...unfilledProblems(item, names, has), ...unused];
    return problems.length === 0 ? { ...item, note: unfilledNote(item, names) } : { ...item, problems, valueSources: [] };
  });
}

function ownNames(item: RequestItem | undefined): ReadonlySet<string> | undefined {
  const factors = item?.factors ?? [];
  // Of an item that is invalid nothing comes.
  if (item?.valueSources.length === 0 && factors.some(isSourceGroup)) return new Set();
  return knownNames(factors);
}
