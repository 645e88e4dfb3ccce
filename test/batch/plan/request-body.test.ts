import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { parseBody } from '../../../src/batch/plan/request-body.ts';
import type { RequestArgs } from '../../../src/batch/args/schema.ts';
import type { Row } from '../../../src/batch/plan/variable-value.ts';
import { sendable } from '../../support/plan.ts';
import { cases, seeded, type Random } from '../../support/random.ts';

/** A body as it is sent; what was counted before is what it has. */
function made(request: Omit<RequestArgs, 'url'>, row: Row = {}): string | undefined {
  const body = parseBody({ url: '/', vars: {}, ...request });
  const text = body?.fill(row);
  const [size, bytes] = [body?.size(row), Buffer.byteLength(text ?? '')];
  if (size !== bytes) throw new Error(`${size} bytes were counted, and it has ${bytes}: ${text}`);
  return text;
}

const NAMES = ['id', 'n', 'user.name', 'ü', '$&', 'a b'] as const;

function rowOf(random: Random): Row {
  const value = (): string | number | boolean =>
    random.pick([random.int(-9, 9), random.next(), true, false, '', random.text(12), '{id}', '$1{n}', '"']);
  const names = NAMES.filter(() => random.next() < 0.7);
  return Object.fromEntries(names.map((name) => [name, random.next() < 0.2 ? [value(), value()] : value()]));
}

/** A text with and without variables, and with braces that are none. */
function textOf(random: Random): string {
  const piece = (): string =>
    random.pick([
      `{${random.pick(NAMES)}}`,
      `{${random.pick(NAMES)}}`,
      random.text(6),
      '{',
      '}',
      '{}',
      '{ id }',
      '{{',
      '{none}',
      '{toString}',
    ]);
  return Array.from({ length: random.int(1, 4) }, piece).join('');
}

function jsonOf(random: Random, depth: number): unknown {
  const kind = random.next();
  if (depth === 0 || kind < 0.4)
    return random.pick([textOf(random), textOf(random), `{${random.pick(NAMES)}}`, random.int(-9, 9), null, true]);
  const length = random.int(0, 3);
  if (kind < 0.7) return Array.from({ length }, () => jsonOf(random, depth - 1));
  return Object.fromEntries(
    Array.from({ length }, (_, nth) => [random.pick([`k${nth}`, textOf(random), '__proto__']), jsonOf(random, depth - 1)]),
  );
}

/** Reads the text from left to right, character by character, and knows nothing of expressions. */
function expanded(text: string, row: ReadonlyMap<string, unknown>): string {
  let out = '';
  for (let at = 0; at < text.length;) {
    const end = text[at] === '{' ? text.indexOf('}', at) : -1;
    const name = end < 0 ? '' : text.slice(at + 1, end);
    if (end >= 0 && !name.includes('{') && row.has(name)) {
      out += String(row.get(name));
      at = end + 1;
    } else {
      out += text.charAt(at++);
    }
  }
  return out;
}

/** The JSON text of a value, written out by hand. */
function written(value: unknown, row: ReadonlyMap<string, unknown>): string {
  if (typeof value === 'string') {
    const whole = [...row].find(([name]) => value === `{${name}}`);
    return JSON.stringify(whole ? whole[1] : expanded(value, row));
  }
  if (Array.isArray(value)) return `[${value.map((item) => written(item, row)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}:${written(member, row)}`)
    .join(',')}}`;
}

test('random JSON bodies come out as a plain reading of them says', () => {
  const random = seeded(20_261_126);
  let filled = 0;
  const wrong: unknown[] = [];
  for (let round = 0; round < cases(500); round++) {
    const [json, row] = [jsonOf(random, 4), rowOf(random)];
    const body = made({ json }, row);
    // A text that is JSON is meant as what it stands for.
    const meant = json === '{}' ? {} : json;
    const known = new Map(Object.entries(row));
    const expected = written(meant, known);
    if (body !== expected) wrong.push({ json, row, body, expected });
    if (body !== JSON.stringify(json)) filled++;
    // As text it comes to the same.
    const text = made({ json: JSON.stringify([json]) }, row);
    if (text !== `[${written(json, known)}]`) wrong.push({ json: [json], row, text });
  }
  expect(wrong).toEqual([]);
  expect(filled).toBeGreaterThan(cases(166));
});

test('random texts and forms do, too', () => {
  const random = seeded(4);
  const wrong: unknown[] = [];
  for (let round = 0; round < cases(500); round++) {
    const [text, row] = [textOf(random), rowOf(random)];
    const known = new Map(Object.entries(row));
    const body = made({ body: text }, row);
    if (body !== expanded(text, known)) wrong.push({ text, row, body });
    const whole = [...known].find(([name]) => text === `{${name}}`)?.[1];
    const values = whole === undefined ? [expanded(text, known)] : [whole].flat().map(String);
    const form = new URLSearchParams(made({ form: { [text]: [text, 'plain'] } }, row));
    const got = form.getAll(text.toWellFormed());
    const expected = [...values, 'plain'].map((value) => value.toWellFormed());
    if (!isDeepStrictEqual(got, expected)) wrong.push({ text, row, got, expected });
  }
  expect(wrong).toEqual([]);
});

test('without vars nothing is filled in', () => {
  const random = seeded(7);
  for (let round = 0; round < 300; round++) {
    const json = { value: jsonOf(random, 3) };
    expect(made({ json, vars: undefined })).toBe(JSON.stringify(json));
  }
});

test('a template makes a body for each of its rows', async () => {
  const random = seeded(11);
  for (let round = 0; round < 50; round++) {
    const json = { value: jsonOf(random, 3) };
    const rows = Array.from({ length: random.int(1, 5) }, () => ({ id: random.int(0, 99), 'a b': random.text(9) }));
    const planned = await sendable({ requests: [{ url: 'http://127.0.0.1/{id}', vars: rows, json }] }, { tool: 'request_many' });
    expect(planned.map(({ request }) => request.body?.())).toEqual(
      rows.map((row) => written(json, new Map(Object.entries(row)))),
    );
  }
});

test('a string may name a variable as often as it likes', () => {
  const text = made({ json: { all: '{id}'.repeat(130_000) } }, { id: 7 });
  expect(text).toBe(JSON.stringify({ all: '7'.repeat(130_000) }));
});
