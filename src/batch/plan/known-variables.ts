import type { Dependencies } from './dependencies.ts';
import type { RequestItem } from './request-item.ts';

/**
 * Makes items invalid whose template needs a variable that neither they nor the request they take values from have, before
 * anything is sent for them.
 * @param sources of the items, without circles
 */
export function checkKnownVariables(items: readonly RequestItem[], sources: Dependencies['sources']): readonly RequestItem[] {
  const known = new Map<number, ReadonlySet<string>>();
  const namesOf = (place: number): ReadonlySet<string> => {
    const item = items[place];
    const names = known.get(place) ?? new Set([...ownNames(item), ...inheritedNames(item, place)]);
    known.set(place, names);
    return names;
  };
  const inheritedNames = (item: RequestItem | undefined, place: number): string[] => {
    // Of several sources there is no one whose variables could be meant.
    const [source, another] = sources[place] ?? [];
    if (source === undefined || another !== undefined) return [];
    const names = namesOf(source);
    return [...(item?.template?.names ?? [])].filter((name) => names.has(name));
  };
  return items.map((item, place) => {
    const names = item.valueSources.length === 0 ? undefined : namesOf(place);
    const lacking = names && [...(item.template?.needed ?? [])].find((name) => !names.has(name));
    if (lacking === undefined) return item;
    const froms = [...new Set(item.valueSources.map(({ from }) => `"${from}"`))].join(', ');
    const problem =
      `${item.at}.url: the template uses {${lacking}}, and vars has ${ownNames(item).join(', ')}; ` +
      `${froms} has no such variable to pass on either`;
    return { ...item, problems: [problem], valueSources: [] };
  });
}

function ownNames(item: RequestItem | undefined): readonly string[] {
  return item?.rows?.names ?? Object.keys(item?.request?.vars ?? {});
}
