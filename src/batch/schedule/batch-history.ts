import type { RequestSchemas } from '../args/request-schemas.ts';
import { InvalidCall } from '../args/problems.ts';
import type { Problem } from '../args/problem.ts';
import { viewOf } from '../plan/view-of.ts';
import type { EarlierNode, EarlierRun, ReadingArgument } from './earlier-run.ts';
import { goneFrom } from './left-requests.ts';
import { NO_BODY, pickProblems, readPicked, type Kept } from './picked.ts';
import type { RequestNode } from './request-node.ts';
import { sizeOf } from './size-of.ts';

/** What {@link argumentsOf} gives. */
type Args = Readonly<Record<string, unknown>>;

/** A call that has ended, as far as running the rest of it again needs. */
interface Remembered {
  readonly tool: RequestSchemas['tool'];
  /** Absent where all were ok: there is nothing to run again. */
  readonly args?: Args;
  readonly nodes: ReadonlyMap<string, EarlierNode>;
  readonly next: number;
  readonly bytes: number;
}

/** The rest of an earlier call, as it is to be run. */
export interface Again {
  /** Those of that call, or what is given now in their place. */
  readonly args: Args;
  readonly earlier: EarlierRun;
  /** What is wrong with the choice of requests. */
  readonly problems: readonly Problem[];
}

/** What is kept of earlier calls, in memory. */
const MAX_BATCHES = 100;
/** Of all together: arguments, and what dependents have taken or may take from the requests that were ok. */
const MAX_BYTES = 16 * 1024 * 1024;
/** A request takes so many at least. */
const NODE_BYTES = 500;
const READING: readonly ReadingArgument[] = ['as', 'extract', 'select'];

/** The calls of this process by their names, so that what failed of one can be run again. The oldest are forgotten first. */
export class History {
  readonly #batches = new Map<string, Remembered>();
  readonly #running = new Set<string>();
  #bytes = 0;

  /**
   * Keeps what a call has done, in the place of what an earlier one under the same name had.
   * @param nodes all that were run, with their indexes
   * @param earlier what that one had done
   */
  remember(name: string, tool: RequestSchemas['tool'], args: Args, nodes: readonly RequestNode[], earlier?: EarlierRun): void {
    const known = new Map(earlier?.nodes);
    for (const { key } of goneFrom(nodes, earlier)) known.delete(key);
    for (const node of nodes) if (node.pending) known.set(node.key, toEarlier(node));
    const isOver = [...known.values()].every(({ outcome }) => outcome === undefined);
    const bytes = isOver ? 0 : sizeOf(args) + sizeOf(valuesIn(known)) + known.size * NODE_BYTES;
    const next = Math.max(earlier?.next ?? 0, ...nodes.map(({ i = 0 }) => i + 1));
    this.#bytes += bytes - (this.#batches.get(name)?.bytes ?? 0);
    this.#batches.delete(name);
    this.#batches.set(name, isOver ? { tool, nodes: new Map(), next, bytes } : { tool, args, nodes: known, next, bytes });
    for (const [oldest, { bytes: freed }] of this.#batches) {
      if (this.#batches.size <= MAX_BATCHES && this.#bytes <= MAX_BYTES) break;
      this.#batches.delete(oldest);
      this.#bytes -= freed;
    }
  }

  /**
   * The rest of an earlier call.
   * @throws {InvalidCall} if there is nothing to run again, or this tool must not
   */
  again(args: Args, schemas: RequestSchemas, kept: Kept): Again {
    const { retry_of: given, i, ...others } = args;
    const name = typeof given === 'string' ? given.trim().toLowerCase() : '';
    const batch = kept.has(name) ? this.#batches.get(name) : undefined;
    if (!batch) throw refusal(this.#describeRef(name) ?? this.#unknown(given));
    if (others['requests'] !== undefined) throw refusal('takes the place of requests; leave one of the two out');
    if (!batch.args) {
      const instead = kept.hasBody(name)
        ? `read_result {"ref": "${name}", "select": ...} reads their bodies in another way, without a request`
        : NO_BODY;
      throw refusal(`every request of ${name} was ok; there is nothing to run again; ${instead}`);
    }
    if (batch.tool !== schemas.tool) throw refusal(`${name} was a call of ${batch.tool}; call that tool with it`);
    const { picked, problems } = readPicked(i, schemas);
    const readAnew = READING.filter((argument) => others[argument] !== undefined);
    const earlier = { name, nodes: batch.nodes, next: batch.next, picked, readAnew };
    const all = problems.length > 0 ? problems : pickProblems(earlier, kept);
    return { args: { ...withoutReplaced(batch.args, others), ...others }, earlier, problems: all };
  }

  /**
   * Runs the rest of an earlier call, one at a time: two at once would send the same requests.
   * @throws {InvalidCall} if another call does so already
   * @throws what `run` does
   */
  async alone<T>({ name }: Pick<EarlierRun, 'name'>, run: () => Promise<T>): Promise<T> {
    if (this.#running.has(name)) throw refusal(`${name} is being run again by another call; wait until that has ended`);
    this.#running.add(name);
    try {
      return await run();
    } finally {
      this.#running.delete(name);
    }
  }

  /** What is said where a ref is given in place of a name. */
  #describeRef(ref: string): string | undefined {
    const [name = '', which = ''] = ref.split('/', 2);
    if (which === '' || !this.#batches.has(name)) return undefined;
    const some = /^\d+$/.test(which) ? which : '...';
    return `it takes the name of a call, "${name}"; to run only some of its requests again, add "i": [${some}]`;
  }

  #unknown(name: unknown): string {
    const known = [...this.#batches.keys()].slice(-5).join(', ');
    const there = known ? `the latest are ${known}` : 'there is none yet';
    return `no batch ${JSON.stringify(name)?.slice(0, 50)} is known (any more); ${there}, by summary.batch`;
  }
}

/**
 * The arguments of a call without those that have no place beside what is given now: the body is a form, or an extract and
 * what is selected of that. "auto" is no form: it goes beside an extract.
 */
function withoutReplaced(before: Args, given: Args): Args {
  const isForm = given['as'] !== undefined && given['as'] !== 'auto';
  const ofExtract = isForm && before['extract'] !== undefined ? ['extract', 'select'] : [];
  const replaced = given['extract'] === undefined ? ofExtract : [...ofExtract, 'as'];
  return Object.fromEntries(Object.entries(before).filter(([name]) => !replaced.includes(name)));
}

function toEarlier(node: RequestNode): EarlierNode {
  const { key, i = 0, itemNode, parent, pending, planned } = node;
  const outcome = pending?.record.outcome;
  const isOk = outcome === undefined;
  return {
    key,
    i,
    id: itemNode.item.id,
    place: itemNode.place,
    sources: itemNode.sources.map(({ place }) => place),
    parent: parent?.key,
    outcome,
    extracted: isOk ? node.extracted : undefined,
    idempotencyKey: isOk ? undefined : planned?.request.headers['idempotency-key'],
    answered: isOk ? undefined : node.answered,
    record: isOk || !node.answered ? undefined : pending?.record,
    isUnsure: !isOk && node.isUnsure === true,
    keys: isOk && planned && pending?.keys ? { of: viewOf(planned), presence: pending.keys } : undefined,
  };
}

function refusal(message: string): InvalidCall {
  return new InvalidCall([{ path: 'retry_of', message }]);
}

function valuesIn(nodes: ReadonlyMap<string, EarlierNode>): unknown {
  return Array.from(nodes.values(), ({ key, extracted }) => [key, extracted && [...extracted]]);
}
