import { isObject, quoted } from './shape.ts';

type Sign = readonly [name: RegExp, tells: (value: unknown) => boolean];

/** Texts that stand where an error would, and say that there is none. */
const NO_ERROR = new Set(['', '0', 'none', 'no', 'false', 'ok']);

/** Members by which an answer tells that it failed or is not all. */
const SIGNS: readonly Sign[] = [
  // Slack, JSON-RPC, JSend, MediaWiki, Google.
  [/^(?:ok|success)$/i, (value) => value === false],
  [/^status$/i, (value) => typeof value === 'string' && /^(?:error|fail)$/i.test(value)],
  [/^error$/i, (value) => isErrorText(value) || has(value, 'message', 'info', 'code')],
  [/^error[_ ]message$/i, (value) => typeof value === 'string' && /^\w/.test(value)],
  [/^warnings$/i, (value) => (Array.isArray(value) ? typeof value[0] === 'string' : has(value, 'main', '*', 'warnings'))],
  // Bulks: Elasticsearch, Kinesis, SQS, DynamoDB.
  [/^(?:has)?errors$/i, (value) => value === true],
  [/^failed(?:\w+count)?$/i, (value) => isPositive(value) || (Array.isArray(value) && isObject(value[0]))],
  [/^unprocessed\w+$/i, (value) => isObject(value) && Object.keys(value).length > 0],
  // Searches: Elasticsearch, GitHub, Google Drive.
  [/^(?:timed_?out|incomplete\w+)$/i, (value) => value === true],
  [/^_shards$/, (value) => isObject(value) && isPositive(Reflect.get(value, 'failed'))],
  [/^hits$/, (value) => isObject(value) && isAtLeast(Reflect.get(value, 'total'))],
];

/** The names of them all, so that of most members of a body one look is enough. */
const NAMES = new RegExp(SIGNS.map(([name]) => name.source).join('|'), 'i');

/** Members that say why. */
const REASON = /^(?:message|description)$/i;

/**
 * What is to be said of an answer that says itself that it failed or is not all, though its status is that of a success.
 * Nothing of a thing with an id, such as a job that has failed: that is what was asked for. Of a list, only of JSON-RPC's.
 */
export function toldFailures(value: object): string[] {
  if (Array.isArray(value)) return value.filter(isRpc).flatMap(toldFailures).slice(0, 1);
  if ('id' in value && !isRpc(value)) return [];
  const names = Object.keys(value);
  const held = (name: string): unknown => Reflect.get(value, name);
  const told = names.filter((name) => NAMES.test(name) && SIGNS.some(([sign, tells]) => sign.test(name) && tells(held(name))));
  if (told.length === 0) return [];
  const shown = [...told, ...names.filter((name) => REASON.test(name))];
  const said = shown.map((name) => `${name}: ${JSON.stringify(name === 'hits' ? totalOf(held(name)) : held(name))}`);
  return [`the answer tells of a failure, a lack or a warning, such as "${quoted(said.join(', ').replace(/[\\"]/g, ''))}"`];
}

function isRpc(value: unknown): value is object {
  return isObject(value) && 'jsonrpc' in value;
}

function isErrorText(value: unknown): boolean {
  return typeof value === 'string' && !NO_ERROR.has(value.toLowerCase());
}

function has(value: unknown, ...names: readonly string[]): boolean {
  return isObject(value) && !Array.isArray(value) && names.some((name) => name in value);
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value > 0;
}

/** Elasticsearch counts no further than some: `{value: 10000, relation: "gte"}`. */
function isAtLeast(total: unknown): boolean {
  return isObject(total) && Reflect.get(total, 'relation') === 'gte';
}

function totalOf(hits: unknown): unknown {
  return isObject(hits) ? Reflect.get(hits, 'total') : hits;
}
