import { describe, expect, test } from 'vitest';
import { parseXml as parse, type ParsedXml } from '../../../src/result/decode/xml.ts';
import { cpuMs } from '../../support/cpu.ts';
import { selected } from '../select/selecting.ts';

const parseXml = (xml: string): ParsedXml => parse(xml, { isFeedWanted: true });
const nested = (depth: number, name = 'a', content = ''): string => {
  return `<${name}>`.repeat(depth) + content + `</${name}>`.repeat(depth);
};
const rss = (summary: string): string => {
  return `<rss><channel><item><description>${summary}</description></item></channel></rss>`;
};
const json = (value: unknown): unknown => ({ kind: 'json', value });

describe('XML', () => {
  test.each([
    ['elements', '<a><b>1</b><c/></a>', { a: { b: '1', c: '' } }],
    ['several of a name', '<a><b>1</b><b>2</b></a>', { a: { b: ['1', '2'] } }],
    ['attributes', '<a x="1" y=\'2\'>t</a>', { a: { '@x': '1', '@y': '2', '#text': 't' } }],
    ['digits as they are written', '<a><b>007</b><c>1e3</c><d>true</d></a>', { a: { b: '007', c: '1e3', d: 'true' } }],
    ['namespaces', '<s:a xmlns:s="urn:x"><s:b/></s:a>', { 's:a': { '@xmlns:s': 'urn:x', 's:b': '' } }],
    ['a declaration, comments, instructions', '\ufeff<?xml version="1.0"?><!-- <x> --><?pi?><a>t</a>\n', { a: 't' }],
    ['CDATA, in which nothing is an entity', '<a><![CDATA[<b>&amp;]]></a>', { a: '<b>&amp;' }],
    ['entities, once', '<a>&lt;&amp;lt;&gt;&quot;&apos;&#228;&#x1F600;</a>', { a: '<&lt;>"\'ä😀' }],
    ['entities in attributes', '<a t="&quot;&#65;"/>', { a: { '@t': '"A' } }],
    ['what is no entity', '<a>&nope; &#0; &#xD800; &#x110000; &</a>', { a: '&nope; &#0; &#xD800; &#x110000; &' }],
    ['a > in an attribute', '<a t="x>y"/>', { a: { '@t': 'x>y' } }],
    [
      'names that objects have',
      '<a><constructor>1</constructor><toString>2</toString><__proto__ z="1"/></a>',
      {
        a: JSON.parse('{"constructor":"1","toString":"2","__proto__":[{"@z":"1"}]}') as unknown,
      },
    ],
  ])('%s', (_, xml, value) => {
    expect(parseXml(xml)).toEqual(json(value));
  });

  test('a DOCTYPE defines nothing', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;"><!ENTITY f SYSTEM "file:///x">]><a>&y;&f;</a>';
    expect(parseXml(bomb)).toEqual({
      kind: 'json',
      value: { a: '&y;&f;' },
      note: 'what its DOCTYPE declares is not filled in: &y;, &f;',
    });
    expect(parseXml('<!DOCTYPE a PUBLIC "-//X//Y>" "x"><a/>')).toEqual(json({ a: '' }));
  });

  test.each([
    ['not closed', '<a><b></b>'],
    ['closed in the wrong order', '<a><b></a></b>'],
    ['closed too often', '<a/></a>'],
    ['two roots', '<a/><b/>'],
    ['no element', 'hello'],
    ['nothing', ''],
    ['cut in a tag', '<a><b x="1'],
    ['cut in a comment', '<a><!-- x'],
    ['cut in CDATA', '<a><![CDATA[x'],
    ['a lone <', '<a> 1 < 2 </a>'],
    ['two DOCTYPEs', '<!DOCTYPE a><!DOCTYPE a><a/>'],
  ])('that is broken is text with a note: %s', (_, xml) => {
    expect(parseXml(xml)).toEqual({ kind: 'text', text: xml, note: expect.stringMatching(/is broken \(/) });
  });

  test('nested more than 200 levels deep is text with a note', () => {
    expect(parseXml(nested(200))).toMatchObject({ kind: 'json' });
    expect(parseXml(nested(201))).toMatchObject({ kind: 'text', note: expect.stringMatching(/200 levels/) });
    expect(parseXml(nested(100_000))).toMatchObject({ kind: 'text' });
  });
});

/** The tags of so many users, each of whom has one. */
function tagsOf(count: number): unknown {
  const users = Array.from({ length: count }, (_, i) => `<user><name>u${i}</name><tags><tag>t</tag></tags></user>`);
  const { value } = parseXml(`<users>${users.join('')}</users>`) as { value: unknown };
  return selected(value, 'users.user[].tags[].tag[]').value;
}

describe('the shape of XML', () => {
  test.each([
    ['mixed content in order', '<p>Hello <b>big</b> world</p>', { p: { '#text': 'Hello big world', b: 'big' } }],
    [
      'its white space collapsed',
      '<p>One\n  <b>two</b>,\n<i>three</i> </p>',
      { p: { '#text': 'One two, three', b: 'two', i: 'three' } },
    ],
    ['mixed content in mixed content', '<p>a<b>b<i>c</i></b>d</p>', { p: { '#text': 'abcd', b: [{ '#text': 'bc', i: 'c' }] } }],
    ['CDATA in mixed content', '<p>a <![CDATA[<b>]]> <i>c</i></p>', { p: { '#text': 'a <b> c', i: 'c' } }],
    ['a text that a comment parts', '<p>Hel<!-- x -->lo</p>', { p: 'Hello' }],
    [
      'one element that holds others, in a list',
      '<users><user><name>Ann</name></user></users>',
      { users: { user: [{ name: 'Ann' }] } },
    ],
    ['one with attributes, in a list', '<users n="1"><user id="1"/></users>', { users: { '@n': '1', user: [{ '@id': '1' }] } }],
    ['one among others, in a list', '<r><n>1</n><user><id>1</id></user></r>', { r: { n: '1', user: [{ id: '1' }] } }],
    ['one text in a collection, in a list', '<tags><tag>a</tag></tags>', { tags: { tag: ['a'] } }],
    ['one in a list of another name', '<categories><category>a</category></categories>', { categories: { category: ['a'] } }],
    ['one item', '<x:Response><item>a</item></x:Response>', { 'x:Response': { item: ['a'] } }],
    ['one URL', '<urlset><url>a</url></urlset>', { urlset: { url: ['a'] } }],
    [
      'texts, lists as elsewhere in the document',
      '<r><a><t>1</t></a><a><t>2</t><t>3</t></a></r>',
      { r: { a: [{ t: ['1'] }, { t: ['2', '3'] }] } },
    ],
    [
      'texts, objects as elsewhere in the document',
      '<r><a><t>1</t></a><a><t u="m">2</t></a></r>',
      { r: { a: [{ t: [{ '#text': '1' }] }, { t: [{ '@u': 'm', '#text': '2' }] }] } },
    ],
    [
      'elements in elements of their name',
      '<a><a x="1"><a y="2"/></a><a z="3"/></a>',
      { a: { a: [{ '@x': '1', a: [{ '@y': '2' }] }, { '@z': '3' }] } },
    ],
    ['namespace declarations, which are no attributes', '<a><b xmlns="urn:x">1</b></a>', { a: { b: '1' } }],
    ['attributes without quotes or value', '<a b=1 c/>', { a: { '@b': '1', '@c': '' } }],
    ['names of HTML', '<a t="&eacute;">&Aacute;&nbsp;&hellip;</a>', { a: { '@t': 'é', '#text': 'Á\u00a0…' } }],
    ['a name that the DOCTYPE declares, unused', '<!DOCTYPE a [<!ENTITY b "x">]><a>&copy;</a>', { a: '©' }],
  ])('%s', (_, xml, value) => {
    expect(parseXml(xml)).toEqual(json(value));
  });

  test('leaves what the DOCTYPE declares, and says so', () => {
    const note = 'what its DOCTYPE declares is not filled in: &copy;';
    const xml = '<!DOCTYPE a [<!ENTITY copy "x">]><a>&copy;&reg;</a>';
    expect(parseXml(xml)).toEqual({ kind: 'json', value: { a: '&copy;®' }, note });
  });

  test('makes one path fit one element and many', () => {
    expect(tagsOf(1)).toEqual(['t']);
    expect(tagsOf(3)).toEqual(['t', 't', 't']);
  });

  test('has texts of mixed content no deeper than four times', () => {
    const xml = `${'<a>x'.repeat(10)}<b/>${'</a>'.repeat(10)}`;
    const text = JSON.stringify(parseXml(xml));
    expect(text.match(/"#text":"x+"/g)).toHaveLength(4);
    expect(text).toContain(`"#text":"${'x'.repeat(10)}"`);
  });
});

test('XML of any size is a value', () => {
  const xml = `<a><b>${'x'.repeat(9_000_000)}</b></a>`;
  expect(parseXml(xml)).toMatchObject({ kind: 'json' });
});

describe('hostile XML of 100 KB takes time in proportion', () => {
  const size = 100_000;
  const fill = (piece: string, length = size): string => piece.repeat(Math.floor(length / piece.length));
  const longName = 'n'.repeat(600);

  test.each([
    ['comments that do not end', `<a>${fill('<!--')}</a>`],
    ['quotes that do not end', `<a>${fill('<b c="')}</a>`],
    ['spaces in a tag', `<a${fill(' ')}/>`],
    ['spaces in a closing tag', `<a>x</a${fill(' ')}>`],
    ['spaces around =', `<a b${fill(' ')}= ${fill(' ', 10)}"1"/>`],
    ['spaces in text', `<a>${fill(' ')}x</a>`],
    ['attributes', `<a ${Array.from({ length: 20_000 }, (_, i) => `a${i}="1"`).join(' ')}/>`],
    ['50,000 attributes', `<a ${Array.from({ length: 50_000 }, (_, i) => `a${i}="1"`).join(' ')}/>`],
    ['mixed content in mixed content', `${'<a>x'.repeat(200)}${fill('<b/>y')}${'</a>'.repeat(200)}`],
    ['attributes without a value', `<a ${fill('b ')}/>`],
    ['equals signs', `<a ${fill('= ')}/>`],
    ['elements', `<a>${fill('<b/>')}</a>`],
    ['elements of many names', `<a>${Array.from({ length: 20_000 }, (_, i) => `<b${i}/>`).join('')}</a>`],
    ['elements in elements of long names', nested(150, longName, fill('<b/>', 1e5))],
    ['entities', `<a>${fill('&amp;')}</a>`],
    ['ampersands', `<a>${fill('&#')}</a>`],
    ['CDATA', `<a>${fill('<![CDATA[x]]>')}</a>`],
    ['instructions', `<a>${fill('<?x y?>')}</a>`],
    ['a DOCTYPE', `<!DOCTYPE a [${fill('<!ENTITY a "b">')}]><a/>`],
    ['a DOCTYPE that does not end', `<!DOCTYPE a [${fill('<!--')}`],
    ['entries of a feed', `<feed>${fill('<entry><title>x</title></entry>')}</feed>`],
    ['tags in a feed', `<feed><entry><content type="xhtml">${fill('<b></b>')}</content></entry></feed>`],
    ['markup in a summary', rss(fill('&lt;'))],
    ['scripts in a summary', rss(fill('&lt;script&gt;'))],
    ['comments in a summary', rss(`<![CDATA[${fill('<!--')}]]>`)],
  ])('%s', async (_, xml) => {
    expect(await cpuMs(() => parseXml(xml))).toBeLessThan(450);
  });
});
