import type { Problem } from '../args/problem.ts';
import type { RequestArgs, VarsArg } from '../args/schema.ts';
import { slipIn } from './fill-text.ts';
import type { Template } from './template.ts';
import { describeUnknownId } from './unknown-id.ts';
import type { VariableUse } from './variable-uses.ts';
import { nameSome } from '../../name-some.ts';

/** A request as it was read, as far as its variables go. */
interface Using {
  readonly at: string;
  readonly request?: RequestArgs | undefined;
  readonly template?: Template | undefined;
  readonly uses: readonly VariableUse[];
}

/** Variables that are named in one problem. */
const MAX_NAMED = 5;

/**
 * Names in the URL, the query and the headers of a request that no variable fills, and slips in how they are written. What
 * is left out of the URL then (`{?page}`) is a note, see {@link unfilledNote}.
 * @param names the variables there are, those of the request that its values come from among them
 * @param has what to say that there is
 */
export function unfilledProblems(
  { at, request, template }: Using,
  names: ReadonlySet<string>,
  has = listed(names),
): readonly Problem[] {
  const lacking = [...(template?.needed ?? [])].find((name) => !names.has(name));
  const url = lacking === undefined ? [] : [{ path: `${at}.url`, message: `the template uses {${lacking}}, and ${has}` }];
  return [...url, ...textProblems(at, request, names)];
}

/**
 * What the reader should know of names that no variable fills, which may be slips: optional parts of a URL are left out, and
 * what is the whole of a text in a body is sent as it stands.
 */
export function unfilledNote({ at, template, uses }: Using, names: ReadonlySet<string>): string | undefined {
  const lacking = [...(template?.names ?? [])].filter((name) => !names.has(name));
  const inUrl = lacking.length === 0 ? [] : [`${at}.url: ${shownNames(lacking)} left out`];
  const kept = uses.filter(({ name, place, at: field, isOptional }) => {
    return place === 'body' && field !== 'body' && isOptional && !names.has(name) && /^\w[\w.-]*$/.test(name);
  });
  const inBody = kept.length === 0 ? [] : [`${at}.${kept[0]?.at}: ${shownNames(kept.map(({ name }) => name))} sent as written`];
  const all = [...inUrl, ...inBody];
  return all.length === 0 ? undefined : `${all.join('; ')}: no variable fills it, ${listed(names)}`;
}

function shownNames(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMED).map((name) => `{${name}}`);
  return `${shown.join(', ')} ${names.length === 1 ? 'is' : 'are'}`;
}

function listed(names: ReadonlySet<string>): string {
  return `vars has ${[...names].join(', ') || 'nothing'}`;
}

function textProblems(at: string, request: RequestArgs | undefined, names: ReadonlySet<string>): readonly Problem[] {
  const texts = [
    ...Object.entries(request?.query ?? {}).map(([key, value]) => [`query.${key}`, [value].flat()] as const),
    ...Object.entries(request?.headers ?? {}).map(([name, value]) => [`headers.${name}`, [value]] as const),
  ];
  return texts.flatMap(([path, values]) => {
    const slips = values.flatMap((value) => (typeof value === 'string' ? (slipIn(value, names) ?? []) : []));
    return slips.slice(0, 1).map((message) => ({ path: `${at}.${path}`, message }));
  });
}

/**
 * Variables of a product that are used nowhere: each would only send the same request again.
 * @param ids of the requests of the call
 */
export function unusedProblems(
  { at, request, uses }: Using,
  names: readonly string[],
  vars: VarsArg,
  ids: ReadonlySet<string>,
): readonly Problem[] {
  const used = new Set(uses.map(({ name }) => name));
  const unused = names.filter((name) => !used.has(name));
  const [first] = unused;
  if (first === undefined) return [];
  const from: unknown = unused.includes('from') && 'from' in vars ? vars.from : undefined;
  const cure = typeof from === 'string' ? cureForFrom(from, ids) : cureFor(first, request);
  const message = `${nameSome(unused, MAX_NAMED)} ${unused.length === 1 ? 'is' : 'are'} used nowhere in url, query, headers or body; ${cure}`;
  return [{ path: `${at}.vars${unused.length === 1 ? `.${first}` : ''}`, message }];
}

/** Rows of which no column is used. */
export function unusedRowsProblems(item: Using, names: ReadonlySet<string>): readonly Problem[] {
  if (names.size === 0 || item.uses.some(({ name }) => names.has(name))) return [];
  const [first = ''] = names;
  const shown = [...names].slice(0, MAX_NAMED).join(', ');
  const message = `none of ${shown} is used in url, query, headers or body; ${cureFor(first, item.request)}`;
  return [{ path: `${item.at}.vars`, message }];
}

function cureForFrom(from: string, ids: ReadonlySet<string>): string {
  if (ids.has(from)) return `rows of "${from}" are taken by {"from", "select"} alone, with no other variable beside`;
  return describeUnknownId(from, ids);
}

function cureFor(name: string, request: RequestArgs | undefined): string {
  const url = request?.url ?? '';
  const written = [`:${name}`, `<${name}>`, `[${name}]`, `%${name}%`, `$${name}`].find((form) => url.includes(form));
  if (written !== undefined) return `write {${name}} in place of ${written}`;
  return `write {${name}} where it belongs (it does not fill in id, select, base_url or the call's own headers), or leave it out`;
}
