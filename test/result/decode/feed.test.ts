import { expect, test } from 'vitest';
import { stripTags } from '../../../src/result/decode/strip-tags.ts';
import { parseXml as parse, type ParsedXml } from '../../../src/result/decode/xml.ts';

const parseXml = (xml: string): ParsedXml => parse(xml, { url: 'https://example.com/feeds/all.xml', isFeedWanted: true });

const note = expect.stringMatching(/simplified/);

test('RSS 2.0 becomes its title, link and items, with text for HTML', () => {
  const xml = `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
    <title>News &amp; Views</title><link>https://example.com/</link>
    <atom:link href="https://example.com/feed" rel="self"/>
    <lastBuildDate>Mon, 01 Jan 2024 00:00:00 GMT</lastBuildDate>
    <item><title><![CDATA[It&#8217;s 1 < 2]]></title><link>https://example.com/1</link>
      <guid isPermaLink="false">id-1</guid>
      <pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate><dc:creator>Ann</dc:creator>
      <description>&lt;p&gt;One &amp;amp; two&lt;br/&gt;three &lt;b&gt;four&lt;/b&gt;&lt;/p&gt;
      &lt;script&gt;x()&lt;/script&gt;</description></item>
    <item><title>Second</title><guid>https://example.com/2</guid></item>
  </channel></rss>`;
  expect(parseXml(xml)).toEqual({
    kind: 'json',
    note,
    value: {
      title: 'News & Views',
      link: 'https://example.com/',
      updated: 'Mon, 01 Jan 2024 00:00:00 GMT',
      items: [
        {
          title: 'It’s 1 < 2',
          link: 'https://example.com/1',
          published: 'Mon, 01 Jan 2024 00:00:00 GMT',
          summary: 'One & two\nthree four',
          id: 'id-1',
          author: 'Ann',
        },
        { title: 'Second', link: 'https://example.com/2', id: 'https://example.com/2' },
      ],
    },
  });
});

test.each([
  ['Atom', '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="?page=2"/><entry><title>a</title></entry></feed>'],
  [
    'RSS',
    '<rss xmlns:a="http://www.w3.org/2005/Atom"><channel><a:link rel="next" href="?page=2"/><item><title>a</title></item></channel></rss>',
  ],
])('the next page of %s is named', (_, xml) => {
  expect(parseXml(xml)).toMatchObject({ value: { next: 'https://example.com/feeds/all.xml?page=2', items: [{ title: 'a' }] } });
});

test('Atom becomes the same, whatever its texts are made of', () => {
  const xml = `<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">T &lt;b&gt;</title>
    <updated>2024-01-02T00:00:00Z</updated>
    <link rel="self" href="https://example.com/atom"/><link href="https://example.com/"/>
    <author><name>Ann</name></author>
    <entry><title type="html">&lt;i&gt;One&lt;/i&gt; &amp;amp; two</title>
      <link rel="alternate" href="https://example.com/1"/><id>urn:1</id>
      <published>2024-01-01T00:00:00Z</published><updated>2024-01-02T00:00:00Z</updated>
      <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
      In <b>this</b> order<p>next</p></div></summary></entry>
    <entry><title>Plain</title><id>urn:2</id><author><name>Bob</name></author><author><name>Eve</name></author>
      <updated>2024-01-03T00:00:00Z</updated>
      <content type="html"><![CDATA[<p>Hello&nbsp;there</p>]]></content></entry></feed>`;
  expect(parseXml(xml)).toEqual({
    kind: 'json',
    note,
    value: {
      title: 'T <b>',
      link: 'https://example.com/',
      updated: '2024-01-02T00:00:00Z',
      items: [
        {
          title: 'One & two',
          link: 'https://example.com/1',
          published: '2024-01-01T00:00:00Z',
          summary: 'In this order\nnext',
          id: 'urn:1',
          author: 'Ann',
        },
        { title: 'Plain', published: '2024-01-03T00:00:00Z', summary: 'Hello there', id: 'urn:2', author: 'Bob, Eve' },
      ],
    },
  });
});

test('links are absolute, by xml:base too', () => {
  const rss = `<rss xml:base="/base/"><channel><link>/</link>
    <item><link>one</link><enclosure url="one.mp3" type="audio/mpeg" length="123"/></item>
    <item xml:base="sub/"><link>//cdn.example.com/two</link><enclosure url="../two.mp3" length="many"/></item></channel></rss>`;
  expect(parseXml(rss)).toMatchObject({
    value: {
      link: 'https://example.com/',
      items: [
        {
          link: 'https://example.com/base/one',
          enclosures: [{ url: 'https://example.com/base/one.mp3', type: 'audio/mpeg', length: 123 }],
        },
        { link: 'https://cdn.example.com/two', enclosures: [{ url: 'https://example.com/base/two.mp3' }] },
      ],
    },
  });
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example/a/"><link href="."/>
    <entry xml:base="b/"><link rel="enclosure" href="x.mp3"/><link href="c?d=1&amp;e=2"/></entry></feed>`;
  expect(parseXml(atom)).toMatchObject({
    value: {
      link: 'https://other.example/a/',
      items: [{ link: 'https://other.example/a/b/c?d=1&e=2', enclosures: [{ url: 'https://other.example/a/b/x.mp3' }] }],
    },
  });
});

test('the whole content, categories and several authors are kept', () => {
  const rss = `<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:x="http://purl.org/dc/elements/1.1/"><channel>
    <item><description>Short</description><content:encoded><![CDATA[<p>Long&nbsp;and <b>whole</b></p><p>text</p>]]></content:encoded>
      <category>a</category><category domain="d">b</category><category>a</category><x:subject>c</x:subject>
      <x:creator>Ann</x:creator><x:creator>Bob</x:creator></item>
    <item><content:encoded>only &amp;Aacute;</content:encoded></item></channel></rss>`;
  expect(parseXml(rss)).toMatchObject({
    value: {
      items: [
        { summary: 'Short', content: 'Long and whole\ntext', categories: ['a', 'b', 'c'], author: 'Ann, Bob' },
        { summary: 'only Á' },
      ],
    },
  });
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><summary>Short</summary><content>Long</content>
    <category term="t" label="Label"/><category term="u"/></entry></feed>`;
  expect(parseXml(atom)).toMatchObject({
    value: { items: [{ summary: 'Short', content: 'Long', categories: ['Label', 'u'] }] },
  });
});

test('Atom with a prefix, and what others call the same namespaces, are known', () => {
  const xml = `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title>
    <a:entry><a:title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p>two</div></a:title>
    <a:link href="/1"/><a:author><a:name>Ann</a:name></a:author><a:updated>2024-01-01T00:00:00Z</a:updated></a:entry></a:feed>`;
  expect(parseXml(xml)).toMatchObject({
    value: {
      title: 'T',
      items: [{ title: 'One\ntwo', link: 'https://example.com/1', author: 'Ann', published: '2024-01-01T00:00:00Z' }],
    },
  });
  const podcast = `<rss xmlns:it="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:m="http://search.yahoo.com/mrss/"><channel>
    <atom:link xmlns:atom="http://www.w3.org/2005/Atom" href="/home"/>
    <item><title>E1</title><it:author>Ann</it:author><m:group><m:content url="/e1.mp4" type="video/mp4" fileSize="9"/></m:group></item>
  </channel></rss>`;
  expect(parseXml(podcast)).toMatchObject({
    value: {
      link: 'https://example.com/home',
      items: [{ author: 'Ann', enclosures: [{ url: 'https://example.com/e1.mp4', type: 'video/mp4', length: 9 }] }],
    },
  });
});

test('RSS 1.0 has its items beside the channel', () => {
  const xml = `<rdf:RDF><channel rdf:about="x"><title>T</title><link>https://example.com/</link></channel>
    <item rdf:about="https://example.com/1"><title>One</title><dc:date>2024-01-01</dc:date></item></rdf:RDF>`;
  expect(parseXml(xml)).toMatchObject({
    value: { title: 'T', items: [{ title: 'One', published: '2024-01-01', id: 'https://example.com/1' }] },
  });
});

test('a feed without items, and what is only called like one', () => {
  const empty = parseXml('<rss><channel><title>T</title></channel></rss>');
  expect(empty).toMatchObject({ value: { title: 'T', items: [] } });
  expect(parseXml('<rss>x</rss>')).toEqual({ kind: 'json', value: { rss: 'x' } });
});

test.each([
  ['a<br>b<p>c', 'a\nb\nc'],
  ['1 < 2 and 3<4', '1 < 2 and 3<4'],
  ['x <!-- <b> --> y', 'x y'],
  ['a<script>b</script>c<STYLE>d</Style >e', 'ace'],
  ['<a href="x">link</a>, &quot;q&quot; &#146; &eacute; &lt;b&gt; &unknown;', 'link, "q" ’ é <b> &unknown;'],
  ['&Aacute;&CounterClockwiseContourIntegral; &copy2024 &amp;lt;', 'Á∳ ©2024 &lt;'],
  ['cut <a href="x', 'cut'],
  ['  a \n\n\n  b\t c ', 'a\nb c'],
  ['', ''],
])('the text of %j is %j', (html, text) => {
  expect(stripTags(html)).toBe(text);
});
