import { isObject, quoted } from './shape.ts';

/** What tells of it in a member of that name, the member itself or a part of it that is to be shown; undefined: nothing. */
type Sign = readonly [name: RegExp, findTelling: (value: unknown) => unknown];

/** What stands where an error would, and says that there is none. */
const NO_ERROR = /^(?:|0|no(?:ne|[ _-]errors?)?|null|nil|n\/a|false|ok|success)$/i;

/** Beside these `failed` is the one of several states of tests, jobs or mails that are counted. */
const STATES = /(?:^|[a-z_-])(?:pass(?:ed|ing)?|pending|active|waiting|running|delayed|opened|tests)$/i;

/** Members by which an answer tells that it failed or is not all. */
const SIGNS: readonly Sign[] = [
  // Slack, JSON-RPC, JSend, MediaWiki, Google, S3.
  [/^(?:ok|success)$/i, when((value) => value === false)],
  [/^status$/i, when((value) => typeof value === 'string' && /^(?:error|fail)$/i.test(value))],
  [/^error$/i, when((value) => isErrorText(value) || has(value, 'message', 'info', 'code', 'Message'))],
  [/^error[_ ]message$/i, when((value) => typeof value === 'string' && /^\w/.test(value))],
  [/^warnings$/i, when((value) => (Array.isArray(value) ? typeof value[0] === 'string' : has(value, 'main', '*', 'warnings')))],
  // Bulks: Elasticsearch, Kinesis, SQS, DynamoDB, Jira, BigQuery, MongoDB, S3.
  [/^(?:has)?errors$/i, (value) => (value === true ? value : firstOf(value, (error) => has(error, 'failedElementNumber')))],
  [
    /^failed(?:(?!_?(?:log|sign|auth|attempt|pass))\w+count)?$/i,
    when((value) => isPositive(value) || (Array.isArray(value) && isObject(value[0]))),
  ],
  [/^unprocessed\w+$/i, when((value) => isObject(value) && Object.keys(value).length > 0)],
  [/^(?:insert|write)errors$/i, (value) => firstOf(value, isObject)],
  [/^deleteresult$/i, (value) => filled(memberOf(value, /^Error$/))],
  // Batches of requests: Microsoft Graph, OData, Salesforce.
  [/^responses$/, (value) => firstOf(value, isRefusedPart)],
  [/^compositeResponse$/, (value) => firstOf(value, (each) => isRefusal(each, 'httpStatusCode'))],
  // Documents of OGC and AWS that are an error by their root.
  [/^(?:[\w-]+:)?(?:(?:service)?exceptionreport|errorresponse)$/i, when(isObject)],
  // Mutations of GraphQL, as Shopify and GitHub have them; SOAP.
  [/^data$/, userErrorsIn],
  [/^(?:[\w-]+:)?envelope$/i, (value) => filled(memberOf(memberOf(value, /^(?:.+:)?Body$/), /^(?:.+:)?Fault$/))],
  // Searches: Elasticsearch, GitHub, Google Drive.
  [/^(?:timed_?out|incomplete\w+)$/i, when((value) => value === true)],
  [/^_shards$/, when((value) => isObject(value) && isPositive(Reflect.get(value, 'failed')))],
  [/^hits$/, totalAtLeast],
];

/** The names of them all, so that of most members of a body one look is enough. */
const NAMES = new RegExp(SIGNS.map(([name]) => name.source).join('|'), 'i');

/** Members of `data` that are looked at: more than these are no mutations. */
const MAX_MUTATIONS = 50;

/** Members of a document that CouchDB has not written. */
const COUCH = new Set(['id', 'rev', 'error', 'reason']);

/** Members that say why. */
const REASON = /^(?:message|description)$/i;

/**
 * What is to be said of an answer that says itself that it failed or is not all, though its status is that of a success.
 * Nothing of a thing with an id, such as a job that has failed: that is what was asked for. Of a list, only of what answers
 * a batch.
 */
export function toldFailures(value: object): string[] {
  if (Array.isArray(value)) return toldInBatch(value);
  if ('id' in value && !isRpc(value)) return [];
  const names = Object.keys(value);
  const told = names.flatMap((name) => {
    if (!NAMES.test(name) || (/^failed$/i.test(name) && names.some((other) => STATES.test(other)))) return [];
    const member: unknown = Reflect.get(value, name);
    const telling = SIGNS.flatMap(([sign, findTelling]) => (sign.test(name) ? [findTelling(member)] : [])).find(isThere);
    return telling === undefined ? [] : [[name, telling] as const];
  });
  if (told.length === 0) return [];
  const reasons = names.filter((name) => REASON.test(name)).map((name) => [name, Reflect.get(value, name)] as const);
  return [say([...told, ...reasons])];
}

/** The first failure of a list that answers a batch: of JSON-RPC, Salesforce's collections, CouchDB, Facebook. */
function toldInBatch(list: readonly unknown[]): string[] {
  for (const each of list) {
    if (!isObject(each)) continue;
    const told = isRpc(each) ? toldFailures(each) : isBatchFailure(each) ? [say(Object.entries(each))] : [];
    if (told.length > 0) return told;
  }
  return [];
}

function isBatchFailure(each: Readonly<Record<string, unknown>>): boolean {
  const { id, success, errors, error, reason, code, headers, body } = each;
  if (success === false && (id ?? null) === null) return Array.isArray(errors) && has(errors[0], 'message');
  if (typeof error === 'string' && typeof reason === 'string') return Object.keys(each).every((name) => COUCH.has(name));
  return isRefusal({ code }, 'code') && Array.isArray(headers) && typeof body === 'string';
}

function say(members: readonly (readonly [name: string, value: unknown])[]): string {
  const said = members.map(([name, value]) => `${name}: ${JSON.stringify(value, withoutAttributes)}`).join(', ');
  return `the answer tells of a failure, a lack or a warning, such as "${quoted(said.replace(/[\\"]/g, ''))}"`;
}

/** Versions and schemas of XML say nothing of a failure. */
function withoutAttributes(name: string, member: unknown): unknown {
  return name.startsWith('@') ? undefined : member;
}

function when(tells: (value: unknown) => boolean): Sign[1] {
  return (value) => (tells(value) ? value : undefined);
}

function isThere(value: unknown): boolean {
  return value !== undefined;
}

function firstOf(list: unknown, tells: (item: unknown) => boolean): unknown {
  return Array.isArray(list) ? list.find(tells) : undefined;
}

/** A member of an object, or of the first of a list, which is what one element of XML may be. */
function memberOf(value: unknown, name: RegExp): unknown {
  if (Array.isArray(value)) return memberOf(value[0], name);
  if (!isObject(value)) return undefined;
  const found = Object.keys(value).find((key) => name.test(key));
  return found === undefined ? undefined : value[found];
}

function isRefusal(value: unknown, name: string): boolean {
  const status: unknown = isObject(value) ? value[name] : undefined;
  return typeof status === 'number' && status >= 400 && status < 600;
}

/** Of a batch of requests, or of searches; what only has a status is a mock or a report of other answers. */
function isRefusedPart(each: unknown): boolean {
  return isRefusal(each, 'status') && (has(each, 'error') || (has(each, 'id') && has(each, 'body', 'headers')));
}

/** An element of XML with something in it. */
function filled(value: unknown): unknown {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return first === '' || first === null ? undefined : value;
}

/** What a mutation of GraphQL could not do: `{productCreate: {userErrors: [{field, message}]}}`. */
function userErrorsIn(data: unknown): unknown {
  if (!isObject(data) || Array.isArray(data)) return undefined;
  for (const name of Object.keys(data).slice(0, MAX_MUTATIONS)) {
    const first = firstOf(memberOf(data[name], /^(?:\w+U|u)serErrors$/), (error) => has(error, 'message'));
    if (first !== undefined) return first;
  }
  return undefined;
}

function isRpc(value: unknown): value is Record<string, unknown> {
  return isObject(value) && 'jsonrpc' in value;
}

function isErrorText(value: unknown): boolean {
  return typeof value === 'string' && !NO_ERROR.test(value.trim());
}

function has(value: unknown, ...names: readonly string[]): boolean {
  return isObject(value) && !Array.isArray(value) && names.some((name) => name in value);
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value >= 1;
}

/** Elasticsearch counts no further than some: `{value: 10000, relation: "gte"}`. */
function totalAtLeast(hits: unknown): unknown {
  const total = memberOf(hits, /^total$/);
  return memberOf(total, /^relation$/) === 'gte' ? total : undefined;
}
