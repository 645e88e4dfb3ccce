import { FENCE, prose, type Pattern } from './pattern.ts';

/** What is in a text: formulas, code, tables, lists, media, scripts of the world. */
export const TEXTS: readonly Pattern[] = [
  {
    name: 'formulas of MathJax scripts',
    html: '<body><main><h1>Roots</h1><p>Take <span class="MathJax_Preview">[Math]</span><span class="MathJax">x2</span><script type="math/tex">x^2 - 1</script> first.</p><script type="math/tex; mode=display">\\frac{a}{b}</script></main></body>',
    has: ['Take `x^2 - 1` first.', '\n\n`\\frac{a}{b}`'],
    lacks: ['[Math]', 'x2'],
  },
  {
    name: 'formulas of KaTeX, with and without MathML',
    html: `<body><main><h1>Roots</h1><p>So <span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>e</mi></mrow><annotation encoding="application/x-tex">e^{i\\pi}</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">eiπ</span></span> holds,
      and <span class="katex"><span class="katex-html" aria-hidden="true">y=2x</span></span> too.</p></main></body>`,
    has: ['So `e^{i\\pi}` holds, and y=2x too.'],
    lacks: ['eiπ'],
  },
  {
    name: 'MathML without its source',
    html: `<body><p>Half is <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>, a billion <math><msup><mn>10</mn><mn>9</mn></msup></math>, the diagonal <math><msqrt><mn>2</mn></msqrt></math>,
      and <math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac><mo>=</mo><msub><mi>x</mi><mn>1</mn></msub></math>.</p></body>`,
    has: ['Half is 1/2, a billion 10^9, the diagonal sqrt(2), and', '(a + b)/c = x_1'],
  },
  {
    name: 'TeX in the text',
    html: '<body><p>Let \\(a_1 * b_2\\) be given, and $$\\sum_{i=1}^n x_i$$ too.</p></body>',
    has: ['Let \\(a_1 * b_2\\) be given, and $$\\sum_{i=1}^n x_i$$ too.'],
  },
  {
    name: 'powers, indices and footnotes',
    html: `<body><main><p>10<sup>9</sup> m<sup>2</sup>, x<sup>n+1</sup>, a<sub>n</sub>, b<sub>n-1</sub>, H<sub>2</sub>O, the 1<sup>st</sup>, <sup>1</sup>⁄<sub>2</sub>, and a claim<sup><a href="#fn1" id="r1">1</a></sup>.</p>
      <ol><li id="fn1">A source. <a href="#r1">↩</a></li></ol></main></body>`,
    has: ['10^9 m^2, x^(n+1), a_n, b_(n-1), H2O, the 1st, 1⁄2, and a claim[1].', '1. A source.'],
    lacks: ['↩'],
  },
  {
    name: 'signatures as documentation tools write them',
    html: `<body><main><dl class="py function"><dt class="sig sig-object py" id="open"><span class="sig-name descname"><span class="pre">open</span></span><span class="sig-paren">(</span><em class="sig-param"><span class="n"><span class="pre">file</span></span></em>, <em class="sig-param"><span class="n"><span class="pre">mode</span></span><span class="o"><span class="pre">=</span></span><span class="default_value"><span class="pre">'r'</span></span></em><span class="sig-paren">)</span><a class="headerlink" href="#open">¶</a></dt>
      <dd><p>Open <em class="xref">file</em> and return a file object.</p></dd>
      <dt id="print"><code class="descname">print</code><span class="sig-paren">(</span><em>*objects</em>, <em>sep=' '</em><span class="sig-paren">)</span></dt><dd><p>Print <code>*objects</code> and **kwargs.</p></dd></dl></main></body>`,
    has: ["`open(file, mode='r')`\n\nOpen *file* and return", "`print(*objects, sep=' ')`", 'Print `*objects` and \\*\\*kwargs.'],
    lacks: ['¶', '\\='],
  },
  {
    name: 'headings made of buttons, with anchors and copy tools',
    html: '<body><main><h1>Guide <button>Copy page</button></h1><h2><button aria-expanded="true">Set up</button></h2><p>First.</p><h2 id="u">Use it<a class="anchor" href="#u" aria-label="Permalink">#</a></h2><p>Then.</p><h3><a href="#x">Why</a></h3><p>Because.</p></main></body>',
    has: ['# Guide\n', '## Set up\n', '## Use it\n', '### Why\n'],
    lacks: ['Copy page', '#u'],
  },
  {
    name: 'code with its language and indentation',
    html: `<body><main><h1>Code</h1><div class="highlight highlight-source-python"><pre><span class="k">def</span> f():\n    <span class="k">return</span> [1, 2]\n\n\n# end</pre><button>Copy</button></div>
      <pre class="shiki" data-language="ts"><code><span class="line">const a = 1;</span><span class="line">const b = 2;</span></code></pre>
      <pre><code class="hljs"><table class="hljs-ln"><tr><td class="hljs-ln-numbers" data-line-number="1"></td><td class="hljs-ln-code">x</td></tr></table></code></pre>
      <pre class="line-numbers"><span class="lineno">1</span> a\n<span class="lineno">2</span> b</pre><p>And <code>a<br>b</code>.</p></main></body>`,
    has: [
      `${FENCE}python\ndef f():\n    return [1, 2]\n\n\n# end\n${FENCE}`,
      `${FENCE}ts\nconst a = 1;\nconst b = 2;\n${FENCE}`,
      `${FENCE}\n a\n b\n${FENCE}`,
      `${FENCE}\na\nb\n${FENCE}`,
    ],
    lacks: ['Copy'],
  },
  {
    name: 'the same code in two languages',
    html: '<body><main><pre><input type="checkbox"><code class="language-js cjs">const fs = require(\'fs\');</code><code class="language-js mjs">import fs from \'fs\';</code></pre></main></body>',
    has: [`${FENCE}js\nconst fs = require('fs');\n${FENCE}\n\n${FENCE}js\nimport fs from 'fs';\n${FENCE}`],
  },
  {
    name: 'tables of code, line by line and beside numbers',
    html: `<body><main><div class="gist"><table class="highlight js-file-line-container" data-tab-size="8"><tbody>${['def f():', '    return 1', '', 'f()'].map((line, at) => `<tr><td id="L${at}" class="blob-num js-line-number" data-line-number="${at + 1}"></td><td class="blob-code js-file-line">${line}</td></tr>`).join('\n')}</tbody></table></div>
      <table class="highlighttable"><tr><td class="linenos"><div class="linenodiv"><pre>1\n2</pre></div></td><td class="code"><div class="highlight"><pre class="language-c">int a;\n  int b;</pre></div></td></tr></table></main></body>`,
    has: [`${FENCE}\ndef f():\n    return 1\n\nf()\n${FENCE}`, `${FENCE}c\nint a;\n  int b;\n${FENCE}`],
    lacks: ['| '],
  },
  {
    name: 'code and declarations without a pre, as Doxygen writes them',
    html: `<body><div class="header"><div class="headertitle"><div class="title">Kiln Class Reference</div></div></div><div class="contents"><h2 class="memtitle"><span class="permalink"><a href="#a1">&#9670;&#160;</a></span>fire()</h2>
      <div class="memproto"><table class="memname"><tr><td class="memname">void Kiln::fire </td><td>(</td><td class="paramtype">int&#160;</td><td class="paramname"><em>heat</em></td><td>)</td><td></td></tr></table></div>
      <div class="fragment"><div class="line"><span class="lineno">    1</span>kiln.fire(900);</div><div class="line"><span class="lineno">    2</span>  kiln.cool();</div></div></div></body>`,
    has: [
      'Kiln Class Reference',
      '## fire()\n\n`void Kiln::fire (int heat)`',
      `${FENCE}\nkiln.fire(900);\n  kiln.cool();\n${FENCE}`,
    ],
    lacks: ['| void', '◆'],
  },
  {
    name: 'cells whose content is a button, terms that link to themselves, notes above a text',
    html: `<body><main><div role="note" class="hatnote navigation-not-searchable">Not the <a href="/oven">oven</a>.</div><h1>at()</h1><table><tr><th>Chrome</th><th>Firefox</th></tr><tr><td><button><span>92</span></button></td><td><button>90</button></td></tr></table><dl><dt id="i"><a href="#i"><code>index</code></a></dt><dd>From zero.</dd></dl>${prose(1)}</main></body>`,
    has: ['Not the [oven]', '| Chrome | Firefox |\n| --- | --- |\n| 92 | 90 |', '**`index`**\n\nFrom zero.'],
  },
  {
    name: 'fields that show a text',
    html: `<body><main><h1>Paste 12</h1><textarea readonly rows="3">key = "value"\n  nested = 1</textarea><textarea name="reply">Write here</textarea></main></body>`,
    has: [`${FENCE}\nkey = "value"\n  nested = 1\n${FENCE}`],
    lacks: ['Write here'],
  },
  {
    name: 'tables with spans, in tables, and of roles',
    html: `<body><main><table><thead><tr><th rowspan="2">Town</th><th colspan="2">Loads</th></tr><tr><th>1911</th><th>1912</th></tr></thead><tbody><tr><td rowspan="2">Aldmoor</td><td>10</td><td>12</td></tr><tr><td>a|b</td><td>4<br>5</td></tr></tbody></table>
      <div role="table"><div role="rowgroup"><div role="row"><span role="columnheader">Name</span><span role="columnheader">Age</span></div></div><div role="row"><span role="cell">Ines</span><span role="cell">41</span></div></div>
      <table><tr><td><p>Left</p></td><td><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table></td></tr></table></main></body>`,
    has: [
      '| Town | Loads 1911 | Loads 1912 |\n| --- | --- | --- |\n| Aldmoor | 10 | 12 |\n| Aldmoor | a\\|b | 4<br>5 |',
      '| Name | Age |\n| --- | --- |\n| Ines | 41 |',
      'Left\n\n| A | B |\n| --- | --- |\n| 1 | 2 |',
    ],
  },
  {
    name: 'lists of all kinds',
    html: `<body><main><ol start="3"><li>three</li><li value="7">seven</li><li>eight<ul><li>inner</li></ul></li></ol><ol reversed><li>two</li><li>one</li></ol><ul><li><p>first</p><p>second</p></li><ul><li>stray</li></ul></ul>
      <ul><li><input type="checkbox" checked> done</li><li><input type="checkbox"> open</li></ul><dl><dt>Clay</dt><dd>From the pit.</dd><dd>From the river.</dd></dl></main></body>`,
    has: [
      '3. three\n7. seven\n8. eight\n   - inner',
      '2. two\n1. one',
      '- first\n\n  second\n  - stray',
      '- [x] done\n- [ ] open',
      '**Clay**\n\nFrom the pit.\n\nFrom the river.',
    ],
  },
  {
    name: 'pictures that load later',
    html: `<head><base href="https://cdn.example/v1/"></head><body><main><p><img src="/blank.gif" data-src="a.jpg" alt="A"><img data-srcset="b.jpg 1x, c.jpg 2x" alt="B"><img src="data:image/png;base64,AA" alt="no"><img class="emoji" alt="🔥" src="fire.png"><img src="p.gif" width="1" height="1" alt="no"></p>
      <picture><source srcset="d.webp"><img src="d.jpg" alt="D [large]"></picture></main></body>`,
    has: [
      '![A](https://cdn.example/v1/a.jpg)',
      '![B](https://cdn.example/v1/b.jpg)',
      '🔥',
      '![D (large)](https://cdn.example/v1/d.jpg)',
    ],
    lacks: ['no]', 'blank.gif', 'fire.png'],
  },
  {
    name: 'what is embedded',
    html: `<body><main><h1>Kiln</h1>${prose(1)}<video title="The last firing" src="/v.mp4"></video><video><source src="w.webm"></video><iframe src="https://tube.example/embed/x1" title="A tour of the kiln"></iframe><iframe src="https://tube.example/embed/x2"></iframe>
      <object data="/plan.pdf" type="application/pdf"></object><object data="/f.swf"><p>The film needs a player.</p></object><iframe src="https://ads.example/frame" width="300"></iframe><iframe src="https://count.example/ns.html" style="display:none" title="Counter"></iframe><iframe src="javascript:x" title="Odd"></iframe></main></body>`,
    has: [
      '[The last firing](https://example.org/v.mp4)',
      '[video](https://example.org/docs/w.webm)',
      '[A tour of the kiln](https://tube.example/embed/x1)',
      '(https://tube.example/embed/x2)',
      '[plan.pdf](https://example.org/plan.pdf)',
      'The film needs a player.',
    ],
    lacks: ['ads.example', 'count.example', 'javascript'],
  },
  {
    name: 'a frame that brings its page along, and pictures of sources',
    html: `<body><main><h1>Kiln</h1><iframe srcdoc="<p>From the frame.</p><script>x</script>"></iframe><iframe hidden srcdoc="<p>Ignore this.</p>"></iframe><picture><source srcset="/wide.webp 2x"><img src="data:," alt="Wide"></picture><amp-img src="/amp.jpg" alt="Amp"></amp-img>${prose(1)}</main></body>`,
    has: ['From the frame.', '![Wide](https://example.org/wide.webp)', '![Amp](https://example.org/amp.jpg)'],
    lacks: ['Ignore', 'script'],
  },
  {
    name: 'XHTML that closes what HTML does not',
    html: `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="/a.js" type="text/javascript"/><style /></head><body><h1>Kiln</h1><iframe src="/x"/>${prose(1)}</body></html>`,
    has: ['# Kiln', 'Part 1.'],
  },
  {
    name: 'cards that are links',
    html: '<body><main><h1>Shop</h1><a href="/1"><img src="/1.jpg" alt="Pack"><h3>Kestrel</h3><p>40 litres</p></a><a href="/2"><div>Falcon</div><div>60 litres</div></a><p><a href="/a">One</a><a href="/b">Two</a> <a href="https://example.org/c">https://example.org/c</a></p></main></body>',
    has: [
      '![Pack]',
      '### [Kestrel](https://example.org/1)\n\n40 litres',
      '[Falcon](https://example.org/2)\n\n60 litres',
      '[One](https://example.org/a) [Two](https://example.org/b) https://example.org/c',
    ],
  },
  {
    name: 'emphasis as people write it',
    html: '<body><p>A <b>bold </b>word, <b>two</b><b> parts</b>, <i></i><em> spaced </em>, un<i>believ</i>able, <b><p>wrapped</p><p>twice</p></b> <s>gone</s> <b style="font-weight:normal">plain</b></p></body>',
    has: ['A **bold** word, **two parts**, *spaced* , un*believ*able,', '**wrapped**\n\n**twice**', '~~gone~~ plain'],
    lacks: ['****', '**plain'],
  },
  {
    name: 'only what would be a mark is escaped',
    html: `<body><p>mode='r', snake_case, a * b, 2*3, C:\\path, [1], f(x)[0](y), &lt;b&gt;, a-b # c</p><p># no heading</p><p>1. no item</p><p>+ none<br>- none</p><p>&gt; no quote</p><p>===</p></body>`,
    has: [
      "mode='r', snake_case, a * b, 2\\*3, C:\\path, [1], f(x)[0\\](y), <b>, a-b # c",
      '\\# no heading',
      '1\\. no item',
      '\\+ none\n\\- none',
      '\\> no quote',
      '\\===',
    ],
  },
  {
    name: 'white space that is meant',
    html: '<body><main><div style="white-space: pre-wrap">First line\nSecond line\n\nNew paragraph</div><p>One<br>two<br><br>three</p><p>a\u00a0b  c\n d</p></main></body>',
    has: ['First line\nSecond line\n\nNew paragraph', 'One\ntwo\n\nthree', 'a b c d'],
  },
  {
    name: 'right to left, and joined letters',
    html: '<html dir="rtl" lang="fa"><body><main><h1>کورهٔ آجرپزی</h1><p>این کوره در سال ۱۲۹۰ ساخته شد و می‌سوزد.</p><ul><li>خاک رس</li><li>چوب</li></ul></main></body></html>',
    has: ['# کورهٔ آجرپزی', 'این کوره در سال ۱۲۹۰ ساخته شد و می‌سوزد.', '- خاک رس\n- چوب'],
  },
  {
    name: 'Chinese, Japanese with readings, and Korean',
    html: '<body><main><h1>砖窑</h1><p>这座窑建于一九一一年，烧了六十年。</p><p><ruby>煉瓦<rp>（</rp><rt>れんが</rt><rp>）</rp></ruby>を焼く窯である。</p><p>벽돌 가마는 <b>열하루</b> 동안 탄다.</p></main></body>',
    has: ['# 砖窑', '这座窑建于一九一一年，烧了六十年。', '煉瓦(れんが)を焼く窯である。', '벽돌 가마는 **열하루** 동안 탄다.'],
  },
  {
    name: 'notes set apart',
    html: '<body><main><h1>Guide</h1><div class="admonition warning"><p class="admonition-title">Warning</p><p>It is hot.</p></div><blockquote><p>One.</p><blockquote>Two.</blockquote></blockquote><p><q>Three</q>, he said.</p><hr><p>End.</p></main></body>',
    has: ['> Warning\n>\n> It is hot.', '> One.\n>\n> > Two.', '“Three”, he said.', '\n\n---\n\nEnd.'],
  },
];
