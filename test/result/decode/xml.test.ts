import { describe, expect, test } from 'vitest';
import { parseXml } from '../../../src/result/decode/xml.ts';
import { cpuMs } from './support.ts';

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
        a: { constructor_: '1', toString: '2', __proto___: { '@z': '1' } },
      },
    ],
  ])('%s', async (_, xml, value) => {
    expect(await parseXml(xml)).toEqual(json(value));
  });

  test('a DOCTYPE defines nothing', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;"><!ENTITY f SYSTEM "file:///x">]><a>&y;&f;</a>';
    expect(await parseXml(bomb)).toEqual(json({ a: '&y;&f;' }));
    expect(await parseXml('<!DOCTYPE a PUBLIC "-//X//Y>" "x"><a/>')).toEqual(json({ a: '' }));
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
  ])('that is broken is text with a note: %s', async (_, xml) => {
    expect(await parseXml(xml)).toEqual({ kind: 'text', text: xml, note: expect.stringMatching(/is broken \(/) });
  });

  test('nested more than 200 levels deep is text with a note', async () => {
    expect(await parseXml(nested(200))).toMatchObject({ kind: 'json' });
    expect(await parseXml(nested(201))).toMatchObject({ kind: 'text', note: expect.stringMatching(/200 levels/) });
    expect(await parseXml(nested(100_000))).toMatchObject({ kind: 'text' });
  });

  test('longer than 2 MB is text with a note', async () => {
    const xml = `<a>${'x'.repeat(2 * 2 ** 20)}</a>`;
    expect(await parseXml(xml)).toEqual({ kind: 'text', text: xml, note: expect.stringMatching(/longer than/) });
  });
});

describe('hostile XML of 300 KB takes time in proportion', () => {
  const size = 300_000;
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
    ['attributes without a value', `<a ${fill('b ')}/>`],
    ['equals signs', `<a ${fill('= ')}/>`],
    ['elements', `<a>${fill('<b/>')}</a>`],
    ['elements of many names', `<a>${Array.from({ length: 20_000 }, (_, i) => `<b${i}/>`).join('')}</a>`],
    ['elements in elements of long names', nested(150, longName, fill('<b/>', 2e5))],
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
    expect(await cpuMs(() => parseXml(xml))).toBeLessThan(3_000);
  });
});
