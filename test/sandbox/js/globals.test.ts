import { runInThisContext } from 'node:vm';
import { expect, test } from 'vitest';
import { pageToMarkdown } from '../../../src/result/html/page-to-markdown.ts';
import { seeded } from '../../support/random.ts';
import { answered } from './support/records.ts';
import { errorOf, notesOf, valueOf } from './support/run.ts';

/** The inputs for which functions give something else in a program than here, and what. */
async function differences(inputs: readonly unknown[], ...codes: readonly string[]): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const code of codes) {
    const each = `input => { try { return ${code}; } catch (error) { return error.name; } }`;
    const there = (await valueOf(`ok[0].body.map(${each})`, [answered(0, inputs)])) as unknown[];
    const here = inputs.map(runInThisContext(`(${each})`) as (input: unknown) => unknown);
    for (const [at, input] of inputs.entries()) {
      const [one, other] = [JSON.stringify(there[at]), JSON.stringify(here[at])];
      if (one !== other) found.push({ code, input, there: one, here: other });
    }
  }
  return found;
}

const URLS = [
  'https://user:p%40ss@Example.COM:8443/a/../b/./c?x=1&x=2&y=%C3%A9#frag',
  'http://example.com:80',
  'https://例え.jp/パス?q=日本',
  '/relative',
  '../up',
  '?only=query',
  '#hash',
  '',
  'mailto:a@b.c',
  'data:text/plain,hi',
  'http://[::1]:3000/',
  'http://1.2.3',
  'http://0x7f.1/',
  'not a url',
  'http://',
  'https://a b.com',
  'HTTPS://EXAMPLE.com/%7Efoo',
  'http://ex.com/a b?c d#e f',
  'file:///etc/passwd',
  'javascript:alert(1)',
  ' https://x.org/ ',
  'http://x.org/\n\ta',
];
const PARTS =
  '[url.href, url.origin, url.protocol, url.username, url.password, url.host, url.hostname, url.port, url.pathname, url.search, url.hash]';

test('URL is that of the standard: parts, bases, errors', async () => {
  const inputs = URLS.flatMap((url) =>
    [undefined, 'https://base.example/dir/page?q#h', 'nonsense'].map((base) => ({ url, base })),
  );
  expect(await differences(inputs, `(url => ${PARTS})(new URL(input.url, input.base ?? undefined))`)).toEqual([]);
  expect(
    await differences(
      inputs,
      '[URL.canParse(input.url, input.base), JSON.stringify({ url: new URL(input.url, input.base) }), String(new URL(input.url, input.base))]',
    ),
  ).toEqual([]);
});

test('every part of a URL can be set', async () => {
  const parts = ['href', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];
  const values = [
    'https://other.org/x',
    'http',
    'new',
    'a:b@c',
    'example.org:99',
    '8080',
    'x'.repeat(5),
    '/p q',
    '?a=b&c',
    '#z',
    '',
    ' ',
  ];
  const inputs = parts.flatMap((part) => values.map((value) => ({ part, value })));
  expect(
    await differences(
      inputs,
      `(url => { url[input.part] = input.value; return ${PARTS}; })(new URL('https://u:p@host.example:1/path?q=1#f'))`,
    ),
  ).toEqual([]);
  expect(await valueOf('const u = new URL("https://a.org/"); u.origin = "x"; u.origin')).toBe('https://a.org');
});

test('URLSearchParams read and write as forms do, also those of a URL', async () => {
  const queries = ['a=1&b=2&a=3', '?x=%20+%2B', '', '&&=&a', 'é=日本&%zz', 'a=b=c'];
  expect(await differences(queries, '[...new URLSearchParams(input)]')).toEqual([]);
  expect(
    await differences(
      queries,
      `(p => { p.append('n', 'ä b'); p.set('a', '9'); p.delete('b'); p.sort();
    return [p.toString(), p.get('a'), p.getAll('a'), p.has('x'), p.has('a', '9'), p.size, [...p.keys()], [...p.values()]]; })(new URLSearchParams(input))`,
    ),
  ).toEqual([]);
  expect(
    await differences(
      [
        [
          ['a', '1'],
          ['a', '2'],
        ],
        { q: 'x y', n: 5 },
      ],
      'new URLSearchParams(input).toString()',
    ),
  ).toEqual([]);
  expect(
    await differences(
      queries,
      `(u => { u.searchParams.set('page', 2); u.searchParams.delete('a'); const one = u.href; u.search = '?z=1'; return [one, u.href, u.searchParams.get('z')]; })(new URL('https://x.org/?' + input.replace('?', '')))`,
    ),
  ).toEqual([]);
  const seen =
    'const seen = []; new URL("https://x.org/?b=1&a=2").searchParams.forEach((value, name) => seen.push(name + value)); seen';
  expect(await valueOf(seen)).toEqual(['b1', 'a2']);
  expect(
    await valueOf('[URL.name, new URL("http://a").searchParams instanceof URLSearchParams, Object.keys(new URL("http://a"))]'),
  ).toEqual(['URL', true, []]);
});

test('atob and btoa are those of browsers', async () => {
  const random = seeded(4);
  const bytes = Array.from({ length: 40 }, () =>
    Array.from({ length: random.int(0, 20) }, () => String.fromCharCode(random.int(0, 255))).join(''),
  );
  expect(await differences([...bytes, 'é日', ''], 'btoa(input)')).toEqual([]);
  expect(await differences([...bytes.map((text) => btoa(text)), 'YQ', ' YW Jj\n', 'YWJj=', '*', 'Y'], 'atob(input)')).toEqual([]);
});

test('structuredClone copies what JSON cannot, and what contains itself', async () => {
  expect(
    await valueOf(`
    const shared = { n: 1 };
    const from = { date: new Date(5), map: new Map([[shared, new Set([shared])]]), re: /a+/gi, bytes: new Uint16Array([1, 500]).subarray(1), list: [, 1], box: new String('abc') };
    from.self = from;
    const to = structuredClone(from);
    const [key, set] = [...to.map][0];
    [to !== from, to.self === to, to.date instanceof Date && +to.date, key === [...set][0], key !== shared, to.re.source + to.re.flags,
      to.bytes instanceof Uint16Array, [...to.bytes], 0 in to.list, to.list.length, String(to.box), structuredClone(new TypeError('x')).message]`),
  ).toEqual([true, true, 5, true, true, 'a+gi', true, [500], false, 2, 'abc', 'x']);
  expect(
    await valueOf(
      '[() => 1, Symbol("x"), { a() {} }, Promise.resolve()].map(x => { try { structuredClone(x) } catch (e) { return e.name } })',
    ),
  ).toEqual(Array.from({ length: 4 }, () => 'DataCloneError'));
  expect(
    await valueOf('const copy = structuredClone(records[0]); copy.body.push(2); [records[0].body, copy.body, copy.i]', [
      answered(7, [1]),
    ]),
  ).toEqual([[1], [1, 2], 7]);
});

test('languages are known where the language asks for them, with en-US and UTC where nothing is said', async () => {
  const words = ['Zebra', 'apple', 'Äpfel', 'item 10', 'item 9', 'résumé', 'resume', ''];
  expect(
    await differences(
      words,
      `[${JSON.stringify(words)}.map(w => input.localeCompare(w, 'en-US')), input.localeCompare('ITEM 9', 'de', { sensitivity: 'base', numeric: true })]`,
    ),
  ).toEqual([]);
  expect(await valueOf('["b", "a", "C", "ä"].sort((a, b) => a.localeCompare(b))')).toEqual(['a', 'ä', 'b', 'C']);
  expect(
    await differences(
      [0, 1234.5, -1e21, 0.1],
      '[input.toLocaleString("en-US"), input.toLocaleString("de-DE", { style: "currency", currency: "EUR" }), input.toLocaleString("en", { style: "percent" })]',
    ),
  ).toEqual([]);
  expect(
    await valueOf(
      '[1234567.891.toLocaleString(), NaN.toLocaleString(), 12345678901234567890n.toLocaleString(), [1000, 2000].toLocaleString()]',
    ),
  ).toEqual(['1,234,567.891', 'NaN', '12,345,678,901,234,567,890', '1,000,2,000']);
  const summer =
    'const d = new Date("2024-07-04T23:30:00Z"); [d.toLocaleDateString(), d.toLocaleTimeString("en-GB"), d.toLocaleString("en-US", { weekday: "long", timeZone: "Asia/Tokyo" }), new Date(NaN).toLocaleString()]';
  expect(await valueOf(summer)).toEqual(['7/4/2024', '23:30:00', 'Friday', 'Invalid Date']);
  expect(await errorOf('(1).toLocaleString("no such locale")')).toMatch(
    /^js failed at line 1 .*(?:locale information|language tag)/,
  );
});

test('dates are real, and in UTC', async () => {
  const before = Date.now();
  const [now, offset, hours] = (await valueOf(
    '[Date.now(), new Date(2024, 6, 1).getTimezoneOffset(), new Date("2024-07-01T10:00:00+02:00").getHours()]',
  )) as number[];
  expect(now).toBeGreaterThanOrEqual(before - 1);
  expect(now).toBeLessThanOrEqual(Date.now() + 1);
  expect([offset, hours]).toEqual([0, 8]);
});

test('tableRows reads pipe tables as GFM has them', async () => {
  const page = [
    'text | no table',
    '',
    '| Name | | Name |',
    '|:---|:--:|--:|',
    '| a \\| b | `c` | |',
    '| 1 | 2 | 3 | 4 |',
    '| only |',
    '',
    '```',
    '| x | y |',
    '| --- | --- |',
    '| 1 | 2 |',
    '```',
    'a|b',
    '-|-',
    'c|d',
    '',
    '| head | of two |',
    '| --- |',
  ].join('\n');
  expect(await valueOf('tableRows(ok[0].body)', [answered(0, page)])).toEqual([
    { Name: 'a | b', column_2: '`c`', Name_2: '' },
    { Name: '1', column_2: '2', Name_2: '3', column_4: '4' },
    { Name: 'only', column_2: '', Name_2: '' },
    { a: 'c', b: 'd' },
  ]);
  expect(await errorOf('tableRows(ok[0].body)', [answered(0, { a: 1 })])).toContain(
    'tableRows takes the text of a page as Markdown, and this is of the type object',
  );
  expect(await errorOf('tableRows(records[0].error_body)', [answered(0, 1)])).toContain('and this is null');
});

test('tableRows gives the texts that a page has in its cells', async () => {
  const texts = [
    '-',
    '1.',
    '2)',
    '*x*',
    '_y_',
    '`z`',
    'Ann*',
    '1*2*3',
    'a_b',
    'C:\\path',
    'a \\* b',
    '[1](x)',
    '# 1',
    '> 5',
    '+',
    '~5',
    'a|b',
  ];
  const cells = texts.map((text) => `<tr><td>${text.replaceAll('>', '&gt;')}<td>1`).join('');
  const { markdown } = pageToMarkdown(`<table><tr><th>Name*<th>N${cells}</table>`, 'https://example.org/');
  expect(await valueOf('tableRows(ok[0].body).map(r => r["Name*"])', [answered(0, markdown)])).toEqual(texts);
  const kept = String.raw`| a | b |${'\n'}|---|---|${'\n'}| ${'`'}\*${'`'} | \(x\_1\) |`;
  expect(await valueOf('tableRows(ok[0].body)', [answered(0, kept)])).toEqual([{ a: '`\\*`', b: '\\(x\\_1\\)' }]);
});

test('the console goes to the notes: 20 lines, 2,000 characters', async () => {
  expect(
    await notesOf(
      'console.log("n", 1, { a: [undefined, 2n] }, null, undefined); console.warn([1]); console.table(new Map([["k", 1]])); 1',
    ),
  ).toEqual(['console: n 1 {"a":[null,"2"]} null undefined', 'console: [1]', 'console: {"k":1}']);
  const asserted = 'console.assert(1, "a"); console.assert(0, "b", [2]); console.assert(); console.timeLog(); console.clear(); 1';
  expect(await notesOf(asserted)).toEqual(['console: assertion failed b [2]', 'console: assertion failed']);
  const counted = 'console.count(); console.count("a"); console.count(); 1';
  expect(await notesOf(counted)).toEqual(['console: default: 1', 'console: a: 1', 'console: default: 2']);
  const many = await notesOf('for (let i = 0; i < 50; i++) console.log("line", i); 1');
  expect(many).toHaveLength(21);
  expect(many.at(-1)).toBe('console: 30 more lines were left out (20 lines, 2,000 characters are kept)');
  const long = await notesOf('console.log("x".repeat(1e6)); console.log("y"); 1');
  expect(long.join('').length).toBeLessThan(2_200);
  expect(await notesOf('const a = {}; a.a = a; console.log(a, () => 1); 1')).toEqual([
    'console: an object that is too large to show, or contains itself () => 1',
  ]);
});

test('what has been written before a program fails is kept', async () => {
  const { runProgram } = await import('../../../src/sandbox/js/run-program.ts');
  expect(await runProgram('console.log("so far"); null.x', [])).toMatchObject({ console: ['console: so far'] });
});

test('random numbers are others each time', async () => {
  const draws = await Promise.all(Array.from({ length: 5 }, () => valueOf('Math.random()')));
  expect(new Set(draws).size).toBe(5);
  const many = (await valueOf('Array.from({ length: 1000 }, Math.random)')) as number[];
  expect(new Set(many).size).toBe(1_000);
  expect(many.every((each) => each >= 0 && each < 1)).toBe(true);
  const mean = many.reduce((sum, each) => sum + each, 0) / many.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.1);
});

test.each([
  ['[parseFloat.length, parseInt.length, Date.parse.length, JSON.stringify.length]', [1, 2, 1, 3]],
  ['let asked = 0; parseInt("12", { valueOf: () => (asked++, 8) }); asked', 1],
  [
    'let asked = 0; const list = { length: 1, get 0() { asked++; return 10 } }; [[].includes.call(list, "10"), [].indexOf.call(list, "10"), asked]',
    [false, -1, 2],
  ],
  ['const none = () => { throw new Error("asked") }; Object.keys(new Proxy({ a: 1 }, { getPrototypeOf: none }))', ['a']],
  ['const none = () => { throw new Error("asked") }; new Set([new Proxy({}, { getPrototypeOf: none, ownKeys: none })]).size', 1],
  ['Date.prototype.toISOString = () => { throw 1 }; new Date("05.03.2024") > 0', true],
  ['Array.prototype[Symbol.iterator] = () => { throw 1 }; Date.parse("25/03/2024") > 0', false],
])('what looks at a program changes nothing of it: %s', async (program, value) => {
  expect(await valueOf(program)).toEqual(value);
});
