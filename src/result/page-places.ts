import { pageWord, wordOf } from './page-words.ts';
import { memberPath } from './select/jmespath/path-text.ts';
import { isObject } from './select/shape.ts';

/** An object of a body, and its path in JMESPath; '' is the body itself. */
export type Place = readonly [path: string, place: Record<string, unknown>];

/** How deep a page keeps its items: `data.search.nodes` of GraphQL. */
const MAX_DEPTH = 4;
/** Objects that are looked at inside of others. */
const MAX_INNER = 50;

/** Members of an object that are looked at: what describes pages has few. */
const MAX_MEMBERS = 500;

/** The first members of an object, of which there may be as many as a body holds. */
export function membersOf(place: Record<string, unknown>): readonly (readonly [string, unknown])[] {
  const members: (readonly [string, unknown])[] = [];
  for (const key in place) {
    if (members.length >= MAX_MEMBERS) break;
    if (Object.hasOwn(place, key)) members.push([key, place[key]]);
  }
  return members;
}

/** Whether a body may say anything of pages: most are a list, or one thing, and are not looked at any further. */
export function mayTell(body: unknown): boolean {
  if (!isObject(body) || Array.isArray(body)) return false;
  return membersOf(body).some(([key, value]) => pageWord(key) !== undefined || (isObject(value) && !Array.isArray(value)));
}

/** The body, what describes pages in it, and what does so in that. */
export function outerPlaces(body: Record<string, unknown>): readonly Place[] {
  const holders = holdersIn(['', body]);
  return [['', body], ...holders, ...holders.flatMap(holdersIn)];
}

/** Objects in a wrapper that have a list, at any depth as GraphQL names them, and what describes pages beside it. */
export function innerPlaces(body: Record<string, unknown>): readonly Place[] {
  const wrappers = objectsIn(['', body]).filter(([path]) => wordOf(lastKey(path)).isWrapper);
  return listPlaces(wrappers).flatMap((place) => [place, ...holdersIn(place)]);
}

/** The objects round a list that a path leads to, from the outside in, each with what describes pages in it. */
export function placesTo(body: unknown, path: string): readonly Place[] {
  const places: Place[] = [];
  let at = '';
  let place = body;
  for (const step of stepsOf(path).slice(0, -1)) {
    place = member(place, step);
    if (!isObject(place) || Array.isArray(place)) break;
    at = at === '' ? step : `${at}.${step}`;
    places.push([at, place], ...holdersIn([at, place]));
  }
  return places;
}

/** Objects below the top that have a list, wherever they are. */
export function listedPlaces(body: Record<string, unknown>): readonly Place[] {
  return listPlaces(objectsIn(['', body]));
}

function listPlaces(from: readonly Place[]): readonly Place[] {
  const queue = [...from];
  for (let at = 0; at < queue.length && queue.length < MAX_INNER; at++) {
    const next = queue[at];
    if (next && stepsOf(next[0]).length <= MAX_DEPTH) queue.push(...objectsIn(next));
  }
  return queue.filter(([, place]) => membersOf(place).some(([, value]) => Array.isArray(value)));
}

/** The longest list of an object, as near to the top as there is one; undefined if it has none. */
export function findList(body: unknown): List | undefined {
  let places: readonly Place[] = isObject(body) && !Array.isArray(body) ? [['', body]] : [];
  for (let depth = 1; depth <= MAX_DEPTH; depth++) {
    const list = longestOf(places.flatMap((place) => listsIn(place)));
    if (list) return list;
    places = places.flatMap(objectsIn);
  }
  return undefined;
}

/** A list of a body. */
export interface List {
  /** '' is the body itself. */
  readonly path: string;
  readonly length: number;
}

/** The longest of lists, of several the first; undefined if there are none. */
export function longestOf(lists: readonly List[]): List | undefined {
  return lists.toSorted((a, b) => b.length - a.length)[0];
}

/** The lists of an object, each with its path. */
export function listsIn([at, place]: Place): readonly List[] {
  return membersOf(place).flatMap(([key, value]) => {
    return Array.isArray(value) ? [{ path: memberPath(at, key), length: value.length }] : [];
  });
}

/** Members that describe pages. */
function holdersIn(place: Place): readonly Place[] {
  return objectsIn(place).filter(([path]) => wordOf(lastKey(path)).isHolder);
}

function objectsIn([at, place]: Place): readonly Place[] {
  return membersOf(place).flatMap(([key, value]): Place[] => {
    return isObject(value) && !Array.isArray(value) ? [[memberPath(at, key), value]] : [];
  });
}

/** What is at a path of keys, and of elements by their numbers. */
export function valueAt(body: unknown, path: string): unknown {
  return stepsOf(path).reduce(member, body);
}

/** The path of what holds the member at a path; that of a list, where it leads to an item of it. */
export function parentOf(path: string): string {
  const [list = path] = path.split('[');
  return stepsOf(list).slice(0, -1).join('.');
}

/** The key at the end of a path. */
export function lastKey(path: string): string {
  return keyOf(stepsOf(path).at(-1) ?? path);
}

function stepsOf(path: string): readonly string[] {
  return path.match(/(?:"(?:\\.|[^"\\])*"|[^."])+/g) ?? [];
}

function keyOf(step: string): string {
  return step.startsWith('"') ? step.slice(1, -1).replace(/\\(["\\])/g, '$1') : step.replace(/\[\d+\]$/, '');
}

function member(place: unknown, step: string): unknown {
  if (!isObject(place)) return undefined;
  const value = place[keyOf(step)];
  const index = /\[(\d+)\]$/.exec(step)?.[1];
  return index === undefined ? value : Array.isArray(value) ? value[Number(index)] : undefined;
}
