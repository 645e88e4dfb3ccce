import { describe, expect, test } from 'vitest';
import { htmlToText } from '../../../src/result/html/plain-text.ts';
import { cpuMs } from '../../support/cpu.ts';

describe('htmlToText', () => {
  test('blocks are lines, cells are parted, and white space is one space', () => {
    expect(htmlToText('<h1>A\n  b</h1><p>c <b>d</b>,<br>e</p><ul><li>f<li>g</ul><table><tr><td>1<td>2</table>')).toBe(
      'A b\n\nc d,\ne\n\nf\ng\n\n1 2',
    );
  });

  test('scripts, styles, comments and what is not shown are gone', () => {
    const hidden = '<script>if (a < b) "<p>x</p>"</script><!-- <p>y</p> --><svg><text>z</text></svg><?php x ?>';
    expect(htmlToText(`<!doctype html><style>p{}</style><p>a</p>${hidden}b`)).toBe('a\nb');
  });

  test('entities are characters, and unknown ones stand', () => {
    expect(htmlToText('<p>&lt;b&gt; &amp;amp; &eacute;&#233;&#xE9; &hellip; &nope; &#0; &#xD800; &#1114112; AT&T</p>')).toBe(
      '<b> &amp; ééé … &nope; \ufffd \ufffd \ufffd AT&T',
    );
  });

  test('a pre keeps its lines and indent', () => {
    expect(htmlToText('<p>x</p><pre>a\n    b\n  c</pre>')).toBe('x\n\na\n    b\n  c');
  });

  test('a sign of comparison is text, and a quoted one does not end a tag', () => {
    expect(htmlToText('<p title="a > b">1 < 2 and 3 > 2 <3</p>')).toBe('1 < 2 and 3 > 2 <3');
  });

  test('an unclosed quote costs its tag, not the page', () => {
    expect(htmlToText('<a href="x>one</a> <b>two</b>')).toBe('one two');
  });

  const SIZE = 400_000;
  test.each([
    ['<'.repeat(SIZE)],
    ['<!--'.repeat(SIZE / 4)],
    ['<a '.repeat(SIZE / 3)],
    ['<a b="'.repeat(SIZE / 6)],
    ['<a b=\'"'.repeat(SIZE / 7)],
    ['<script>'.repeat(SIZE / 8)],
    ['<svg>'.repeat(SIZE / 5)],
    ['<svg/>'.repeat(SIZE / 6)],
    ['<svg></svgx>'.repeat(SIZE / 12)],
    ['</'.repeat(SIZE / 2)],
    ['&'.repeat(SIZE)],
    ['&#'.repeat(SIZE / 2)],
    ['<pre>'.repeat(SIZE / 5)],
    [' '.repeat(SIZE)],
    [`<pre>${'\n '.repeat(SIZE / 2)}`],
    [`a${'\u00a0'.repeat(SIZE)}a`],
    ['<div>'.repeat(SIZE / 5)],
    ['<!'.repeat(SIZE / 2)],
    [`<${'x'.repeat(SIZE)}`],
  ])('400 KB of hostile input takes time in proportion (%#)', async (html) => {
    expect(await cpuMs(() => expect(typeof htmlToText(html)).toBe('string'))).toBeLessThan(750);
  });
});
