import { expect, test } from 'vitest';
import { stripTags } from '../../../src/result/decode/strip-tags.ts';
import { parseXml } from '../../../src/result/decode/xml.ts';

const note = expect.stringMatching(/simplified/);

test('RSS 2.0 becomes its title, link and items, with text for HTML', async () => {
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
  expect(await parseXml(xml)).toEqual({
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

test('Atom becomes the same, whatever its texts are made of', async () => {
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
  expect(await parseXml(xml)).toEqual({
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

test('RSS 1.0 has its items beside the channel', async () => {
  const xml = `<rdf:RDF><channel rdf:about="x"><title>T</title><link>https://example.com/</link></channel>
    <item rdf:about="https://example.com/1"><title>One</title><dc:date>2024-01-01</dc:date></item></rdf:RDF>`;
  expect(await parseXml(xml)).toMatchObject({
    value: { title: 'T', items: [{ title: 'One', published: '2024-01-01', id: 'https://example.com/1' }] },
  });
});

test('a feed without items, and what is only called like one', async () => {
  const empty = await parseXml('<rss><channel><title>T</title></channel></rss>');
  expect(empty).toMatchObject({ value: { title: 'T', items: [] } });
  expect(await parseXml('<rss>x</rss>')).toEqual({ kind: 'json', value: { rss: 'x' } });
});

test.each([
  ['a<br>b<p>c', 'a\nb\nc'],
  ['1 < 2 and 3<4', '1 < 2 and 3<4'],
  ['x <!-- <b> --> y', 'x y'],
  ['a<script>b</script>c<STYLE>d</Style >e', 'ace'],
  ['<a href="x">link</a>, &quot;q&quot; &#146; &eacute; &lt;b&gt; &unknown;', 'link, "q" ’ é <b> &unknown;'],
  ['cut <a href="x', 'cut'],
  ['  a \n\n\n  b\t c ', 'a\nb c'],
  ['', ''],
])('the text of %j is %j', (html, text) => {
  expect(stripTags(html)).toBe(text);
});
