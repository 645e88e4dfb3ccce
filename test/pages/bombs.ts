/** A page that is made to take long or much, and a text that must be found in it all the same. */
export interface Bomb {
  readonly html: string;
  readonly text: string;
}

/** By name; `times` says how many of a thing there are to be, so that a small one can be made as well. */
export const BOMBS: Readonly<Record<string, (times: (count: number) => number) => Bomb>> = {
  'two short headings in 39 bytes': () => page('<h2>a</h2><h2>b</h2><h2>c</h2>', 'b'),
  'ten million of <': (n) => page('<'.repeat(n(10_000_000)), '<<<<'),
  'a table of 100,000 rows': (n) => page(`<p>top</p><table>${'<tr><td>1<td>2'.repeat(n(100_000))}</table>`, '| 1 | 2 |'),
  'spans of 1,000 rows and 50 columns': (n) =>
    page(`<table>${'<tr><td rowspan=1000 colspan=50>a<td>b'.repeat(n(2_000))}</table>`, 'a'),
  '900 nested tables': (n) => page(`${'<table><tr><td>x'.repeat(n(900))}deep`, 'deep'),
  '20,000 hidden cells in each other': (n) =>
    page(`text${'<div role=cell><div aria-hidden=true>'.repeat(n(20_000))}${'<i></i>'.repeat(n(2_000_000))}`, 'text'),
  '500,000 breaks': (n) => page(`a${'<br>'.repeat(n(500_000))}b`, 'a\n\nb'),
  '200,000 attributes': (n) => page(`<p ${Array.from({ length: n(200_000) }, (_, at) => `a${at}=1`).join(' ')}>text</p>`, 'text'),
  '20,000 <b><p>': (n) => page(`${'<b><p>'.repeat(n(20_000))}text`, 'text'),
  '3,000 different formats that are open': (n) =>
    page(`${Array.from({ length: n(3_000) }, (_, at) => `<b a=${at}><p>x`).join('')}text`, 'text'),
  '200,000 items': (n) => page(`<ul>${'<li>item'.repeat(n(200_000))}</ul>`, '- item'),
  '100,000 nested elements': (n) => page(`${'<div>'.repeat(n(100_000))}text`, 'text'),
  '100,000 nested lists': (n) => page(`${'<ul><li>'.repeat(n(50_000))}text`, 'text'),
  '20,000 nested quotes': (n) => page(`${'<blockquote>'.repeat(n(20_000))}text`, 'text'),
  'three million paragraphs': (n) => page('<p>x'.repeat(n(3_000_000)), 'x'),
  '500,000 paragraphs in 2 MB': (n) => page('<p>x'.repeat(n(500_000)), 'x\n\nx'),
  '10 MB of paragraphs with links': (n) =>
    page(
      '<p class="a b">Some words, and <a href="/x?y=1">a link</a> in a line of its own.</p>'.repeat(n(125_000)),
      '[a link](https://example.org/x?y=1)',
    ),
  '10 MB in one paragraph': (n) => page(`<p>${'words and words '.repeat(n(625_000))}</p>`, 'words and words'),
  '10 MB of code': (n) => page(`<pre>${'  if (a < b) return;\n'.repeat(n(450_000))}</pre>`, '  if (a < b) return;'),
  '300,000 headings': (n) => page('<h2>x</h2>'.repeat(n(300_000)), '## x'),
  '300,000 bold words': (n) => page('<b>x</b> '.repeat(n(300_000)), 'x'),
  '200,000 images': (n) => page('<img src=a.png alt=x>'.repeat(n(200_000)), '![x](https://example.org/a.png)'),
  '200,000 links': (n) => page(Array.from({ length: n(200_000) }, (_, at) => `<a href="/p/${at}">x</a>`).join(' '), 'x'),
  '50,000 scripts': (n) => page(`${'<script>{</script>'.repeat(n(50_000))}text`, 'text'),
  'a script that begins a million values': (n) =>
    page(`<div id=root></div><script>__NEXT_DATA__${'=['.repeat(n(1_000_000))}</script>`, ''),
  '500,000 classes that name surroundings': (n) =>
    page(
      `<main><p>text</p>${Array.from({ length: n(100_000) }, (_, at) => `<div class="sidebar nav x${at}">x</div>`).join('')}</main>`,
      'text',
    ),
  'nested surroundings': (n) =>
    page(`<p>text</p>${'<div class="sidebar toc menu">'.repeat(n(500))}${'<a href=/x>x</a>'.repeat(n(100_000))}`, 'text'),
  'nested links lists': (n) =>
    page(`<p>${'text '.repeat(n(300))}</p>${'<div>'.repeat(n(500))}${'<a href=/x>link link</a> '.repeat(n(50_000))}`, 'text'),
  'a million secret letters': (n) => page(`<p>text${'\u{e0041}'.repeat(n(1_000_000))}</p>`, 'text'),
  'five million openings of TeX': (n) => page(`<p>text${'\\('.repeat(n(2_500_000))}</p>`, 'text'),
  'five million backticks': (n) => page(`<p>text <code>${'` '.repeat(n(2_500_000))}</code></p>`, 'text'),
  'fences in code': (n) => page(`<pre>${'```\n'.repeat(n(500_000))}text</pre>`, 'text'),
  '100,000 shadow roots': (n) =>
    page(`${'<div><template shadowrootmode=open><slot></slot></template>x</div>'.repeat(n(60_000))}text`, 'text'),
  '50,000 slots': (n) =>
    page(
      `<div><template shadowrootmode=open>${Array.from({ length: n(50_000) }, (_, at) => `<slot name=s${at}></slot>`).join('')}</template>${Array.from({ length: n(50_000) }, (_, at) => `<i slot=s${at}>x</i>`).join('')}text</div>`,
      'text',
    ),
  '50,000 streamed segments': (n) =>
    page(
      `${Array.from({ length: n(50_000) }, (_, at) => `<!--$?--><template id="B:${at.toString(16)}"></template><!--/$--><div hidden id="S:${at.toString(16)}">x</div>`).join('')}text`,
      'text',
    ),
  'a style sheet of comments': (n) => page(`<style>${'/*'.repeat(n(100_000))} .x{display:none}</style>text`, 'text'),
  '100,000 tabs': (n) =>
    page(
      `<div role=tablist>${'<button role=tab>t</button>'.repeat(n(20_000))}</div><div>${'<div role=tabpanel>x</div>'.repeat(n(20_000))}</div>text`,
      'text',
    ),
  '100,000 buttons in a paragraph': (n) => page(`<p>text ${'<button>x</button> '.repeat(n(100_000))}</p>`, 'text'),
  '50,000 forms': (n) => page(`${'<form><p>x</p></form>'.repeat(n(50_000))}text`, 'text'),
  'nested formulas': (n) => page(`<math>${'<mfrac><mn>1</mn>'.repeat(n(400))}</math>text`, 'text'),
  '100,000 formulas': (n) => page(`${'<math><mn>1</mn></math>'.repeat(n(100_000))}text`, 'text'),
  '20,000 foster-parented elements': (n) => page(`<table>${'<b>x<tr>'.repeat(n(50_000))}</table>text`, 'text'),
  '100,000 templates': (n) => page(`${'<template>'.repeat(n(100_000))}text`, ''),
  '50,000 nested formats': (n) => page(`${'<a><b><i>'.repeat(n(20_000))}text`, 'text'),
  '100,000 headers': (n) => page(`${'<header><h1>x</h1><p>y</p></header>'.repeat(n(60_000))}text`, 'text'),
  '200,000 noscripts': (n) => page(`${'<noscript><img src=a.jpg alt=b></noscript>'.repeat(n(100_000))}text`, 'text'),
  'a wide table': (n) => page(`<table><tr>${'<td>x'.repeat(n(100_000))}</tr>${'<tr><td>y</tr>'.repeat(n(1_000))}</table>`, 'x'),
  'signatures in signatures': (n) =>
    page(`<dl>${'<dt class=sig>'.repeat(n(400))}${'<span class=sig>x</span>'.repeat(n(100_000))}</dl>text`, 'text'),
  'codes in codes': (n) => page(`${'<code>'.repeat(n(500))}${'x<br>'.repeat(n(100_000))}`, 'x'),
  'links around all': (n) => page(`${'<a href=/x><div>'.repeat(n(400))}${'<p>x</p>'.repeat(n(100_000))}`, 'x'),
};

function page(body: string, text: string): Bomb {
  return { html: `<!doctype html><html><body>${body}`, text };
}
