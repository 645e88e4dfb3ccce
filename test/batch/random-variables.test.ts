import { expect, test } from 'vitest';
import { bruteExpand } from '../support/brute-template.ts';
import { requestsOf } from '../support/plan.ts';
import { cases, seeded, type Random } from '../support/random.ts';

type Row = Readonly<Record<string, unknown>>;
type Scalar = string | number | boolean;
type Fields = Readonly<Record<string, Scalar | null | readonly (Scalar | null)[]>>;

const NAMES = ['a', 'b', 'c_1', 'd.e'] as const;

function scalar(random: Random): Scalar {
  return random.pick(['x', '', 'a b&c', '{a}', '$1', 'é', '..x', 'l\nf', '漢', 0, -3, 1.5, true, false]);
}

function value(random: Random): unknown {
  const kind = random.next();
  if (kind < 0.6) return scalar(random);
  if (kind < 0.7) return null;
  if (kind < 0.85) return Array.from({ length: random.int(1, 3) }, () => scalar(random));
  return { k: scalar(random), n: random.int(0, 9) };
}

/** A text around names; never nothing but one name. */
function text(random: Random, names: readonly string[]): string {
  const name = (): string => `{${random.pick([names[0] ?? 'a', ...names])}}`;
  return random.pick(['plain', `x${name()}`, `${name()}-${name()}`, `<${name()}>`, `{"k": "y${name()}"}`]);
}

function whole(random: Random, names: readonly string[]): string {
  return random.next() < 0.5 ? `{${random.pick([names[0] ?? 'a', ...names])}}` : text(random, names);
}

class Invalid extends Error {}

/** A part of a text, by hand. @throws {Invalid} where nothing can stand for it */
function written(given: unknown, isBody: boolean): string {
  if (given === null || given === undefined) throw new Invalid('null');
  if (typeof given !== 'object') return `${given as Scalar}`;
  if (Array.isArray(given) && given.every((item) => typeof item !== 'object')) return given.join(',');
  if (!isBody) throw new Invalid('an object');
  return JSON.stringify(given);
}

/** Reads a text from left to right; knows nothing of expressions. */
function filled(template: string, row: Row, isBody: boolean): string {
  let made = '';
  for (let at = 0; at < template.length;) {
    const end = template[at] === '{' ? template.indexOf('}', at) : -1;
    const name = template.slice(at + 1, end);
    if (end > 0 && Object.hasOwn(row, name)) {
      made += written(row[name], isBody);
      at = end + 1;
    } else made += template.charAt(at++);
  }
  return made;
}

/** The pairs of a query or a form. */
function pairs(fields: Fields, row: Row, isBody: boolean): string {
  const params = new URLSearchParams();
  for (const [key, given] of Object.entries(fields)) {
    for (const each of [given].flat()) {
      if (each === null) continue;
      const name = /^\{([^{}]+)\}$/.exec(String(each))?.[1];
      const found = name === undefined ? undefined : row[name];
      if (name === undefined) params.append(key, filled(String(each), row, isBody));
      else for (const item of [found].flat()) if (item !== null && item !== undefined) params.append(key, written(item, isBody));
    }
  }
  return params.toString();
}

function jsonFilled(given: unknown, row: Row): unknown {
  if (Array.isArray(given)) return given.map((item) => jsonFilled(item, row));
  if (typeof given === 'object' && given !== null) {
    return Object.fromEntries(Object.entries(given).map(([key, member]) => [key, jsonFilled(member, row)]));
  }
  if (typeof given !== 'string') return given;
  const name = /^\{([^{}]+)\}$/.exec(given)?.[1];
  return name !== undefined && Object.hasOwn(row, name) ? row[name] : filled(given, row, true);
}

interface Written {
  readonly url: string;
  readonly query: Fields;
  readonly headers: Record<string, string>;
  readonly body: { json?: unknown; form?: Fields; body?: string };
}

function randomRequest(random: Random, names: readonly string[]): Written {
  const list = (): string | (string | number | null)[] =>
    random.next() < 0.3 ? [whole(random, names), 1, null] : whole(random, names);
  const url = `/p${random.pick(['', `/{${names[0]}}`, `{?${names.join(',')}}`, `/{${names[0]}:2}{?${names[0]}*}`])}`;
  const query = random.next() < 0.6 ? { q: list(), r: list() } : {};
  const headers: Record<string, string> = random.next() < 0.5 ? { 'x-a': text(random, names) } : {};
  const body = random.pick<Written['body']>([
    {},
    { json: { all: [whole(random, names), { deep: whole(random, names) }], n: null } },
    { form: { f: list() } },
    { body: text(random, names) },
  ]);
  // All are used somewhere.
  return { url, query: { ...query, all: names.map((name) => `{${name}}`) }, headers, body };
}

/** What is sent for a row, or that it is invalid. */
function expected({ url, query, headers, body }: Written, row: Row): unknown {
  try {
    const used = [...url.matchAll(/\{(\??)([\w.]+)(:2)?(\*?)/g)];
    for (const [, optional, name = '', , exploded] of used) {
      const given = row[name];
      if (given === null && optional === '') throw new Invalid('null');
      if (typeof given === 'object' && given !== null && !Array.isArray(given) && exploded === '') throw new Invalid('object');
    }
    const rest = /\{\?([^}]*[^*])\}/.exec(url)?.[1]?.split(',') ?? [];
    if (rest.some((name) => typeof row[name] === 'object' && row[name] !== null && !Array.isArray(row[name])))
      throw new Invalid('object');
    const present = Object.fromEntries(Object.entries(row).filter(([, given]) => given !== null));
    const search = pairs(query, row, false);
    const target = new URL(`http://a.example${expandMaps(url, present)}`);
    if (!target.pathname.startsWith('/p')) throw new Invalid('it climbs');
    if (target.pathname === '/p/') throw new Invalid('a POST to what holds it');
    if (search) target.search = target.search ? `${target.search}&${search}` : search;
    const sent = Object.entries(headers).map(([name, template]) => [name, filled(template, row, false).trim()] as const);
    if (sent.some(([, sentText]) => /[^\t\x20-\x7e\x80-\xff]/.test(sentText))) throw new Invalid('header');
    const made =
      body.json !== undefined
        ? JSON.stringify(jsonFilled(body.json, row))
        : body.form !== undefined
          ? pairs(body.form, row, true)
          : body.body !== undefined
            ? filled(body.body, row, true)
            : undefined;
    return { url: target.href, headers: Object.fromEntries(sent), body: made };
  } catch (error) {
    if (error instanceof Invalid) return 'invalid';
    throw error;
  }
}

/** `{?a*}` of an object names its members; all else is for brute force. */
function expandMaps(url: string, row: Row): string {
  const map = /\{\?([\w.]+)\*\}/.exec(url);
  const given = map ? row[map[1] ?? ''] : undefined;
  if (!map || typeof given !== 'object' || given === null || Array.isArray(given)) return bruteExpand(url, row as never);
  const members = Object.entries(given).map(([key, member]) => bruteExpand(`${key}={m}`, { m: member }));
  return bruteExpand(url.replace(map[0], ''), row as never) + (members.length > 0 ? `?${members.join('&')}` : '');
}

test.each([11, 12, 13, 14])(
  'random requests with random rows are sent as a plain reading of them says (seed %i)',
  async (seed) => {
    const random = seeded(seed);
    const counts = { sent: 0, invalid: 0 };
    for (let round = 0; round < cases(50); round++) {
      const names = NAMES.slice(0, random.int(1, NAMES.length));
      const rows = Array.from({ length: random.int(1, 3) }, () => Object.fromEntries(names.map((name) => [name, value(random)])));
      const given = randomRequest(random, names);
      const { url, query, headers, body } = given;
      const made = await requestsOf(
        { base_url: 'http://a.example', requests: [{ method: 'POST', url, query, headers, ...body, vars: rows }] },
        { tool: 'givenmany' },
      );
      const found = made.map((each) => {
        if (!('request' in each)) return each.outcome;
        const { request } = each;
        const own = Object.fromEntries(Object.keys(headers).map((name) => [name, request.headers[name]]));
        return { url: request.url.href, headers: own, body: request.body?.() };
      });
      expect(found, JSON.stringify({ ...given, rows })).toEqual(rows.map((row) => expected(given, row)));
      for (const each of found) counts[each === 'invalid' ? 'invalid' : 'sent']++;
    }
    expect(counts.sent).toBeGreaterThan(cases(16));
    expect(counts.invalid).toBeGreaterThan(cases(16));
  },
);
