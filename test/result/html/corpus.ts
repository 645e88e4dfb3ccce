/** What must be in the Markdown of each page of the corpus, in this order, and what must not be in it. */
export interface Expectation {
  readonly page: string;
  readonly has: readonly string[];
  readonly lacks: readonly string[];
}

const FENCE = '```';

export const CORPUS: readonly Expectation[] = [
  {
    page: 'news',
    has: [
      '# Harbour bridge reopens after nine-month repair\n', 'Drivers crossed the estuary at dawn',
      '[Maren Holt](https://example.org/people/maren-holt)',
      '2 December 2024',
      '![Cars crossing the bridge at dawn](https://example.org/images/2024/bridge-dawn.jpg)',
      'Photo: Ada Brandt',
      '“as long as a forearm”', '## A detour of forty minutes',
      '[old ferry road](https://example.org/places/old-ferry-road)',
      '> Nobody will have to close', '## What it cost', '- Bearings replaced: 16', 'The speed limit stays at 50 km/h',
    ],
    lacks: [
      'cookies', 'Advertisement', 'Sponsored', 'Obituaries', 'Most read', 'Council votes', 'Related stories',
      'in your inbox', 'Share on',
      'All rights reserved', 'dataLayer', 'Skip to', 'logo', 'pixel', 'data:',
    ],
  },
  {
    page: 'docs',
    has: [
      '# Connection pooling\n', '[`Pool`](https://example.org/docs/api.html#tidewater.Pool)',
      `${FENCE}python\nimport tidewater\n\npool = `,
      '    rows = connection.fetch("select id from users where age > $1", 30)\n' + FENCE,
      'reported in the log', '## Sizing a pool\n',
      `${FENCE}bash\n$ pip install "tidewater[pool]"\n$ tidewater bench --pool 8\n${FENCE}`,
      '1. Start with `max_size=2 * cores`.\n2. Watch',
      '## Timeouts\n',
      '| Option | Default | Raises |\n| --- | --- | --- |\n| `acquire_timeout` | 30 s | `AcquireTimeout` |',
      '**Pool.resize(*max_size*)**', '### In a configuration file\n', `${FENCE}toml\n[pool]\n`,
    ],
    lacks: ['¶', 'Copy', 'genindex', 'Table of Contents', 'Show Source', 'Sphinx', 'conda'],
  },
  {
    page: 'api',
    has: [
      '# Orders API\n', '## List orders\n', 'GET `/v2/orders`', '### Query parameters\n',
      '| Name | Type | Default | Description |',
      '| `status` | string | - | One of `open\\|packed\\|sent`. |', 'Page size.<br>At most 100.',
      '[pagination](https://example.org/api/pagination)',
      `${FENCE}json\n{\n  "data": [`, '## Create an order', `${FENCE}shell\ncurl -X POST`,
      '  -H "Authorization: Bearer $TOKEN" \\\n',
      '| 400 | `bad_address` |', '| 400 | `too_heavy` |', '| 429 | `slow_down` |', 'charges the account at once',
    ],
    lacks: ['Pricing', 'Log in', 'Webhooks', 'Documentation root', 'helpful', 'Legal', 'hljs'],
  },
  {
    page: 'forum',
    has: [
      'How do I stop a greenhouse thermostat from oscillating?', 'switches on and off every ten seconds',
      `${FENCE}c\nif (temp < target) heater_on();\nelse heater_off();\n${FENCE}`, '## 2 Answers', '**hysteresis**',
      'else if (temp > target + BAND) heater_off();\n/* in between', 'minimum on and off time',
      '- keep the time of the last switch',
    ],
    lacks: ['sourdough', 'Hot Network', 'Sign up', 'Log in', 'Site design', 'StackThing'],
  },
  {
    page: 'blog',
    has: [
      '# Restoring a 1962 transistor radio\n', '14 May 2023', 'Ines Tamm',
      'four euros, and the seller swore it had “worked last year”',
      'https://soldersalt.example/2023/radio/front-1024.jpg', 'https://soldersalt.example/2023/radio/full/front.jpg',
      'The dial had a crack', '## The dead capacitors', '*much* smaller',
      '[How I opened the cans](https://soldersalt.example/2023/cans/)',
      '## Alignment', '455 kHz', '1. IF transformers', '> Turn a core only', '### What it cost', 'eleven evenings',
    ],
    lacks: [
      'Archive', 'Share this', 'Leave a reply', 'Recent posts', 'April 2023', 'wpemoji', 'Post comment',
      'under the desk',
    ],
  },
  {
    page: 'product',
    has: [
      '# Kestrel 40', '![Kestrel 40 in moss green, front](https://example.org/img/kestrel-front.jpg)',
      '€149.00', '~~€179.00~~', '40 litres',
      '- Free returns within 60 days', '## Specifications', '| Volume | 40 l |', '| Weight | 1,280 g |',
      '210D nylon, 100 % recycled', '43–53 cm',
      'every buckle can be changed', '**Care instructions**', 'Do not tumble dry', '### Carried it for 600 km',
      '### Good, but the lid is small',
    ],
    lacks: [
      'partners', 'Tents', 'Cart (0)', 'All packs', 'Trekking poles', 'Returns portal', 'GmbH', 't.gif',
      'Add to cart',
    ],
  },
  {
    page: 'wiki',
    has: [
      '# Lantern moth\n', '![A moth at rest on bark](https://img.example/moth.jpg)',
      '| Family: | [Erebidae](https://example.org/wiki/Erebidae) |',
      '| Wingspan: | 38–44 mm |', 'The **lantern moth** (*Noctilucia aurea*)', 'reflect moonlight.[1]',
      '## Description\n', '10^5 per cm^2',
      '`{\\displaystyle R=R_{0}\\cos ^{2}\\theta }`', '## Life cycle\n',
      '[alder](https://example.org/wiki/Alder)', '### Predators\n', '## References\n',
      '1. Ormond, K. (1998). *Moths of the Foothills*', '2. Sato', 'https://journal.example/scales',
    ],
    lacks: [
      'edit', 'Jump to', 'Random article', 'Contents', 'last edited', 'Deutsch', 'citation needed', 'RLCONF',
      'math.example', 'cite_note',
    ],
  },
  {
    page: 'readme',
    has: [
      '[README.md](https://example.org/tamarisk/pebble/blob/main/README.md)', '# Pebble\n', '![Build status]',
      'in **one file** and 900 lines', '## Install\n',
      `${FENCE}shell\nnpm install pebble-store\n${FENCE}`, '## Usage\n',
      `${FENCE}ts\nimport { open } from 'pebble-store';\n\nconst store`, '### Options\n',
      '| `page_size` | 4096 | bytes; a power of two |', '## Roadmap\n', '- [x] Snapshots\n- [ ] Encryption',
      '[MIT](https://example.org/tamarisk/pebble/blob/main/LICENSE)',
    ],
    lacks: ['Sign in', 'Skip to', 'Issues 14', 'Inc.', 'Permalink', 'TypeScript 98', 'perform that action', 'payload'],
  },
  {
    page: 'search',
    has: [
      '# tide tables at Seekwell',
      '### [Tide tables for 300 ports](https://tides.example/tables?port=12&lang=en)',
      'tides.example › tables',
      'high and low water for the next seven days',
      '### [Tide table - Opencyclopedia](https://wiki.example/wiki/Tide_table)',
      '### [How to read a tide table](https://surf.example/how-to-read)', '*Tide tables* are in standard time',
      '### More results from surf.example',
    ],
    lacks: ['Images', 'Seekwell Search', 'IP address', 'Privacy', 'javascript:', 'tracking'],
  },
  {
    page: 'recipe',
    has: [
      '# Smoked fish chowder\n', 'My grandmother', '![A bowl of chowder with parsley]', 'Prep: 15 min',
      '### Ingredients', '- 400 g smoked haddock, undyed\n- 1 l whole milk',
      '- ½ tsp white pepper', '### Method', '1. Warm the milk', '2. Sweat the leeks', '3. Return the fish',
      '### Nutrition per bowl', '| Energy | 412 kcal |', '| Salt | 2.1 g |',
    ],
    lacks: ['Breads', 'Jump to', 'Pin', 'Una', 'Never miss', 'Privacy', 'cookies'],
  },
  {
    page: 'statistics',
    has: [
      '# Population by town, 2011 and 2021\n', 'Released on 17 May 2022', 'Residents on census day',
      '| Region | Town | Residents 2011 | Residents 2021 | Change | Aged 65 or more, % |\n| --- | --- |',
      '| North | [Aldmoor](https://example.org/towns/1) | 12,000 | 12,400 | +3.3 % | 18.0 |',
      '| North | [Dunholt]', '| East | [Easterby]', '| West | [Pendrift]',
      '| All towns |  | 399,960 | – |', '## Notes', '2. Ironbridge Cross was part of Hartsea',
      '[Download as CSV (4 kB)](https://example.org/data/pop.csv)',
    ],
    lacks: ['Press releases', 'Themes', 'two cookies', 'chart', 'Ledger Lane'],
  },
  {
    page: 'japanese',
    has: [
      '# 霧の港町を歩く\n', '2024年6月3日', '桟橋(さんばし)に立つと', '「三色丼」は一日五十食で',
      '![霧に包まれた桟橋](https://example.org/photo/pier.jpg)', '## 坂の上の灯台',
      '明治二十三年に建てられた灯台', '## 行き方', '| 出発地 | 交通手段 | 所要時間 |', '| 中央駅 | 特急 | 2時間10分 |', '- 市場：水曜定休',
    ],
    lacks: ['ログイン', 'クッキー', '人気の記事', '雪の温泉', '編集部', 'pageview'],
  },
  {
    page: 'login',
    has: [
      '# Sign in · Ledgerly', 'Sign in to Ledgerly', 'Email address', 'Password',
      '[Forgot your password?](https://example.org/password/new)', 'Continue',
      '[Create an account](https://example.org/join)',
    ],
    lacks: ['top.location', 'authenticity', 'c2VjcmV0', 'enable JavaScript'],
  },
  {
    page: 'rfc',
    has: [
      '# RFC 99173: The Lighthouse Framing Protocol', `${FENCE}\nIndependent Submission   `,
      '1.  Introduction\n', 'ERR_TOO_MUCH & close the stream.',
      '    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5\n   +-+-', '   |<---------- 16 bits ---------->|', '8.  References',
    ],
    lacks: ['Tracker', 'addHeaderTags', '&lt;', '&amp;'],
  },
  {
    page: 'malformed',
    has: [
      '# Bob\'s Boat Page', 'Welcome to my page & thanks', '- The **dory**',
      '[Wood & glue](https://example.org/docs/wood.html)', '(http://sails.example/?a=1&b=2)',
      '## The dory\n', 'weighs < 90 kg', '340 copper nails', 'launched in May', '| Plywood | $210 |',
      '| Epoxy | $95 |', '![The dory on its trailer]', '## The skiff\n',
      'Go back or come back in spring!', 'Last update: 3/4/99', '---', 'bob@boats.example',
      'the old address does not work',
    ],
    lacks: ['counter', 'javascript', 'FONT', 'BGCOLOR'],
  },
  {
    page: 'index',
    has: [
      '# Index of modules\n', 'Every public module', '## Collections',
      '- [Deque](https://example.org/docs/collections/Deque.html)', '- [Trie]', '## Text', '- [Levenshtein]',
      '## Time', '| [Clock](https://example.org/docs/time/Clock.html) | Monotonic time. |', '| [Zone]',
    ],
    lacks: ['Overview', 'Report a bug'],
  },
];
