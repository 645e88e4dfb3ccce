import type { Problem } from '../args/problem.ts';
import { describeUnknownId } from './unknown-id.ts';
import type { ValueSource } from './value-source.ts';
import type { RequestItem } from './request-item.ts';

/** The requests that others take values from, by the place of each item. */
export interface Dependencies {
  /** For each item the places of its sources, in the order of its variables, each once. */
  readonly sources: readonly (readonly number[])[];
  /** Names that are not there, not unique or without a body, and circles. */
  readonly problems: readonly Problem[];
}

/** Unknown names of which it is looked for what was meant: no more are told. */
const MAX_MEANT = 50;
const NO_IDS: ReadonlyMap<string, unknown> = new Map();

/** Finds what each `{"from": id}` refers to. */
export function findDependencies(items: readonly RequestItem[]): Dependencies {
  const places = new Map<string, number[]>();
  for (const [place, { id }] of items.entries()) {
    if (id !== undefined) places.set(id, [...(places.get(id) ?? []), place]);
  }
  const problems: Problem[] = [];
  const sources = items.map((item) => {
    if (item.valueSources.length === 0) return [];
    const found = item.valueSources.flatMap((valueSource) => {
      const named = places.get(valueSource.from) ?? [];
      const path = pathOf(item, valueSource);
      const ids = problems.length < MAX_MEANT ? places : NO_IDS;
      if (named.length !== 1) problems.push({ path, message: unclear(valueSource.from, named.length, ids) });
      if (valueSource.header === undefined && named.some((place) => items[place]?.request?.method === 'HEAD')) {
        const why = 'is a HEAD request, whose answer has no body to take values from; use GET, or take a "header"';
        problems.push({ path, message: `"${valueSource.from}" ${why}` });
      }
      return named.slice(0, 1);
    });
    return [...new Set(found)];
  });
  return { sources, problems: [...problems, ...circles(items, sources)] };
}

/** @param ids of which one may be meant */
function unclear(from: string, count: number, ids: ReadonlyMap<string, unknown>): string {
  if (count > 1) return `${count} requests have the id "${from}"; give them different ones`;
  return describeUnknownId(from, new Set(ids.keys()));
}

/** Each circle is told once, at the item where it was entered. */
function circles(items: readonly RequestItem[], sources: readonly (readonly number[])[]): readonly Problem[] {
  const state = new Map<number, 'open' | 'done'>();
  const problems: Problem[] = [];
  for (const start of items.keys()) {
    if (state.has(start) || sources[start]?.length === 0) continue;
    const path = [{ place: start, next: 0 }];
    state.set(start, 'open');
    // By hand: a chain of a thousand would be too deep for the stack of a small machine.
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const source = sources[top.place]?.[top.next++];
      if (source === undefined) {
        state.set(top.place, 'done');
        path.pop();
      } else if (state.get(source) === 'open') {
        const names = [...path.slice(path.findIndex(({ place }) => place === source)).map(({ place }) => place), source];
        const item = items[top.place];
        const valueSource = item?.valueSources.find(({ from }) => from === items[source]?.id);
        if (item && valueSource) {
          const circle = names.map((place) => `"${items[place]?.id ?? place}"`).join(' needs ');
          problems.push({ path: pathOf(item, valueSource), message: `the requests wait for each other: ${circle}` });
        }
      } else if (!state.has(source)) {
        state.set(source, 'open');
        path.push({ place: source, next: 0 });
      }
    }
  }
  return problems;
}

function pathOf({ at }: RequestItem, { variable }: ValueSource): string {
  return variable === undefined ? `${at}.vars.from` : `${at}.vars.${variable}.from`;
}
