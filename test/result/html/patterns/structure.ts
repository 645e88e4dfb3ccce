import { links, prose, type Pattern } from './pattern.ts';

/** What real pages do to their structure, and what surrounds their content. */
export const STRUCTURE: readonly Pattern[] = [
  {
    name: 'a PHP warning before the doctype',
    html: `<br />\n<b>Warning</b>: Undefined variable $x in <b>/var/www/a.php</b> on line <b>3</b><br />\n<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Kiln</title></head>
      <body><main><h1>The old kiln</h1>${prose(4)}</main></body></html>`,
    has: ['The old kiln', 'Part 1.', 'Part 4.'],
  },
  {
    name: 'a meta before the html element, and no head or body tags',
    html: `<meta charset=utf-8><title>Kiln</title><h1>The old kiln</h1>${prose(3)}`,
    has: ['# Kiln', '# The old kiln', 'Part 3.'],
  },
  {
    name: 'has-sidebar on the wrapper of all of it',
    html: `<body class="single has-sidebar"><div id="page" class="site has-sidebar right-sidebar"><div class="content-area has-sidebar"><h1>Kiln</h1>${prose(5)}</div>
      <div class="sidebar widget-area"><h2>Recent posts</h2>${links(6, 'Post')}</div></div></body>`,
    has: ['# Kiln', 'Part 1.', 'Part 5.'],
    lacks: ['Recent posts', 'Post 3'],
  },
  {
    name: 'a number beside its label in a card',
    html: '<main><h1>Dashboard</h1><div class="card"><h3>Users</h3><span>42</span></div><div class="card"><h3>Errors</h3><span class="value">0</span></div></main>',
    has: ['### Users\n\n42', '### Errors\n\n0'],
  },
  {
    name: 'share prices are no share buttons',
    html: `<body><h1>Harbour Cranes plc</h1><div class="share-price"><span class="label">Share price</span> <span class="share">142.50 p</span></div>${prose(3)}
      <div class="share"><span>Share this page</span><a href="https://social.example/s">Social</a><button>Copy link</button></div></body>`,
    has: ['Share price', '142.50 p', 'Part 3.'],
    lacks: ['Share this page', 'Copy link'],
  },
  {
    name: 'a page that is nothing but navigation',
    html: `<body><h1>All chapters</h1><nav><ul>${Array.from({ length: 12 }, (_, at) => `<li><a href="/c/${at}">Chapter ${at}: of clay and fire</a></li>`).join('')}</ul></nav></body>`,
    has: ['# All chapters', '[Chapter 0: of clay and fire](https://example.org/c/0)', '[Chapter 11:'],
  },
  {
    name: 'navigation around a text',
    html: `<body><header><a href="/">Home</a><nav aria-label="Main">${links(8, 'Section')}</nav></header><main><h1>Kiln</h1>${prose(4)}<nav class="pagination"><a href="?p=2">Next</a></nav></main>
      <footer><p>© 2024 The Brick Society. All rights reserved.</p>${links(4, 'Legal')}</footer></body>`,
    has: ['# Kiln', 'Part 1.', 'Part 4.'],
    lacks: ['Section 2', 'Brick Society', 'Legal 1', 'Next'],
  },
  {
    name: 'a list of links after a text, and one that the text leads up to',
    html: `<body><div><h1>Kiln</h1>${prose(5)}<p>Three kilns of the same kind still stand:</p><ul><li><a href="/a">The kiln at Aldmoor church</a></li><li><a href="/b">The kiln at Pendrift quay</a></li><li><a href="/c">The kiln at Dunholt works</a></li></ul>
      <h3>More from this site</h3><ul><li><a href="/x">How roofs were thatched in Hartsea</a></li><li><a href="/y">A bridge that was moved by hand</a></li><li><a href="/z">The last ferry of the estuary</a></li></ul></div></body>`,
    has: ['Part 5.', 'same kind still stand', 'The kiln at Aldmoor church', 'The kiln at Dunholt works'],
    lacks: ['More from this site', 'thatched', 'last ferry'],
  },
  {
    name: 'a cookie banner, and a chapter on cookies',
    html: `<body><div id="cookie-consent-banner" class="cookie-notice"><p>We use cookies to improve your visit.</p><button>Accept all</button></div><main><h1>State on the web</h1>${prose(2)}
      <section id="cookies" class="section"><h2>Cookies</h2><p>A cookie is set by the header <code>Set-Cookie</code>. See <a href="/rfc">the RFC</a>.</p></section></main></body>`,
    has: ['# State on the web', '## Cookies', '`Set-Cookie`', '[the RFC]'],
    lacks: ['improve your visit', 'Accept all'],
  },
  {
    name: 'a comment form below comments',
    html: `<body><main><h1>Kiln</h1>${prose(4)}<section id="comments"><h2>Two thoughts</h2><ol><li><p>My uncle worked there until it closed.</p></li></ol>
      <div id="respond" class="comment-respond"><h3>Leave a reply</h3><form><p>Your email address will not be published. Required fields are marked.</p><textarea name="c"></textarea><input type="submit" value="Post comment"></form></div></section></main></body>`,
    has: ['Part 4.', '## Two thoughts', 'My uncle worked there'],
    lacks: ['Leave a reply', 'will not be published', 'Post comment'],
  },
  {
    name: 'the header of the page with its title and lead',
    html: `<body><header class="page"><a href="/">Brick Society</a><h1>The old kiln</h1><p>For sixty years it lit the valley at night, and now it is to be torn down.</p><span>Menu</span></header><div>${prose(4)}</div></body>`,
    has: ['# The old kiln', 'lit the valley at night', 'Part 1.'],
    lacks: ['Menu'],
  },
  {
    name: 'a header that is never closed, and a wrapper called toc',
    html: `<body><header><h1>Kiln</h1><p>Short.</p><div class="toc-wrapper"><a href="#a">A</a><a href="#b">B</a>${prose(4)}</div><h2>Ash</h2><p>Grey.</p></body>`,
    has: ['# Kiln', 'Short.', 'Part 4.', '## Ash', 'Grey.'],
  },
  {
    name: 'a front page, all of whose teasers are links',
    html: `<body><header><a href="/">Daily Brick</a>${links(5, 'Section')}</header><main><div class="promo-grid latest">${Array.from({ length: 8 }, (_, at) => `<a href="/n/${at}"><h2>Story number ${at} of the day</h2><p>What happened at kiln ${at}, and what the brothers say of it now.</p></a>`).join('')}</div></main><footer><p>The Daily Brick is printed every morning by people who like their work.</p></footer></body>`,
    has: ['## [Story number 0 of the day](https://example.org/n/0)\n\nWhat happened at kiln 0', 'Story number 7', 'kiln 7'],
    lacks: ['printed every morning'],
  },
  {
    name: 'an aside that is a remark, and one that is a box',
    html: `<body><main><h1>Kiln</h1>${prose(3)}<aside class="note"><p>Mind the step at the <a href="/door">lower door</a>.</p></aside>${prose(2, 'More')}</main><aside><h2>Most read</h2>${links(5, 'Story')}</aside></body>`,
    has: ['Part 3.', '> Mind the step at the [lower door]', 'More 2.'],
    lacks: ['Most read', 'Story 4'],
  },
  {
    name: 'an article among teasers without a main element',
    html: `<body><div class="grid"><div class="col"><h1>Kiln</h1>${prose(6)}</div><div class="col related-posts"><h4>Related</h4>${links(7, 'Teaser')}</div></div></body>`,
    has: ['# Kiln', 'Part 6.'],
    lacks: ['Teaser 5'],
  },
  {
    name: 'main holds a scrap, the text is elsewhere',
    html: `<body><main><p>Loading</p></main><div class="body"><h1>Kiln</h1>${prose(6)}</div></body>`,
    has: ['# Kiln', 'Part 1.', 'Part 6.'],
  },
  {
    name: 'a product page whose text is in a class called promo',
    html: `<body><div class="promo"><h1>Kestrel 40</h1><p>A pack for a week: 40 litres, 1,280 grams, and every buckle can be changed in the field.</p><p>Price: <b>€149.00</b></p><a href="/buy">Buy</a></div></body>`,
    has: ['# Kestrel 40', 'every buckle', '€149.00'],
  },
  {
    name: 'a form that is the page',
    html: `<body><form action="/in"><h1>Sign in</h1><label for="m">Email address</label><input id="m"><label for="p">Password</label><input id="p" type="password"><button>Continue</button><a href="/forgot">Forgot your password?</a></form></body>`,
    has: ['# Sign in', 'Email address', 'Password', 'Continue', '[Forgot your password?]'],
  },
  {
    name: 'a page in one form, as ASP.NET writes it',
    html: `<body><form method="post" action="/page.aspx" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="abc"><div><h1>Kiln</h1>${prose(4)}</div><input type="submit" value="Search"></form></body>`,
    has: ['# Kiln', 'Part 4.'],
    lacks: ['abc'],
  },
  {
    name: 'tables that lay out the page',
    html: `<body><table width="100%"><tr><td width="20%"><a href="/1">One</a><br><a href="/2">Two</a></td><td><table><tr><td><h2>Kiln</h2>${prose(3)}</td></tr></table></td></tr></table></body>`,
    has: ['## Kiln', 'Part 1.', 'Part 3.'],
    lacks: ['| '],
  },
  {
    name: 'the index of a folder',
    html: '<html><head><title>Index of /pub</title></head><body><h1>Index of /pub</h1><pre><a href="../">../</a>\n<a href="1.0/">1.0/</a>          02-Jan-2024 10:00       -\n<a href="k.tgz">k.tgz</a>         03-Feb-2024 11:30    1.2M\n</pre></body></html>',
    has: [
      '# Index of /pub',
      '[1.0/](https://example.org/docs/1.0/) 02-Jan-2024 10:00 -\n[k.tgz](https://example.org/docs/k.tgz) 03-Feb-2024 11:30 1.2M',
    ],
  },
  {
    name: 'answers in forms that have no fields, beside one that has',
    html: `<body><main><h1>Why do rivers bend?</h1><form class="usertext"><div><p>They move sand.</p></div></form><form class="usertext"><p>Yes.</p></form><form><label>Reply</label><textarea></textarea><button>save</button></form>${prose(2)}</main></body>`,
    has: ['They move sand.', 'Yes.', 'Part 2.'],
    lacks: ['Reply', 'save'],
  },
  {
    name: 'headings whose class names what floats above them',
    html: `<body><nav class="navbar"><a href="/">Home</a></nav><main><h1 class="page-header">Kiln</h1>${prose(2)}<h2 class="anchor anchorWithStickyNavbar_LWe7" id="sharing">Sharing<a class="hash-link" href="#sharing">\u200b</a></h2>${prose(1, 'Then')}<table class="nav"><tr><td>a</td><td>b</td></tr></table></main></body>`,
    has: ['# Kiln', '## Sharing\n\nThen 1.'],
  },
  {
    name: 'lists that are sections',
    html: '<body><main><h1>Class</h1><ul class="summary"><li><section><h2>Methods</h2><ul><li><h3>open</h3><p>Opens it.</p></li></ul></section></li></ul><ol><li><h3>First</h3><p>Heat.</p></li></ol></main></body>',
    has: ['\n\n## Methods\n\n### open\n\nOpens it.', '1. ### First\n\n   Heat.'],
    lacks: ['- #'],
  },
  {
    name: 'tables of contents, of a page and of a book',
    html: `<body><div id="toc"><h2>Contents</h2>${Array.from({ length: 3 }, (_, at) => `<a href="#c${at}">Chapter ${at}</a> `).join('')}</div><h1>Kiln</h1>${prose(4)}<div class="toc"><p>All books</p><ul><li><a href="/a.html">Of clay and water</a></li><li><a href="/b.html">Of fire and wood</a></li><li><a href="/c.html">Of bricks and mortar</a></li></ul></div></body>`,
    has: ['# Kiln', 'Part 4.', 'All books', '[Of clay and water]'],
    lacks: ['Chapter 1'],
  },
  {
    name: 'frames',
    html: '<html><head><title>Framed</title></head><frameset cols="20%,80%"><frame name="menu" src="menu.html"><frame name="text" src="text.html"><noframes><p>This page uses frames.<script>x</script></noframes></frameset></html>',
    has: [
      '# Framed',
      '[menu](https://example.org/docs/menu.html)',
      '[text](https://example.org/docs/text.html)',
      'This page uses frames.',
    ],
    lacks: ['<p>', 'script'],
  },
  {
    name: 'a feed of posts, each an article',
    html: `<body><main>${[1, 2, 3].map((n) => `<article><header><h2><a href="/p/${n}">Post number ${n}</a></h2><time>2024-0${n}-01</time></header>${prose(1, `Post ${n} part`)}<footer>Filed under bricks</footer></article>`).join('')}</main></body>`,
    has: ['## [Post number 1]', '2024-01-01', 'Post 1 part 1.', '## [Post number 3]', 'Post 3 part 1.'],
  },
];
