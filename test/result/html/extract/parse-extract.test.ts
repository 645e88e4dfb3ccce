import { describe, expect, test } from 'vitest';
import { parseExtract } from '../../../../src/result/html/extract/parse-extract.ts';

/** What is wrong with a spec, as `path: message`. */
function problems(spec: unknown): string[] {
  const parsed = parseExtract(spec);
  if ('fields' in parsed) throw new Error('Expected problems');
  return parsed.map(({ path, message }) => `${path}: ${message}`);
}

function fields(spec: unknown): unknown {
  const parsed = parseExtract(spec);
  if (!('fields' in parsed)) throw new Error(JSON.stringify(parsed));
  return parsed.fields;
}

describe('what is read', () => {
  const text = { kind: 'text' };
  test.each<[unknown, object]>([
    ['h1', { selector: 'h1', wanted: text, isList: false }],
    [['h1'], { selector: 'h1', wanted: text, isList: true }],
    ['main a@href', { selector: 'main a', wanted: { kind: 'attribute', attribute: 'href' }, isList: false }],
    ['a[href="x@y"]', { selector: 'a[href="x@y"]', wanted: text, isList: false }],
    ['a[title="@"]@data-id', { selector: 'a[title="@"]', wanted: { kind: 'attribute', attribute: 'data-id' }, isList: false }],
    [
      'a:is([x="@"], b)@xlink:href',
      { selector: 'a:is([x="@"], b)', wanted: { kind: 'attribute', attribute: 'xlink:href' }, isList: false },
    ],
    ['h1@html', { selector: 'h1', wanted: { kind: 'html' }, isList: false }],
    [{ selector: 'h1' }, { selector: 'h1', wanted: text, isList: false }],
    [{ selector: 'a@href' }, { selector: 'a', wanted: { kind: 'attribute', attribute: 'href' }, isList: false }],
    [[{ selector: 'a', value: 'href' }], { selector: 'a', wanted: { kind: 'attribute', attribute: 'href' }, isList: true }],
    [
      { selector: 'a', value: 'textContent' },
      { selector: 'a', wanted: { kind: 'textContent' }, isList: false },
    ],
    [
      { selector: 'a', value: 'innerHTML' },
      { selector: 'a', wanted: { kind: 'html' }, isList: false },
    ],
    [
      { selector: 'a', value: 'outerHTML' },
      { selector: 'a', wanted: { kind: 'outerHTML' }, isList: false },
    ],
    [
      { selector: 'a', value: 'json' },
      { selector: 'a', wanted: { kind: 'json' }, isList: false },
    ],
  ])('%j', (value, expected) => {
    expect(fields({ x: value })).toEqual([{ name: 'x', ...expected }]);
  });

  test('objects in objects, and the element itself in one', () => {
    expect(fields({ items: [{ selector: 'li', value: { id: '@data-id', name: 'b' } }] })).toEqual([
      {
        name: 'items',
        selector: 'li',
        isList: true,
        wanted: {
          kind: 'object',
          fields: [
            { name: 'id', selector: '', isList: false, wanted: { kind: 'attribute', attribute: 'data-id' } },
            { name: 'name', selector: 'b', isList: false, wanted: { kind: 'text' } },
          ],
        },
      },
    ]);
  });

  test('names of XML in a selector', () => {
    expect(fields({ c: 'dc:creator', d: 'item > media|content@url', e: 'channel > atom:link[rel="self"]@href' })).toHaveLength(3);
  });

  test('at the limits', () => {
    expect(fields(Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`n${at}`, 'a'])))).toHaveLength(50);
    expect(fields({ a: `a${'.b'.repeat(149)}` })).toHaveLength(1);
    const deep = (depth: number): unknown => (depth === 1 ? { x: 'a' } : { x: { selector: 'a', value: deep(depth - 1) } });
    expect(fields(deep(5))).toHaveLength(1);
    expect(problems(deep(6))).toEqual(['x.value.x.value.x.value.x.value.x.value: nested more than 5 levels deep']);
  });
});

describe('what is refused', () => {
  test.each<[string, RegExp]>([
    ['h1:eq(0)', /^"h1:eq\(0\)" is no CSS selector: :eq is jQuery's, use :nth-of-type\(1\) or a list$/],
    ['li:eq(2) a', /use :nth-of-type\(3\)/],
    ['a:first', /:first is jQuery's, use nothing/],
    ['li:gt(3)', /:gt is jQuery's/],
    ['div:visible', /:visible is jQuery's, use nothing/],
    ['li:has(~ li)', /has ~ or \+ inside of :has/],
    ['ul:not(:has(li + li))', /has ~ or \+ inside of :has/],
    ['//div[@class="x"]/a', /is XPath, not CSS/],
    ['a/@href', /is XPath, not CSS/],
    ['(//h1)[1]', /is XPath, not CSS/],
    ['a::attr(href)', /::attr is Scrapy's, use "a@href"/],
    ['h1::text', /::text is Scrapy's, use "h1"/],
    ['p::before', /asks for ::before, which is in no document/],
    ['text=Next', /is Playwright's/],
    ['div[', /is no CSS selector: a name is missing at its end/],
    ['div >', /a name is missing after its last >/],
    ['h1,,h2', /at column 3 a comma stands before or after nothing/],
    ['div {x}', /at column 7 a name was expected, there is "\}"/],
    ['div $x', /"\$x" is no name/],
    ['.1a', /"1a" is no name/],
    ['p:not(.x', /Missing closing parenthesis in :not, at column 9/],
    ['li:frist-child', /there is no :frist-child; a name of XML is written with a backslash: a\\:frist-child/],
    ['li:nth-child(x)', /:nth-child takes a number, even, odd or 2n\+1, got "x"/],
    ['li:nth-child(2 of .a)', /:nth-child takes a number/],
    [`a${'.b'.repeat(150)}`, /^the selector has 301 characters; at most 300 are taken$/],
  ])('%s', (selector, message) => {
    const [problem = '', ...more] = problems({ x: selector });
    expect(more).toEqual([]);
    expect(problem.replace(/^x: /, '')).toMatch(message);
  });

  test.each<[unknown, RegExp]>([
    ['h1', /^: expected an object of names/],
    [['h1'], /^: expected an object of names/],
    [{}, /^: expected an object of names/],
    [null, /^: expected an object of names/],
    [{ a: 7 }, /^a: expected a CSS selector/],
    [{ a: ['x', 'y'] }, /^a: a list has one selector/],
    [{ a: [] }, /^a: a list has one selector/],
    [{ a: [['x']] }, /^a\[0\]: expected a CSS selector/],
    [{ a: '' }, /^a: the selector is empty$/],
    [{ a: '@href' }, /^a: the selector is empty$/],
    [{ a: { value: 'href' } }, /^a.selector: expected a CSS selector/],
    [{ a: { selector: 'a', value: 7 } }, /^a.value: expected the name of an attribute/],
    [{ a: { selector: 'tr', value: ['td'] } }, /^a.value: a list within each match needs a name: \{"cells":\["td"\]\}$/],
    [{ a: { selector: 'a', attr: 'href' } }, /^a.attr: unknown key; write "value": "href"$/],
    [{ a: { sel: 'a' } }, /^a.sel: unknown key; did you mean "selector"\?$/],
    [{ a: { selector: 'a', value: {} } }, /^a.value: expected an object of names/],
    [JSON.parse('{"__proto__": "a", "b": "c"}'), /^__proto__: cannot be used as a name/],
    [Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`n${at}`, 'a'])), /^: more than 50 names$/],
  ])('%j', (spec, message) => {
    expect(problems(spec)).toHaveLength(1);
    expect(problems(spec)[0]).toMatch(message);
  });

  test('everything at once, each with its path', () => {
    expect(
      problems({ a: 'x[', b: { selector: 'b', value: { c: '//p', d: 'ok' } }, e: ['f:first'] }).map((each) => each.split(':')[0]),
    ).toEqual(['a', 'b.value.c', 'e[0]']);
  });
});
