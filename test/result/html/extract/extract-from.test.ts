import { describe, expect, test } from 'vitest';
import { ExtractError } from '../../../../src/result/html/extract/extract-error.ts';
import { extractFrom, type Extracted } from '../../../../src/result/html/extract/extract-from.ts';
import { parseExtract } from '../../../../src/result/html/extract/parse-extract.ts';

/** An address beside the page's. */
function beside(name: string): string {
  return `https://example.org/shop/${name}`;
}

const PAGE_URL = 'https://example.org/shop/list.html';

function run(source: string, spec: unknown, kind: 'html' | 'xml' = 'html'): Extracted {
  const parsed = parseExtract(spec);
  if (!('fields' in parsed)) throw new Error(JSON.stringify(parsed));
  return extractFrom(source, kind, PAGE_URL, parsed);
}

/** What an extract of one name gave. */
function one(source: string, value: unknown, kind: 'html' | 'xml' = 'html'): unknown {
  return run(source, { x: value }, kind).value['x'];
}

const SHOP = `<html><head><title>Shop</title><base href="/v2/"></head><body><nav><a href="home">Home</a></nav><main><h1> Old
  <b>packs</b></h1><ul><li class="item" data-id="1"><h3>Kestrel</h3><p>40&nbsp;litres</p><p>1,280 g</p><span class="product-price">€149</span><a href="k?x=1&amp;y=2">more</a></li>
  <li class="item sold-out" data-id="2" hidden><h3>Falcon</h3><span class="product-price">€199</span><a href="#f">more</a></li></ul></main></body></html>`;

/** The data of a script. */
function json(script: string): unknown {
  return one(`<script id="d">${script}</script>`, { selector: '#d', value: 'json' });
}

describe('values', () => {
  test('text of the first, of all, and none', () => {
    expect(run(SHOP, { title: 'h1', names: ['h3'], none: 'h6', nones: ['h6'] })).toEqual({
      value: { title: 'Old packs', names: ['Kestrel', 'Falcon'], none: null, nones: [] },
      notes: ['none: no element matches "h6"', 'nones: no element matches "h6"'],
    });
  });

  test('text has a space where blocks part it, and nothing of scripts', () => {
    expect(one(SHOP, 'li')).toBe('Kestrel 40 litres 1,280 g €149more');
    expect(one('<div>a<script>x</script><style>y</style><br>b<p>c</p>d<i>e</i></div>', 'div')).toBe('a b c de');
    expect(one('<script>let a = 1;</script>', 'script')).toBe('let a = 1;');
  });

  test('code and other text of a pre keeps its lines', () => {
    const page = `<div><p>Run\n this:</p><pre><code>def f():\n    return 1\n\n<span class="line">f()</span></code></pre>then<pre> one </pre></div>
      <pre class="lines"><code><div class="line"><span class="lineno">1</span>if x:</div><div class="line">  y</div></code></pre><textarea>\na\n  b</textarea>`;
    const code = 'def f():\n    return 1\n\nf()';
    expect(one(page, 'pre')).toBe(code);
    expect(one(page, 'pre > code')).toBe(code);
    expect(one(page, 'div')).toBe(`Run this:\n${code}\nthen\none`);
    expect(one(page, '.lines')).toBe('if x:\n  y');
    expect(one(page, ['.lines .line'])).toEqual(['if x:', '  y']);
    expect(one(page, 'textarea')).toBe('a\n  b');
  });

  test('attributes; addresses are absolute', () => {
    expect(one(SHOP, ['a@href'])).toEqual([
      'https://example.org/v2/home',
      'https://example.org/v2/k?x=1&y=2',
      'https://example.org/v2/#f',
    ]);
    for (const base of ['data:text/html,x', 'javascript:1'])
      expect(one(`<base href="${base}"><a href="/p">P</a>`, 'a@href')).toBe('https://example.org/p');
    expect(one(SHOP, ['li@data-id'])).toEqual(['1', '2']);
    expect(one(SHOP, ['li@DATA-ID'])).toEqual(['1', '2']);
    const media =
      '<video poster="p.jpg"></video><form action=""></form><object data="o.pdf"></object><i data="x"></i><img src=" a b.png " srcset="a,b.png 1x, c.png 2x,d.png" data-src="/l.png">';
    expect(
      run(media, {
        p: 'video@poster',
        o: 'object@data',
        i: 'i@data',
        s: 'img@src',
        set: 'img@srcset',
        l: 'img@data-src',
        f: 'form@action',
      }).value,
    ).toEqual({
      p: beside('p.jpg'),
      o: beside('o.pdf'),
      i: 'x',
      s: beside('a%20b.png'),
      set: `${beside('a,b.png')} 1x, ${beside('c.png')} 2x, ${beside('d.png')}`,
      l: 'https://example.org/l.png',
      f: '',
    });
  });

  test('what every object inherits is no attribute', () => {
    expect(() => one('<p>x</p>', 'p@constructor')).toThrow(/the match of "p" has no "constructor"; it has no attribute/);
  });

  test('markup, raw text and Markdown', () => {
    expect(one('<p>a <b>c</b> &lt;</p>', { selector: 'p', value: 'html' })).toBe('a <b>c</b> &lt;');
    expect(one('<p id=x>a <b>c</b></p>', { selector: 'p', value: 'outerHTML' })).toBe('<p id="x">a <b>c</b></p>');
    expect(one('<p>a  <b>c</b>\n</p>', { selector: 'p', value: 'textContent' })).toBe('a  c\n');
    expect(one(SHOP, { selector: 'li', value: 'markdown' })).toBe(
      '- ### Kestrel\n\n  40 litres\n\n  1,280 g\n\n  €149[more](https://example.org/v2/k?x=1&y=2)',
    );
    expect(one('<div><p>a</p><p hidden>b</p><script>c</script></div><p>d</p>', { selector: 'div', value: 'markdown' })).toBe('a');
  });

  test('the data of scripts', () => {
    expect(json('{"a": [1, 12345678901234567890]}')).toEqual({ a: [1, '12345678901234567890'] });
    expect(json(' /*<![CDATA[*/ [1] /*]]>*/ ')).toEqual([1]);
    expect(json('var a = 1; window.__STATE__ = {"a": "}\\"", "b": undefined}; go({"c": 1})')).toEqual({ a: '}"', b: null });
    expect(json('x = JSON.parse("{\\"a\\": \\"\\u00e9\\"}")')).toEqual({ a: 'é' });
    expect(json('x = JSON.parse(\'{"a": 1}\')')).toEqual({ a: 1 });
    expect(json('self.__next_f.push([1,"a:b"])')).toEqual([1, 'a:b']);
    expect(() => json('alert(1)')).toThrow('x: the match of "#d" holds no JSON');
  });

  test('objects of what is in each match', () => {
    const spec = { items: [{ selector: 'li', value: { id: '@data-id', name: 'h3', size: 'p', url: 'a@href' } }] };
    expect(run(SHOP, spec)).toEqual({
      value: {
        items: [
          { id: '1', name: 'Kestrel', size: '40 litres', url: 'https://example.org/v2/k?x=1&y=2' },
          { id: '2', name: 'Falcon', size: null, url: 'https://example.org/v2/#f' },
        ],
      },
      notes: [],
    });
    expect(
      one('<ul><li><b>1</b><ul><li><b>2</b></li></ul></li></ul>', [
        { selector: 'body > ul > li', value: { own: '> b', all: [':scope b'] } },
      ]),
    ).toEqual([{ own: '1', all: ['1', '2'] }]);
  });

  test('the whole document is there: navigation, what is hidden, shadow roots, but not templates', () => {
    expect(one(SHOP, 'nav a')).toBe('Home');
    expect(one(SHOP, '[hidden] h3')).toBe('Falcon');
    expect(one('<div><template shadowrootmode="open"><p>x</p></template></div>', 'p')).toBe('x');
    expect(() => one('<template><p>x</p></template>', 'p')).toThrow(ExtractError);
  });

  test('positions among siblings', () => {
    const list = '<ul><li>1</li><li>2</li><li>3</li><p>x</p><li>4</li><li>5</li></ul>';
    expect(one(list, ['li:nth-child(odd)'])).toEqual(['1', '3', '4']);
    expect(one(list, ['li:nth-of-type(2n)'])).toEqual(['2', '4']);
    expect(one(list, ['li:nth-last-of-type(-n+2)'])).toEqual(['4', '5']);
    expect(one(list, 'li:last-child')).toBe('5');
    expect(one(list, 'p:only-of-type')).toBe('x');
    expect(one(list, ['li:not(:first-of-type):not(:last-of-type)'])).toEqual(['2', '3', '4']);
    expect(one(list, 'p:nth-last-child(3)')).toBe('x');
  });
});

describe('XML', () => {
  const FEED = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x "y">]>
    <rss xmlns:dc="d" xml:base="https://b.example/r/"><channel><item><title>A &amp; <![CDATA[<b>&amp;]]></title><dc:creator>Ines</dc:creator><pubDate>now</pubDate>
    <enclosure url="a.mp3"/><sub xml:base="s/"><link href="x"/></sub></item></channel></rss>`;

  test('names keep their case and prefix', () => {
    expect(
      run(FEED, { t: 'item > title', c: 'dc:creator', d: 'dc|creator', p: 'pubDate', e: 'enclosure@url', l: 'link@href' }, 'xml')
        .value,
    ).toEqual({
      t: 'A & <b>&amp;',
      c: 'Ines',
      d: 'Ines',
      p: 'now',
      e: 'https://b.example/r/a.mp3',
      l: 'https://b.example/r/s/x',
    });
    expect(() => one(FEED, 'pubdate', 'xml')).toThrow('x: no element matches "pubdate"; near: pubDate (1)');
    expect(() => one(FEED, 'creator', 'xml')).toThrow('x: no element matches "creator"; near: dc:creator (1)');
    expect(() => one(FEED, 'itunes:title', 'xml')).toThrow('x: no element matches "itunes:title"; near: title (1)');
  });

  test('markup is XML again', () => {
    expect(one(FEED, { selector: 'sub', value: 'outerHTML' }, 'xml')).toBe('<sub xml:base="s/"><link href="x"/></sub>');
    expect(one(FEED, { selector: 'title', value: 'html' }, 'xml')).toBe('A &amp; &lt;b&gt;&amp;amp;');
  });

  test('what is broken says where', () => {
    expect(() => one('<a><b></a>', 'b', 'xml')).toThrow('the XML is broken (</a> at offset 6 closes <b>)');
  });
});

describe('where nothing matches', () => {
  test.each<[string, string]>([
    ['.price', 'x: no element matches ".price"; near: .product-price (2)'],
    ['.productprice', 'x: no element matches ".productprice"; near: .product-price (2)'],
    ['#item', 'x: no element matches "#item"; near: .item (2)'],
    ['.item .cost', 'x: no element matches ".item .cost"; there is no .cost'],
    ['article h3', 'x: no element matches "article h3"; there is no article'],
    ['main nav', 'x: no element matches "main nav"; there are main (1), nav (1), but not as it puts them'],
    ['h1@href', 'x: the match of "h1" has no "href"; it has no attribute'],
  ])('%s', (selector, message) => {
    expect(() => one(SHOP, selector)).toThrow(new ExtractError(message, { isNothing: true }));
  });

  test('of many names some are told', () => {
    const spec = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`n${at}`, `.zzz${at}`]));
    expect(() => run(SHOP, spec)).toThrow(/^n0: no element matches "\.zzz0"; .*; and 3 more names$/);
  });

  test('names in objects that match nowhere are noted once', () => {
    expect(run(SHOP, { items: [{ selector: 'li', value: { name: 'h3', cost: '.price' } }] }).notes).toEqual([
      'items.cost: no element matches ".price"; near: .product-price (2)',
    ]);
  });

  test('of a page that a script draws, where its data are', () => {
    const shell = '<body><div id="root"></div><script id="__NEXT_DATA__" type="application/json">{"props":{}}</script></body>';
    expect(() => one(shell, '.price')).toThrow(
      /data is in script#__NEXT_DATA__ \(12 B: props\): "extract": \{"data": \{"selector": "script#__NEXT_DATA__", "value": "json"\}\}$/,
    );
  });
});

describe('limits', () => {
  test('a list of more than 5,000 matches is cut, with a note', () => {
    const { value, notes } = run('<i>x</i>'.repeat(5_001), { all: ['i'] });
    expect(value['all']).toHaveLength(5_000);
    expect(notes).toEqual(['all: the first 5000 of 5001 matches']);
  });

  test('a selector that takes too many steps is ended', () => {
    // Searching a long text takes nearly all of an extract's steps, and little time.
    const text = `<b>${'x'.repeat(1_000_000)}</b>`;
    const list = `<ul>${'<li>x'.repeat(200)}</ul>`;
    const searches = Object.fromEntries(
      Array.from({ length: 17 }, (_, at) => [`b${at}`, `b:not(.b${at})${':contains(x)'.repeat(23)}`]),
    );
    expect(() => run(text + list, { ...searches, x: 'p ~ li ~ li' })).toThrow(
      'x: "p ~ li ~ li" takes too long here; name what is around its matches, without ~ and :has',
    );
  });

  test('a document with too many elements, or too long a one, is refused', () => {
    const formats = '<b><i><u><s><tt><em><big><code><font><small><strike><strong>'.repeat(3);
    const reopened = '<div><img></div>'.repeat(Math.ceil(700_000 / 37));
    expect(() => one(`<div>${formats}</div>${reopened}`, 'p')).toThrow(
      new ExtractError('the page has more than 700000 elements'),
    );
    expect(() => one(' '.repeat(12_000_001), 'p')).toThrow(/more than 12000000 characters/);
  });

  test('values that are too large in all are left out, with a note', () => {
    const html = `${'<div>'.repeat(200)}${'word '.repeat(30_000)}`;
    const { value, notes } = run(html, { all: [{ selector: 'div', value: 'html' }] });
    expect(value['all']).toContain(null);
    expect(notes).toContain('values were left out: they are too large in all');
  });
});

function table(body: string): string {
  return `<table><thead><tr><th rowspan=2>Team<th>P<tr><th>all</thead><tbody>${body}</table>`;
}

function rows(selector: string, cell: string): object {
  return { rows: [{ selector, value: { cell } }] };
}

describe('rows of tables with cells that span rows', () => {
  const spanned = table('<tr><td rowspan=3>A<td>1<tr><td>2<tr><td>3<tr><td>B<td>4');

  test('are noted, since the nth td is not the nth column there', () => {
    for (const cell of ['td', 'td:nth-child(2)', 'td > a, th', 'td:nth-child(1)']) {
      expect(run(spanned, rows('tr', cell)).notes, cell).toEqual([
        'rows: 2 rows are moved by cells that span rows or columns (rowspan, colspan), so that the nth of their td is not in the nth ' +
          'column; {"selector": "table", "value": "markdown"} has them in place, and tableRows(...) in js reads that',
      ]);
    }
    const nested = { tables: [{ selector: 'table', value: rows('tr', 'td') }] };
    expect(run(spanned + spanned, nested).notes).toEqual([expect.stringMatching(/^tables\.rows: 4 rows are/)]);
    expect(run(table('<tr><td rowspan=0>A<td>1<tr><td>2'), rows('tr', 'td')).notes).toEqual([expect.stringMatching(/1 row is/)]);
  });

  test('so are those behind a cell that spans columns, as a sum has it', () => {
    const sum = table('<tr><td>A<td>1<td>2<tr><td>B<td>3<td>4<tr><td colspan=2>Sum<td>6');
    expect(run(sum, rows('tr', 'td:nth-child(2)')).notes).toEqual([expect.stringMatching(/^rows: 1 row is moved/)]);
    const last = table('<tr><td>A<td>1<td>2<tr><td>B<td colspan=2>3<tr><td colspan=3>All');
    expect(run(last, rows('tr', 'td:nth-child(2)')).notes).toEqual([]);
    const alike = table('<tr><td colspan=2>A<td>1<tr><td colspan=2>B<td>3');
    expect(run(alike, rows('tr', 'td:nth-child(2)')).notes).toEqual([]);
  });

  test('are not where none is in them, or no cells are asked for', () => {
    expect(run(table('<tr><td>A<td>1<tr><td>B<td rowspan=1>2'), rows('tr', 'td')).notes).toEqual([]);
    expect(run(spanned, rows('tr:first-child', 'td')).notes).toEqual([]);
    // The cell that spans is the last one: those before it are where they were.
    expect(run(table('<tr><td>A<td colspan=2>1<td rowspan=2>x<tr><td>B<td>2<td>3'), rows('tr', 'td')).notes).toEqual([]);
    for (const cell of ['td.x', 'td[class=x] a', 'td#x']) {
      expect(run(spanned.replaceAll('<td', '<td class="x" id="x"'), rows('tr', cell)).notes.join(), cell).not.toMatch(/rowspan/);
    }
    expect(run(spanned.replaceAll('<td>', '<td class="std-x">'), rows('tr', '.std-x')).notes).toEqual([]);
    expect(run(spanned, { t: { selector: 'table', value: 'markdown' } }).notes).toEqual([]);
  });
});
