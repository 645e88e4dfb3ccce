import { runInThisContext } from 'node:vm';
import type { Random } from '../../../support/random.ts';

/** What a program tells records apart by. */
interface Seen {
  readonly ok: boolean;
  readonly id: string | null;
}

/**
 * The value of a program in Node, as JSON has it, with Map and Set as objects and lists; undefined if it fails or has none.
 * @param all the records as the program is to see them
 */
export async function valueInNode(program: string, all: readonly Seen[]): Promise<string | undefined> {
  const by: Record<string, unknown[]> = Object.create(null);
  for (const record of all) if (record.id !== null) (by[record.id] ??= []).push(record);
  const value = program.startsWith('{') ? `(${program})` : program;
  const run = runInThisContext(`(async (records, ok, by) => ${value}\n)`) as (...args: unknown[]) => Promise<unknown>;
  try {
    return JSON.stringify(
      plain(
        await run(
          all,
          all.filter((each) => each.ok),
          by,
        ),
      ),
    );
  } catch {
    return undefined;
  }
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  if (value instanceof Set) return [...value].map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) return String(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** A list of items, or an object that has one. */
export function randomItems(random: Random): unknown {
  const list = Array.from({ length: random.int(0, 8) }, (_, id) => ({
    id,
    name: random.text(12),
    state: random.pick(['open', 'closed', 'Open']),
    price: random.pick([random.int(-50, 50), random.next() * 100, null]),
    at: new Date(random.int(0, 2e9) * 1000).toISOString(),
    tags: Array.from({ length: random.int(0, 3) }, () => random.pick(['a', 'b', 'ü', 'C'])),
  }));
  return random.next() < 0.5 ? list : { items: list, total: random.int(0, 99), next: null };
}

/**
 * Where programs begin, and what they go on with: each takes a list and gives one. None is a list of records as it is, of
 * which what no record has is refused.
 */
const SOURCES = [
  '[...ok]',
  '[...records]',
  '[...(by.users ?? [])]',
  'Object.values(by).flat()',
  'ok.flatMap(r => r.body?.items ?? r.body ?? [])',
  'ok.flatMap(r => Array.isArray(r.body) ? r.body : Object.entries(r.body ?? {}))',
  '[...ok, ...records]',
  'ok.map(r => r.body)',
  'Array.from(ok.entries())',
  'structuredClone(ok)',
  'records.filter(r => !r.ok).map(r => r.error_body?.message ?? r.outcome)',
  'Object.keys(ok[0]?.body ?? {})',
] as const;
const STEPS = [
  '.map(x => x?.id ?? x)',
  '.map(x => ({ ...x }))',
  '.map(x => ({ a: 1, ...x, ...[x] }))',
  '.map(x => `${new Date(Number(x?.ms ?? NaN))}`)',
  '.map(({ ...rest }) => rest)',
  '.filter(Boolean)',
  '.filter((x, i) => i % 2 === 0)',
  '.map(x => x?.name ?? x?.[0] ?? null)',
  '.map(x => String(x))',
  '.map(x => x?.price ?? 0)',
  '.map(x => typeof x)',
  '.sort()',
  '.toSorted((a, b) => String(a).localeCompare(String(b)))',
  '.sort((a, b) => (a?.price ?? 0) - (b?.price ?? 0))',
  '.reverse()',
  '.slice(1, 4)',
  '.flat(2)',
  '.flatMap(x => x?.tags ?? [x])',
  '.map(x => String(x).toUpperCase().padEnd(9, "·").normalize("NFD"))',
  '.map(x => String(x).split(/[\\s,.]+/u).length)',
  '.map(x => String(x).replace(/(\\w)(\\w)/g, "$2$1"))',
  '.map(x => [...String(x)].slice(0, 3).join("-"))',
  '.map(x => x?.at ? new Date(x.at) : null)',
  '.map(x => x?.at ? new Date(x.at).getUTCDay() : -1)',
  '.map((x, i) => [i, x])',
  '.map(x => Number(x))',
  '.map(x => parseFloat(x))',
  '.map(x => +(Number(x?.price) || 0).toFixed(2))',
  '.map(x => JSON.stringify(x))',
  '.map(x => (Number(x?.price ?? x) || 0) * 1.1)',
  '.map(x => Number(x?.price ?? 1.5).toString(2).slice(0, 20))',
  '.map(x => x?.state?.toLowerCase() === "open")',
  '.map(x => encodeURIComponent(String(x).toWellFormed()).slice(0, 30))',
  '.map(x => String(x).match(/(?<first>\\p{L}+)/u)?.groups?.first ?? null)',
  '.concat([null, 1])',
  '.filter(x => x?.state === "open" || x?.ok)',
  '.map(x => Math.round(Number(x?.ms ?? 3) / 7))',
  '.map(x => x?.vars?.n ?? x)',
  '.with(-1, "last")',
  '.toSpliced(0, 1)',
  '.map(x => Object.entries(x ?? {}).length)',
  '.map(x => String(x).codePointAt(0))',
  '.map(x => String(x).charCodeAt(1))',
  '.map(x => Number(x?.price ?? 2).toPrecision(3))',
  '.map(x => (x?.id ?? 5) ** 3 % 7 | 0)',
  '.map(x => `${x?.id}:${x?.name?.length}`)',
  '.map(x => btoa(String(x).replace(/[^\\x00-\\xff]/g, "?")))',
  '.map(x => String(x).localeCompare("m"))',
  '.map(x => Number(x?.price ?? 1234.5).toLocaleString("en-US"))',
  '.map(x => new URL("/" + String(x).toWellFormed(), "https://x.org").pathname)',
  '.map(x => String(x).at(-1) ?? "")',
  '.map(x => isNaN(x))',
] as const;
const ENDS = [
  '',
  '.length',
  '.reduce((n, x) => n + (Number(x?.price ?? x) || 0), 0)',
  '.join("|")',
  '.some(x => x === null)',
  '.at(-1) ?? null',
  '.find(x => x) ?? null',
  '.indexOf(1)',
  '.reduce((all, x) => ({ ...all, [String(x?.state ?? x).slice(0, 20)]: (all[String(x?.state ?? x).slice(0, 20)] ?? 0) + 1 }), {})',
  '.includes("a")',
] as const;
const WRAPS = [
  (list: string) => list,
  (list: string) => `new Set(${list})`,
  (list: string) => `new Map([${list}].flat().map((x, i) => ["k" + i, x]))`,
  (list: string) => `Object.fromEntries([${list}].flat().map((x, i) => ["k" + (i % 3), x]))`,
  (list: string) => `[${list}, Math.max(0, ...[${list}].flat().filter(Number.isFinite))]`,
  (list: string) => `(await Promise.all([${list}].flat().map(async x => x)))`,
  (list: string) =>
    `((xs) => { const seen = []; for (const x of xs) { if (seen.length > 4) break; seen.push(x); } return seen; })([${list}].flat())`,
  (list: string) => `JSON.parse(JSON.stringify({ v: ${list} })).v ?? null`,
  (list: string) => `(() => { try { return ${list} } catch (e) { return e.name } })()`,
  (list: string) => `[...(function* () { yield* [${list}].flat(); })()]`,
] as const;

/** An expression over records that changes nothing. */
export function randomProgram(random: Random): string {
  const steps = Array.from({ length: random.int(0, 4) }, () => random.pick(STEPS));
  return random.pick(WRAPS)(`${random.pick(SOURCES)}${steps.join('')}${random.pick(ENDS)}`);
}
