import { isDeepStrictEqual } from 'node:util';
import type { KeptRecord, ResultStore } from '../../result/store/result-store.ts';
import type { InputRecord } from '../program/program-input.ts';
import type { Plan } from '../plan/plan.ts';
import type { EarlierRun, ReadingArgument } from '../schedule/earlier-run.ts';
import type { RequestNode } from '../schedule/request-node.ts';
import { goneFrom } from '../schedule/left-requests.ts';
import type { EndedCall } from './ended-requests.ts';
import { nameSome } from '../../name-some.ts';

/** Indexes that a note names. */
const MAX_NAMED = 20;

/**
 * All records of a call: those of the earlier call of which it has run the rest, with its own in their places.
 * @returns them in the order of their indexes
 */
export function mergeEarlier(
  { inputs, nodes }: Pick<EndedCall, 'inputs' | 'nodes'>,
  earlier: EarlierRun | undefined,
  results: ResultStore,
): readonly InputRecord[] {
  if (!earlier) return inputs;
  const merged = new Map(recordsOf(earlier, results).map((record): [number, InputRecord] => [record.facts.i, { record }]));
  const before = new Map(merged);
  for (const { i } of goneFrom(nodes, earlier)) merged.delete(i);
  const answered = new Set(nodes.flatMap(({ i, answered: answer }) => (answer && i !== undefined ? i : [])));
  for (const input of inputs) {
    const { facts, reading } = input.record;
    const old = before.get(facts.i)?.record;
    // What was not read again is still there.
    const isLeft = old && !reading && answered.has(facts.i);
    merged.set(facts.i, isLeft ? { record: { ...old, facts } } : input);
  }
  return [...merged.values()].toSorted((a, b) => a.record.facts.i - b.record.facts.i);
}

/** What a program over records should know of those that are as the earlier call has read them, though others are read anew. */
export function unlikeNotes(
  { inputs }: Pick<EndedCall, 'inputs'>,
  all: readonly InputRecord[],
  earlier: EarlierRun | undefined,
): string[] {
  if (!earlier || earlier.readAnew.length === 0) return [];
  const anew = new Set(inputs.map(({ record }) => record.facts.i));
  const others = all.flatMap(({ record: { facts, bytes } }) => (facts.ok && bytes > 0 && !anew.has(facts.i) ? facts.i : []));
  if (others.length === 0) return [];
  const given = earlier.readAnew.map((name) => `"${name}": ...`).join(', ');
  return [
    `js has the bodies of i ${nameSome(others, MAX_NAMED)} as the earlier call read them, without the ${earlier.readAnew.join(' and ')} given now; ` +
      `read_result {"ref": "${earlier.name}", "js": ..., ${given}} reads all alike`,
  ];
}

/** What a request says itself before what a call says of how bodies are read. */
const GOES_BEFORE: Readonly<Record<ReadingArgument, readonly ReadingArgument[]>> = {
  as: ['extract', 'as'],
  extract: ['extract'],
  select: ['select'],
};

/** That what is given now of how bodies are read did not count for requests that say it themselves; "auto" says nothing. */
export function ownNotes(nodes: readonly RequestNode[], { call }: Pick<Plan, 'call'>, earlier: EarlierRun | undefined): string[] {
  return (earlier?.readAnew ?? []).flatMap((given) => {
    if (call[given] === 'auto') return [];
    const owned = nodes.flatMap(({ i, isReused, itemNode, pending }) => {
      const { request } = itemNode.item;
      const own = GOES_BEFORE[given].find((name) => request?.[name] !== undefined);
      const isRead = i !== undefined && isReused !== true && pending !== undefined && pending.record.outcome === undefined;
      return isRead && own !== undefined && !isDeepStrictEqual(request?.[own], call[given]) ? [{ i, own }] : [];
    });
    const [first] = owned;
    if (!first) return [];
    const which = nameSome(
      owned.map(({ i }) => i),
      MAX_NAMED,
    );
    return [
      `i ${which}: the request's own ${first.own} goes before the ${given} given with retry_of; ` +
        `read_result {"ref": "${earlier?.name ?? ''}", "${given}": ...} reads all by that`,
    ];
  });
}

function recordsOf({ name }: EarlierRun, results: ResultStore): readonly KeptRecord[] {
  return results.has(name) ? results.batch(name).records : [];
}
