import type { JsonSchema } from '../batch/args/json-schema.ts';
import { ConfigError } from '../config/config.ts';
import type { CommandFlag, ParsedFlags } from '../config/flags.ts';
import { shownSchemas } from '../tools/shown-schemas.ts';

/** A flag of `get`, and the argument that it stands for. */
export interface GetFlag extends CommandFlag {
  readonly argument: string;
  /** Whether it goes into each request, not beside them. */
  readonly isOfRequest: boolean;
}

/** Objects that may be said by name, each with an example of such a value. */
const NAMED = new Map([
  ['extract', 'SELECTOR such as title=h1'],
  ['vars', 'VALUES such as id=1..100 or id=a,b'],
  ['query', 'VALUE such as page=2'],
]);

/** What the words of the command line say, or a flag of its own; or of an earlier call, of which a command knows none. */
const OTHERWISE = new Set(['requests', 'retry_of', 'i', 'headers', 'url']);

/** Every argument of `fetch_many` as a flag, those of a call first: made of its schema. */
export function getFlags(): readonly GetFlag[] {
  const { properties: ofCall = {} } = shownSchemas().fetch_many.input;
  const { properties: inRequest = {} } = ofCall['requests']?.items?.anyOf?.find(({ properties }) => properties) ?? {};
  const ofRequest = Object.entries(inRequest).filter(([name]) => !Object.hasOwn(ofCall, name));
  const describedBy = (name: string): JsonSchema => {
    const description = inRequest[name]?.description;
    return description === undefined ? {} : { description };
  };
  return [
    // What a request may have for itself is described there in full.
    ...Object.entries(ofCall).map(([name, schema]) => flagOf(name, { ...schema, ...describedBy(name) }, false)),
    ...ofRequest.map(([name, schema]) => flagOf(name, schema, true)),
  ].filter(({ argument }) => !OTHERWISE.has(argument));
}

function flagOf(argument: string, schema: JsonSchema, isOfRequest: boolean): GetFlag {
  const forms = schema.anyOf ?? [schema];
  const types = forms.flatMap(({ type }) => type ?? []);
  return {
    argument,
    isOfRequest,
    flag: argument.replaceAll('_', '-'),
    value: valueWord(argument, schema, types),
    help: schema.description ?? '',
    isSwitch: types.includes('boolean') && schema.default === false,
    repeatable: types.includes('array') || NAMED.has(argument),
  };
}

function valueWord(argument: string, schema: JsonSchema, types: readonly string[]): string {
  if (schema.enum) return schema.enum.join('|');
  if (types.includes('boolean')) return schema.default === false ? '' : 'true|false';
  if (types.includes('integer')) return 'N';
  if (NAMED.has(argument)) return 'NAME=VALUE|JSON';
  if (types.includes('object')) return 'JSON';
  return 'TEXT';
}

/**
 * The arguments of `fetch_many` that a command line means. Values are texts: the tool reads what they stand for.
 * @throws {ConfigError} if there is no URL, a method that writes, a header twice, or a header or an extract that cannot be read
 */
export function getArguments(urls: readonly string[], flags: ParsedFlags['flags']): Record<string, unknown> {
  if (urls.length === 0) throw new ConfigError('get: name one URL or more, or - for a list of them on standard input');
  const { method = 'GET' } = flags;
  if (!/^\s*(get|head)\s*$/i.test(String(method)))
    throw new ConfigError(`--method: expected GET or HEAD, got "${String(method)}"; "fetch-many run" takes the others`);
  const call: Record<string, unknown> = {};
  const request: Record<string, unknown> = {};
  for (const { flag, argument, isOfRequest } of getFlags()) {
    const given = flags[flag];
    if (given === undefined) continue;
    const value: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
    (isOfRequest ? request : call)[argument] = NAMED.has(argument) ? namedOf(flag, [given].flat().map(String)) : value;
  }
  const headers = new Map<string, string>();
  for (const text of [flags['header'] ?? []].flat()) {
    const [name, value] = headerOf(String(text));
    if (headers.has(name)) throw new ConfigError(`-H: ${name} is given twice; give it once, several values behind commas`);
    headers.set(name, value);
  }
  // Variables fill in the headers of a request, not those of the call.
  const within = request['vars'] === undefined ? call : request;
  if (headers.size > 0) within['headers'] = Object.fromEntries(headers);
  return { requests: urls.map((url) => requestOf(url, request, urls)), ...call };
}

/** A URL with what the flags say of requests; without variables if it has no place for one, and another URL has. */
function requestOf(url: string, { vars, ...others }: Record<string, unknown>, all: readonly string[]): unknown {
  const isWanted = vars !== undefined && (hasPlace(url, others) || !all.some((each) => hasPlace(each, others)));
  const request = isWanted ? { vars, ...others } : others;
  return Object.keys(request).length === 0 ? url : { url, ...request };
}

/** Whether there is a `{name}` in a URL, or in the query and headers that go with it. */
function hasPlace(url: string, others: Record<string, unknown>): boolean {
  const { query, headers } = others;
  return /\{[\w.+#/;?&]/.test(url + JSON.stringify({ query, headers }));
}

function headerOf(text: string): [name: string, value: string] {
  const [, name, value = ''] = /^\s*([^\s:]+)\s*:\s*(.*?)\s*$/s.exec(text) ?? [];
  if (name === undefined) throw new ConfigError(`-H: expected "name: value", got "${text.slice(0, 100)}"`);
  return [name.toLowerCase(), value];
}

/** JSON, or a name and its value each; one that stands several times has a list of them, as has one of vars with commas. */
function namedOf(flag: string, texts: readonly string[]): unknown {
  const [first = ''] = texts;
  if (texts.length === 1 && BEGINS_LIKE_JSON.test(first)) return first;
  const named = new Map<string, unknown[]>();
  for (const text of texts) {
    if (BEGINS_LIKE_JSON.test(text))
      throw new ConfigError(`--${flag}: JSON says all of it; give it once, and no NAME=VALUE beside it`);
    const [, name, value] = /^\s*([\w.-]+)\s*=\s*(.*?)\s*$/s.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new ConfigError(`--${flag}: expected NAME=${NAMED.get(flag) ?? 'VALUE'}, or JSON, got "${text.slice(0, 100)}"`);
    named.set(name, [...(named.get(name) ?? []), ...valuesOf(flag, name, value)]);
  }
  return Object.fromEntries(Array.from(named, ([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

const BEGINS_LIKE_JSON = /^\s*[[{]/;

/** What a name of a flag stands for: JSON too, but in a query, where it is text. @throws {ConfigError} if vars are no JSON */
function valuesOf(flag: string, name: string, text: string): unknown[] {
  const json = flag !== 'query' && BEGINS_LIKE_JSON.test(text) ? jsonOf(text) : undefined;
  if (flag !== 'vars') return [json ?? text];
  if (json !== undefined) return [json].flat();
  if (BEGINS_LIKE_JSON.test(text))
    throw new ConfigError(`--vars: ${name} begins like JSON and is none; quote it for the shell, or write ${name}=a,b`);
  const values = text.split(',').map((value) => value.trim());
  if (values.some((value) => /^["']/.test(value)))
    throw new ConfigError(`--vars: quotes in ${name} would be sent; leave them out, or write JSON: ${name}=["a,b", "c"]`);
  return values;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
