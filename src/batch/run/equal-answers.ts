import { nameSome } from '../../name-some.ts';
import { isPosition } from '../outcome/further-pages.ts';
import type { RequestReply } from '../outcome/answered.ts';
import type { RequestNode } from '../schedule/request-node.ts';
import { AnswerSignature } from './answer-signature.ts';

/** Records that a note names, and parameters. */
const MAX_NAMED = 5;
/** Characters of the name of a parameter. */
const MAX_NAME = 40;
/** Shorter bodies say too little to be told apart: `{"status":"ok"}`. */
const MIN_BYTES = 40;
/** So many equal answers are no chance, unless it is pages that are equal: two of these are wrong. */
const MIN_ANSWERS = 3;
/** Paths that are watched: a call that asks for more of them asks for each once, as a rule. */
const MAX_PATHS = 100;
/** Characters of a query: longer ones hold parameters by the hundred. */
const MAX_QUERY = 1_000;
/** Parameters that are there to make no difference. */
const BUSTER = /^(?:_|t|ts|v|cb|rand(?:om)?|nonce|no_?cache|cache_?bust(?:er)?|timestamp)$/i;

/** A request and its answer. */
interface Answered {
  readonly node: RequestNode;
  readonly signature: AnswerSignature;
}

/** Requests for one path, each with another query, that have all been answered alike until now. */
interface Alike {
  readonly first: Answered;
  /** Whether they are equal as a whole, and not in their lists only. */
  isExact: boolean;
  /** The others by their queries; undefined until there is one: most paths are asked for once. */
  others: Map<string, RequestNode> | undefined;
}

/** Watches for a server that answers the same whatever is asked: a parameter that it does not know makes no difference. */
export class EqualAnswers {
  /** By the URL without its query; null: their answers differ. */
  readonly #paths = new Map<string, Alike | null>();
  /** What was asked for without a query, which may be the first page. */
  readonly #bare = new Map<string, Answered>();

  /** Takes an answer in; of equal requests the first counts. */
  add(node: RequestNode, reply: RequestReply): void {
    const url = node.planned?.request.url;
    if (!url || !('answer' in reply) || reply.pages || reply.poll) return;
    const { status, body } = reply.answer;
    if (status >= 400 || node.planned?.request.method !== 'GET') return;
    const mark = url.href.indexOf('?');
    if (mark >= 0 && url.href.length - mark > MAX_QUERY) return;
    const path = mark < 0 ? url.href : url.href.slice(0, mark);
    const answered = (): Answered | undefined => {
      return body.content && body.bytes >= MIN_BYTES ? { node, signature: new AnswerSignature(body.content) } : undefined;
    };
    if (mark < 0) {
      const bare = this.#bare.size < MAX_PATHS ? answered() : undefined;
      if (bare && !this.#bare.has(path)) this.#bare.set(path, bare);
      return;
    }
    const alike = this.#paths.get(path);
    if (alike === null || (!alike && this.#paths.size >= MAX_PATHS)) return;
    const one = answered();
    if (!one) this.#paths.set(path, null);
    else if (!alike) this.#paths.set(path, { first: one, isExact: true, others: undefined });
    else if (alike.first.node.planned?.request.url.search !== url.search) this.#paths.set(path, withOther(alike, one, url));
  }

  /** What is to be said of them, once records have their indexes. */
  notes(): string[] {
    return [...this.#paths].flatMap(([path, alike]) => {
      if (!alike) return [];
      const { first, isExact, others } = alike;
      const equals = [first.node, ...(others?.values() ?? [])];
      const bare = this.#bare.get(path);
      if (bare && isExact && isAlike(first, bare)) equals.unshift(bare.node);
      const numbered = equals.filter(({ i }) => i !== undefined);
      return noteOf(numbered, isExact ? 'bodies' : 'lists');
    });
  }
}

/** Takes another answer for a path in. @returns null if it differs */
function withOther(alike: Alike, other: Answered, url: URL): Alike | null {
  const { first } = alike;
  const isExact = first.signature.equals(other.signature);
  const isPage = (): boolean => [...url.searchParams].some(([name, value]) => isPosition(name, value));
  const isComparable = isExact ? first.signature.isJson || isPage() : isPage() && first.signature.hasListsOf(other.signature);
  // Equal ones are empty together, and the first has been read.
  if (!isComparable || (isExact ? first : other).signature.isEmpty) return null;
  alike.isExact &&= isExact;
  alike.others ??= new Map();
  if (!alike.others.has(url.search)) alike.others.set(url.search, other.node);
  return alike;
}

function isAlike(first: Answered, bare: Answered): boolean {
  return first.signature.equals(bare.signature) && !first.signature.isEmpty;
}

function noteOf(nodes: readonly RequestNode[], what: string): string[] {
  if (nodes.length < 2) return [];
  const values = differing(nodes.flatMap(({ planned }) => planned?.request.url.searchParams ?? []));
  const names = [...values.keys()].filter((name) => !BUSTER.test(name));
  const isPaged = names.some((name) => values.get(name)?.every((value) => isPosition(name, value)));
  if (names.length === 0 || (nodes.length < MIN_ANSWERS && !isPaged)) return [];
  const all = nodes.map(({ i = 0 }) => i).toSorted((a, b) => a - b);
  const named = names.map((name) => name.slice(0, MAX_NAME).toWellFormed());
  const which = names.length === 1 ? 'that parameter' : 'these parameters';
  return [
    `i ${nameSome(all, MAX_NAMED)}: their ${what} are equal, whatever ${nameSome(named, MAX_NAMED)} is: ` +
      `the server may not know ${which}`,
  ];
}

/** Parameters that are not the same in all queries, each with all of its values. */
function differing(queries: readonly URLSearchParams[]): Map<string, string[]> {
  const all = new Map<string, string[][]>();
  for (const query of queries) {
    const own = new Map<string, string[]>();
    for (const [name, value] of query) {
      const values = own.get(name);
      if (values) values.push(value);
      else own.set(name, [value]);
    }
    for (const [name, values] of own) {
      const others = all.get(name);
      if (others) others.push(values);
      else all.set(name, [values]);
    }
  }
  const differ = [...all].filter(([, each]) => {
    return each.length < queries.length || new Set(each.map((values) => values.join('\n'))).size > 1;
  });
  return new Map(differ.map(([name, each]) => [name, each.flat()]));
}
