import type { Random } from '../../support/random.ts';
import { prose } from './filler.ts';
import { escaped, page, table } from './page.ts';
import { randomOf, sample, shuffled } from './random.ts';
import { html, problem, type Route } from './site.ts';

/** A function of the library, as its page says. */
interface DocumentedFunction {
  readonly name: string;
  readonly module: string;
  readonly signature: string;
  readonly deprecated: { readonly since: string; readonly use: string } | undefined;
}

/** The reference of a library: an index, and a page for each module. */
export interface Reference {
  readonly functions: readonly DocumentedFunction[];
  readonly pages: ReadonlyMap<string, string>;
}

const MODULES = 'auth batch cache clock codec config events files locks queue streams tables'.split(' ');
const VERBS = 'attach build close drain encode find flush list merge open parse read reset scan split sync trim watch'.split(' ');
const THINGS = 'Block Cursor Entry Frame Handle Index Journal Lease Marker Node Page Record Segment Token Window'.split(' ');
const TYPES = ['string', 'number', 'Buffer', 'Options', 'AbortSignal', 'Map<string, number>'] as const;
const PER_MODULE = 8;
const DEPRECATED = 9;

export function makeReference(seed: number): Reference {
  const random = randomOf(seed, 'reference');
  const names = sample(
    random,
    VERBS.flatMap((verb) => THINGS.map((thing) => verb + thing)),
    MODULES.length * PER_MODULE,
  );
  const old = new Set(shuffled(random, names).slice(0, DEPRECATED));
  const current = shuffled(
    random,
    names.filter((name) => !old.has(name)),
  );
  const functions = names.map((name, nth): DocumentedFunction => {
    const use = current[nth] ?? current[0] ?? '';
    const deprecated = old.has(name) ? { since: `${random.int(2, 5)}.${random.int(1, 9)}`, use } : undefined;
    return { name, module: MODULES[Math.floor(nth / PER_MODULE)] ?? '', signature: signatureOf(random, name), deprecated };
  });
  const pages = new Map(MODULES.map((module) => [module, modulePage(random, module, functions)]));
  return { functions, pages };
}

export function referenceRoutes({ pages }: Reference): Route[] {
  const items = [...pages.keys()].map(
    (module) => `<li><a href="${module}.html">${module}</a>: ${module} and what belongs to it.</li>`,
  );
  const index = page(
    'Reference',
    `<h1>Reference</h1>\n<p>A page for each module.</p>\n<ul class="modules">\n${items.join('\n')}\n</ul>`,
  );
  return [
    ['GET', '/reference/', () => html(index)],
    [
      'GET',
      '/reference/{file}',
      ({ params }) => {
        const text = pages.get((params['file'] ?? '').replace(/\.html$/, ''));
        return text === undefined ? problem(404, 'No such page') : html(text);
      },
    ],
  ];
}

function signatureOf(random: Random, name: string): string {
  const parameters = ['target', 'limit', 'options'].slice(0, random.int(1, 3));
  const typed = parameters.map((parameter, nth) => `${parameter}${nth > 0 ? '?' : ''}: ${random.pick(TYPES)}`);
  const result = random.pick(['void', 'number', 'Promise<void>', 'Promise<Record>', 'AsyncIterable<Buffer>']);
  return `function ${name}(${typed.join(', ')}): ${result}`;
}

function modulePage(random: Random, module: string, functions: readonly DocumentedFunction[]): string {
  const own = functions.filter((each) => each.module === module);
  const side = `<ul>${MODULES.map((each) => `<li><a href="${each}.html">${each}</a></li>`).join('')}</ul>`;
  const contents = own.map(({ name }) => `<li><a href="#${name}">${name}</a></li>`).join('');
  const sections = own.map((each) => sectionOf(random, each));
  return page(
    `${module} - Reference`,
    `<h1>${module}</h1>\n<p>${prose(random, 40)}</p>\n<ul>${contents}</ul>\n${sections.join('\n')}`,
    side,
  );
}

function sectionOf(random: Random, { name, signature, deprecated }: DocumentedFunction): string {
  const parameters = [...signature.matchAll(/(\w+)(\?)?: ([^,)]+(?:, number>)?)/g)];
  const rows = parameters.map(([, parameter = '', optional, type = '']) => {
    return [`<code>${parameter}</code>`, `<code>${escaped(type)}</code>`, optional ? 'no' : 'yes', prose(random, 8)];
  });
  const warning = deprecated
    ? `<div class="warning deprecated"><p><strong>Deprecated since ${deprecated.since}.</strong> Use <a href="#"><code>${deprecated.use}</code></a> instead.</p></div>`
    : '';
  return `<section class="function" id="${name}"><h2><code>${name}</code></h2>
<pre class="signature"><code class="language-ts">${escaped(signature)}</code></pre>
${warning}<p>${prose(random, 45)}</p>
${table([['Parameter', 'Type', 'Required', 'Meaning'], ...rows])}
<h3>Example</h3>
<pre><code class="language-ts">import { ${name} } from 'lib';
const result = await ${name}(target);
// ${prose(random, 6)}
console.log(result);</code></pre>
${random.next() < 0.4 ? `<p class="note">Nothing here is deprecated; ${prose(random, 9)}</p>` : ''}</section>`;
}
