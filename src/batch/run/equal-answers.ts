import { crc32 } from 'node:zlib';
import { nameSome } from '../../name-some.ts';
import { namesPosition } from '../outcome/further-pages.ts';
import type { RequestReply } from '../outcome/answered.ts';
import type { RequestNode } from '../schedule/request-node.ts';

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
/** Longer bodies have something in them. */
const MAX_EMPTY = 2_000;
const BRACKET = 0x5b;
const BRACE = 0x7b;

/** Requests for one path, each with another query, that have all been answered alike until now. */
interface Alike {
  readonly bytes: number;
  readonly sum: number;
  readonly first: RequestNode;
  /** The others by their queries; undefined until there is one: most paths are asked for once. */
  others: Map<string, RequestNode> | undefined;
}

/** Watches for a server that answers the same whatever is asked: a parameter that it does not know makes no difference. */
export class EqualAnswers {
  /** By the URL without its query; null: their answers differ. */
  readonly #paths = new Map<string, Alike | null>();

  /** Takes an answer in; of equal requests the first counts. */
  add(node: RequestNode, reply: RequestReply): void {
    const url = node.planned?.request.url;
    if (!url || url.search === '' || !('answer' in reply) || reply.pages || reply.poll) return;
    const { status, body } = reply.answer;
    const { content, bytes } = body;
    if (status >= 400 || node.planned?.request.method !== 'GET') return;
    const path = url.href.slice(0, url.href.indexOf('?'));
    const alike = this.#paths.get(path);
    if (alike === null || (!alike && this.#paths.size >= MAX_PATHS)) return;
    const isComparable = content !== undefined && bytes >= MIN_BYTES && (content[0] === BRACKET || content[0] === BRACE);
    if (!isComparable || (alike && alike.bytes !== bytes)) {
      this.#paths.set(path, null);
      return;
    }
    const sum = crc32(content);
    if (!alike) this.#paths.set(path, { bytes, sum, first: node, others: undefined });
    else if (alike.sum !== sum || isEmpty(content)) this.#paths.set(path, null);
    else if (queryOf(alike.first) !== url.search) {
      alike.others ??= new Map();
      if (!alike.others.has(url.search)) alike.others.set(url.search, node);
    }
  }

  /** What is to be said of them, once records have their indexes. */
  notes(): string[] {
    return [...this.#paths.values()].flatMap((alike) => {
      if (!alike?.others) return [];
      const nodes = [alike.first, ...alike.others.values()].filter(({ i }) => i !== undefined);
      const names = differing(nodes.flatMap(({ planned }) => planned?.request.url.searchParams ?? []));
      if (names.length === 0) return [];
      if (nodes.length < MIN_ANSWERS && !names.some(namesPosition)) return [];
      const all = nodes.map(({ i = 0 }) => i).toSorted((a, b) => a - b);
      const named = names.map((name) => name.slice(0, MAX_NAME).toWellFormed());
      const which = names.length === 1 ? 'that parameter' : 'these parameters';
      return [
        `i ${nameSome(all, MAX_NAMED)}: their bodies are equal, whatever ${nameSome(named, MAX_NAMED)} is: ` +
          `the server may not know ${which}`,
      ];
    });
  }
}

function queryOf({ planned }: RequestNode): string | undefined {
  return planned?.request.url.search;
}

/** Whether a body has lists, and nothing in them: many questions find nothing. */
function isEmpty(content: Buffer): boolean {
  const text = content.length > MAX_EMPTY ? '' : content.toString();
  return /\[\s*\]/.test(text) && !/\[\s*[^\]\s]/.test(text);
}

/** Names of parameters that are not the same in all queries. */
function differing(queries: readonly URLSearchParams[]): string[] {
  const names = new Set(queries.flatMap((query) => [...query.keys()]));
  return [...names].filter((name) => new Set(queries.map((query) => query.getAll(name).join('\n'))).size > 1);
}
