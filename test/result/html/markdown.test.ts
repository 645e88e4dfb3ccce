import { describe, expect, test } from 'vitest';
import { pageToMarkdown } from '../../../src/result/html/page-to-markdown.ts';

/** The Markdown of a page. */
function htmlToMarkdown(html: string, url: string): string {
  return pageToMarkdown(html, url).markdown;
}

/** ... of what is in its main element. */
function convert(body: string, base = 'https://example.org/a/b.html'): string {
  return htmlToMarkdown(`<!doctype html><html><head></head><body><main>${body}</main></body></html>`, base);
}

describe('titles', () => {
  test('a page begins with its title', () => {
    expect(htmlToMarkdown('<title>A &amp; B</title><p>Text.</p>', 'https://example.org/')).toBe('# A & B\n\nText.');
  });

  test('a first heading that says the same as the title stands for it', () => {
    const page = '<title>Map - Manual | Site</title><body><p>Guide</p><h1>Map</h1><p>Text.</p>';
    expect(htmlToMarkdown(page, 'https://example.org/')).toBe('# Map\n\nGuide\n\nText.');
  });

  test('a heading that says something else follows it', () => {
    const page = '<title>Manual</title><body><h1>Map</h1><p>Text.</p>';
    expect(htmlToMarkdown(page, 'https://example.org/')).toBe('# Manual\n\n# Map\n\nText.');
  });

  test("the title of a picture is not the page's", () => {
    expect(htmlToMarkdown('<svg><title>Logo</title></svg><p>Text.</p>', 'https://example.org/')).toBe('Text.');
  });
});

describe('headings', () => {
  test('they leave their wrappers and lose their anchors', () => {
    const html = '<div class="w"><div><h2 id="x">Use<a href="#x">#</a></h2><a href="#x"></a></div></div><p>Text.</p>';
    expect(convert(html)).toBe('## Use\n\nText.');
  });

  test('they keep their level', () => {
    expect(convert('<h1>One</h1><p>a</p><h3>Three</h3><p>b</p><h6>Six</h6><p>c</p>')).toBe(
      '# One\n\na\n\n### Three\n\nb\n\n###### Six\n\nc',
    );
  });

  test('one that is closed as another ends there', () => {
    expect(convert('<h2>Two</h3><p>a</p>')).toBe('## Two\n\na');
  });
});

describe('code', () => {
  test('every pre is fenced, also without a code element', () => {
    expect(convert('<pre>a\n  b</pre>')).toBe('```\na\n  b\n```');
  });

  test.each([
    ['<pre><code class="language-js">x</code></pre>', 'js'],
    ['<pre class="lang-c prettyprint"><code>x</code></pre>', 'c'],
    ['<div class="highlight-python notranslate"><div class="highlight"><pre>x</pre></div></div>', 'python'],
    ['<div class="highlight highlight-source-shell"><pre>x</pre></div>', 'shell'],
    ['<pre class="brush: css">x</pre>', 'css'],
    ['<div class="sourceCode"><pre class="sourceCode haskell"><code>x</code></pre></div>', 'haskell'],
    ['<pre><code class="hljs rust">x</code></pre>', 'rust'],
    ['<pre data-lang="c++"><code>x</code></pre>', 'c++'],
    ['<pre><code class="language-plaintext">x</code></pre>', ''],
  ])('its language is read from %s', (html, language) => {
    expect(convert(html)).toBe(`\`\`\`${language}\nx\n\`\`\``);
  });

  test('lines that are elements are lines', () => {
    expect(convert('<pre><div>a</div><div>b</div>c<br>d</pre>')).toBe('```\na\nb\nc\nd\n```');
  });

  test('a fence is longer than those within', () => {
    expect(convert('<pre>```\nx\n```</pre>')).toBe('````\n```\nx\n```\n````');
  });

  test('white space and empty lines in code stand as they are', () => {
    expect(convert('<ul><li>a<pre>x\n\n\n\n  y  \nz</pre></li></ul>')).toContain('x\n\n\n\n    y  \n  z');
  });

  test('inline code keeps what Markdown would take for marks', () => {
    expect(convert('<p>Use <code>a_b*c</code>, <code>`x`</code> and <kbd>Ctrl</kbd>.</p>')).toBe(
      'Use `a_b*c`, `` `x` `` and `Ctrl`.',
    );
  });
});

describe('links and images', () => {
  test('they are absolute against the page', () => {
    expect(convert('<p><a href="c?x=1&amp;y=2">c</a> <a href="/d">d</a></p>')).toBe(
      '[c](https://example.org/a/c?x=1&y=2) [d](https://example.org/d)',
    );
    expect(convert('<p><a href="//e.example/">e</a> <img src="../i.png" alt="I"></p>')).toBe(
      '[e](https://e.example/) ![I](https://example.org/i.png)',
    );
  });

  test('or against its base', () => {
    const page = '<html><head><base href="/v2/"></head><body><p><a href="c">c</a></p></body></html>';
    expect(htmlToMarkdown(page, 'https://example.org/a/')).toBe('[c](https://example.org/v2/c)');
  });

  test('an address is not read as an entity', () => {
    expect(convert('<p><a href="?a=1&copy=2&amp;reg;=3">x</a></p>')).toBe('[x](https://example.org/a/b.html?a=1&copy=2&reg;=3)');
  });

  test('parentheses and spaces in an address do not end it', () => {
    expect(convert('<p><a href="/w/A (b)">x</a></p>')).toBe('[x](https://example.org/w/A%20%28b%29)');
  });

  test.each(['javascript:alert(1)', ' JavaScript:x', 'data:text/html,x', 'vbscript:x', 'blob:x', 'http://[bad'])(
    '%s becomes its text',
    (href) => {
      expect(convert(`<p>a <a href="${href}">b</a> c</p>`)).toBe('a b c');
    },
  );

  test('a data image goes, a lazy one is found', () => {
    const lazy = '<img src="data:," data-src="/l.png" alt="l">';
    expect(convert(`<p>a <img src="data:image/png;base64,AA" alt="x"> b ${lazy}</p>`)).toBe(
      'a b ![l](https://example.org/l.png)',
    );
  });

  test('a card that is a link has a linked heading', () => {
    expect(convert('<a href="/x"><h3>Card</h3><p>Text</p></a>')).toBe('### [Card](https://example.org/x)\n\nText');
  });

  test('an empty link goes', () => {
    expect(convert('<p>a<a href="/x"></a> b</p>')).toBe('a b');
  });
});

describe('tables', () => {
  test('head and body', () => {
    expect(convert('<table><thead><tr><th>A<th>B</thead><tbody><tr><td>1<td>2</table>')).toBe(
      '| A | B |\n| --- | --- |\n| 1 | 2 |',
    );
  });

  test('the head comes first and the foot last, wherever they are written', () => {
    const [foot, body] = ['<tfoot><tr><td>sum<td>9</tfoot>', '<tbody><tr><td rowspan=9>1<td>2<tr><td>7</tbody>'];
    const shown = '| A | B |\n| --- | --- |\n| 1 | 2 |\n| 1 | 7 |\n| sum | 9 |';
    expect(convert(`<table>${foot}<thead><tr><th>A<th>B</thead>${body}</table>`)).toBe(shown);
    expect(convert(`<table>${foot}<tbody><tr><th>A<th>B</tbody>${body}</table>`)).toBe(shown);
    expect(convert(`<table>${body}${foot}<thead><tr><td>A<td>B</thead></table>`)).toBe(shown);
  });

  test('without a head the first row is it', () => {
    expect(convert('<table><tr><td>A<td>B<tr><td>1<td>2</table>')).toBe('| A | B |\n| --- | --- |\n| 1 | 2 |');
  });

  test('rows with a heading each have none above', () => {
    expect(convert('<table><tr><th>A<td>1<tr><th>B<td>2</table>')).toBe('|  |  |\n| --- | --- |\n| A | 1 |\n| B | 2 |');
  });

  test('spans fill their place', () => {
    const head = '<tr><th rowspan=2>N<th colspan=2>Y<tr><th>a<th>b';
    expect(convert(`<table>${head}<tr><td rowspan=2>r<td>1<td>2<tr><td colspan=2>all</table>`)).toBe(
      '| N | Y a | Y b |\n| --- | --- | --- |\n| r | 1 | 2 |\n| r | all |  |',
    );
  });

  test('a span ends with its section, and takes in rows without text', () => {
    const spanned = '| A | B |\n| --- | --- |\n| x | 1 |\n| y | 2 |';
    for (const empty of ['', '<td>', '<td>&nbsp;'])
      expect(convert(`<table><tr><th>A<th>B<tr><td rowspan=2>x<td>1<tr>${empty}</tr><tr><td>y<td>2</table>`)).toBe(spanned);
    expect(convert('<table><thead><tr><th rowspan=2>A<th>B<tbody><tr><td>x<td>1<tr><td>y<td>2</table>')).toBe(spanned);
    expect(convert('<table><tr><th>A<th>B<tbody><tr><td rowspan=0>x<td>1<tr><td>2<tbody><tr><td>y<td>3</table>')).toBe(
      '| A | B |\n| --- | --- |\n| x | 1 |\n| x | 2 |\n| y | 3 |',
    );
  });

  test('a heading over all columns is no part of their names, and makes no columns', () => {
    for (const all of ['<th colspan=2>', '<th colspan=100>']) {
      const rows = `<tr>${all}Fruit<tr><td>Pear<td>1<tr>${all}Veg<tr><td>Leek<td>2`;
      expect(convert(`<table><tr><th>N<th>Q${rows}</table>`)).toBe(
        '| N | Q |\n| --- | --- |\n| Fruit |  |\n| Pear | 1 |\n| Veg |  |\n| Leek | 2 |',
      );
    }
    expect(convert('<table><tr><td colspan=2><img src=a.png alt=A><tr><th colspan=2>Life<tr><th>Born<td>1900</table>')).toBe(
      '|  |  |\n| --- | --- |\n| ![A](https://example.org/a/a.png) |  |\n| Life |  |\n| Born | 1900 |',
    );
  });

  test('a head may have an empty corner, and is not told again', () => {
    const years = '<tr><td><th>2023<th>2024';
    expect(convert(`<table>${years}<tr><th>Rev<td>1<td>2${years}<tr><th>Cost<td>3<td>4</table>`)).toBe(
      '|  | 2023 | 2024 |\n| --- | --- | --- |\n| Rev | 1 | 2 |\n| Cost | 3 | 4 |',
    );
    expect(convert('<table><tr><td rowspan=2><th colspan=2>Y<tr><th>a<th>b<tr><th>r<td>1<td>2</table>')).toBe(
      '|  | Y a | Y b |\n| --- | --- | --- |\n| r | 1 | 2 |',
    );
  });

  test('a pipe is escaped, and a break is kept within the row', () => {
    expect(convert('<table><tr><th>A<th>B<tr><td>x|y<td><p>1</p><p>2</p></table>')).toBe(
      '| A | B |\n| --- | --- |\n| x\\|y | 1<br>2 |',
    );
  });

  test('rows of unequal length are filled up', () => {
    expect(convert('<table><tr><th>A<th>B<tr><td>1</table>')).toBe('| A | B |\n| --- | --- |\n| 1 |  |');
  });

  test('one that lays out the page becomes its content', () => {
    const html = '<table role="presentation"><tr><td>Left<td>Right</table><table><tr><td><h2>T</h2><p>Text</p></table>';
    expect(convert(html)).toBe('Left Right\n\n## T\n\nText');
  });

  test('a table in a table is a table', () => {
    const html = '<table><tr><td><table><tr><th>A<th>B<tr><td>1<td>2</table></td><td>side</td></tr></table>';
    expect(convert(html)).toBe('| A | B |\n| --- | --- |\n| 1 | 2 |\n\nside');
  });

  test('spans of a hostile size are cut', () => {
    const html = `<table>${'<tr><td colspan=100000 rowspan=100000>a<td>b'.repeat(20)}</table>`;
    expect(convert(html).length).toBeLessThan(200_000);
  });
});

describe('frames without a title', () => {
  const frames =
    '<iframe src="in.html"></iframe><noscript><iframe src="/no"></iframe></noscript><iframe src="/p" width=1></iframe>';

  test('are linked where the page has hardly anything else', () => {
    expect(
      convert(`${frames}<div hidden><iframe src="/h"></iframe></div><iframe src="https://x.test/gtag/analytics"></iframe>`),
    ).toBe('[embedded page](https://example.org/a/in.html)');
  });

  test('and nowhere else', () => {
    expect(convert(`<p>${'Text. '.repeat(60)}</p>${frames}`)).not.toContain('in.html');
    expect(convert(`<p>Text.</p><iframe title="A map" src="in.html"></iframe>`)).toBe(
      'Text.\n\n[A map](https://example.org/a/in.html)',
    );
  });
});

describe('text', () => {
  test('entities are characters', () => {
    expect(convert('<p>&lt;b&gt; &amp;amp; &eacute;&#233;&#xe9; &mdash;&nbsp;&hellip; &unknown;</p>')).toBe(
      '<b> &amp; ééé — … &unknown;',
    );
  });

  test('only what would be a mark is escaped', () => {
    expect(convert('<p>snake_case [1] C:\\path 2*3 _x_ `y` a-b # c</p>')).toBe(
      'snake_case [1] C:\\path 2\\*3 \\_x\\_ \\`y\\` a-b # c',
    );
    expect(convert('<p># no heading</p><p>1. no item</p><p>- none</p>')).toBe('\\# no heading\n\n1\\. no item\n\n\\- none');
  });

  test('powers are not digits of the number, and footnotes are in brackets', () => {
    expect(convert('<p>10<sup>9</sup>, 1<sup>st</sup>, so<sup><a href="#n1">[1]</a></sup></p>')).toBe('10^9, 1st, so[1]');
  });

  test('readings follow in brackets', () => {
    expect(convert('<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>です</p>')).toBe('漢字(かんじ)です');
  });

  test('a formula is its TeX', () => {
    const tex = '<annotation encoding="application/x-tex">x_1^2</annotation>';
    expect(convert(`<p>so <span class="katex"><math><semantics><mi>x</mi>${tex}</semantics></math></span></p>`)).toBe(
      'so `x_1^2`',
    );
  });

  test('lists are nested, numbered from their start, and may hold blocks', () => {
    expect(convert('<ul><li>a<ul><li>b</ul><li>c</ul><ol start=9><li><p>d</p><p>e</p><li>f</ol>')).toBe(
      '- a\n  - b\n- c\n\n9. d\n\n   e\n10. f',
    );
  });

  test('definitions have bold terms', () => {
    expect(convert('<dl><dt>Term<dd>What it is.</dl>')).toBe('**Term**\n\nWhat it is.');
  });
});

describe('what is not content', () => {
  test.each([
    '<script>XX</script>',
    '<style>XX{}</style>',
    '<!-- XX -->',
    '<nav>XX</nav>',
    '<template>XX</template>',
    '<noscript>XX</noscript>',
    '<svg><text>XX</text></svg>',
    '<p hidden>XX</p>',
    '<p style="display: none">XX</p>',
    '<p aria-hidden="true">XX</p>',
    '<iframe>XX</iframe>',
    '<div role="dialog">XX</div>',
    '<div class="cookie-banner">XX</div>',
    '<div id="gdpr_consent-modal">XX</div>',
    '<select><option>XX</select>',
    '<div class="share-buttons">XX</div>',
    '<ol class="breadcrumb">XX</ol>',
    '<button>XX</button>',
  ])('%s goes', (html) => {
    expect(convert(`<p>Some text.</p>${html}<p>More text.</p>`)).toBe('Some text.\n\nMore text.');
  });

  test('a chapter on cookies stays', () => {
    expect(convert('<section id="cookies"><h2 id="cookie-policy">Cookies</h2><p>How to set one.</p></section>')).toBe(
      '## Cookies\n\nHow to set one.',
    );
  });

  test('a page that a script would show is not hidden', () => {
    const page = '<body style="visibility:hidden"><div style="display:none"><p>All of it.</p></div></body>';
    expect(htmlToMarkdown(page, 'https://example.org/')).toBe('All of it.');
  });
});

describe('choice of content', () => {
  test('of a page with answers below a question all are kept', () => {
    const answers = Array.from({ length: 12 }, (_, at) => {
      return `<div class="comment reply-${at}"><p>Answer ${at}: it depends, as ever.</p></div>`;
    });
    const text = `<p>${'A long question, with commas, and detail. '.repeat(12)}</p>`;
    const markdown = convert(`<h1>Q</h1><div class="post">${text}</div>${answers.join('')}`);
    for (let at = 0; at < 12; at++) expect(markdown).toContain(`Answer ${at}:`);
  });

  test('on a page without one the article is found among the rest', () => {
    const text = 'with some words, and commas, in it. '.repeat(6);
    const paragraphs = Array.from({ length: 8 }, (_, at) => `<p>Paragraph ${at}, ${text}</p>`);
    const menu = Array.from({ length: 30 }, (_, at) => `<li><a href="/m${at}">Menu item ${at}</a></li>`);
    const page = `<body><div class="m"><ul>${menu.join('')}</ul></div><div class="s">${paragraphs.join('')}</div></body>`;
    const markdown = htmlToMarkdown(page, 'https://example.org/');
    expect(markdown).toContain('Paragraph 0');
    expect(markdown).toContain('Paragraph 7');
    expect(markdown).not.toContain('Menu item');
  });

  test.each([
    '',
    ' ',
    'just text',
    '<',
    '<html>',
    '<!-- open',
    '<body',
    '</p>',
    '<p>a</html>b',
    '<frameset><frame src=x></frameset>',
    '&',
    '\0',
  ])('odd input %j converts', (html) => {
    expect(typeof htmlToMarkdown(html, 'https://example.org/')).toBe('string');
  });

  test('a piece of a page converts, and so does text after its end', () => {
    expect(htmlToMarkdown('<p>a<p>b', 'https://example.org/')).toBe('a\n\nb');
    expect(htmlToMarkdown('<html><body><p>a</p></body></html><p>b', 'https://example.org/')).toBe('a\n\nb');
    expect(htmlToMarkdown('<html><p>a<body><p>b', 'https://example.org/')).toBe('a\n\nb');
    expect(htmlToMarkdown('just text', 'https://example.org/')).toBe('just text');
  });
});
