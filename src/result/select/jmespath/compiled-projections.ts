import { missed } from './compiled-paths.ts';
import type { Evaluate, Run } from './run.ts';
import { CANDIDATES, COLLECTED, ELEMENTS, HIT } from './spots.ts';
import type { Over } from './syntax.ts';
import { codePoints, isRecord, isTrue } from './values.ts';

/** Steps of an element that is only handed on. */
const STEPS_TO_COPY = 0.5;

interface Parts {
  readonly source: Evaluate;
  /** Undefined where the elements themselves are the result. */
  readonly each: Evaluate | undefined;
  /** How many parts of the expression look at each element. */
  readonly size: number;
  readonly spot: number;
}

/** `[*]`, `[]` and `.*`: the values of all elements, without those that are null. */
export function compiledProjection(over: 'list' | 'flat' | 'values', { source, each, size, spot }: Parts): Evaluate {
  return (value, run) => {
    const base = source(value, run);
    const elements =
      over === 'values'
        ? isRecord(base)
          ? Object.values(base)
          : undefined
        : Array.isArray(base)
          ? (base as unknown[])
          : undefined;
    if (elements === undefined) return missed(base, spot, run);
    const collected: unknown[] = [];
    if (elements.length > 0 && run.samples[spot] === undefined) run.samples[spot] = base;
    const stepsEach = each ? size : STEPS_TO_COPY;
    run.spend(1 + elements.length * stepsEach);
    for (const element of elements) {
      if (over === 'flat' && Array.isArray(element)) {
        run.spend(element.length * stepsEach);
        for (const inner of element) collect(inner, each, run, collected);
      } else collect(element, each, run, collected);
    }
    run.hits[spot] = (run.hits[spot] ?? 0) | bitsOf(elements.length, collected.length);
    return collected;
  };
}

/** `[?condition]`: the values of the elements for which the condition is true. */
export function compiledFilter(condition: Evaluate, { source, each, size, spot }: Parts): Evaluate {
  return (value, run) => {
    const base = source(value, run);
    if (!Array.isArray(base)) return missed(base, spot, run);
    const elements: readonly unknown[] = base;
    let bits = HIT | (elements.length > 0 ? CANDIDATES : 0);
    if (elements.length > 0 && run.samples[spot] === undefined) run.samples[spot] = elements;
    const collected: unknown[] = [];
    run.spend(1 + elements.length * size);
    for (const element of elements) {
      if (!isTrue(condition(element, run))) continue;
      bits |= ELEMENTS;
      collect(element, each, run, collected);
    }
    run.hits[spot] = (run.hits[spot] ?? 0) | bits | (collected.length > 0 ? COLLECTED : 0);
    return collected;
  };
}

/** `[start:stop:step]`, of a text by code points. */
export function compiledSlice(range: Extract<Over, { over: 'slice' }>, { source, each, size, spot }: Parts): Evaluate {
  return (value, run) => {
    const base = source(value, run);
    if (typeof base === 'string') {
      run.spendText(base.length);
      run.hits[spot] = HIT;
      const text = sliced(codePoints(base), range).join('');
      return each ? each(text, run) : text;
    }
    if (!Array.isArray(base)) return missed(base, spot, run);
    const elements = sliced(base as unknown[], range);
    if (elements.length > 0 && run.samples[spot] === undefined) run.samples[spot] = base;
    run.spend(1 + elements.length * size);
    const collected: unknown[] = [];
    for (const element of elements) collect(element, each, run, collected);
    run.hits[spot] = (run.hits[spot] ?? 0) | bitsOf(elements.length, collected.length);
    return collected;
  };
}

function bitsOf(elements: number, collected: number): number {
  return HIT | (elements > 0 ? ELEMENTS : 0) | (collected > 0 ? COLLECTED : 0);
}

function collect(element: unknown, each: Evaluate | undefined, run: Run, collected: unknown[]): void {
  const found = each ? each(element, run) : element;
  if (found !== undefined && found !== null) collected.push(found);
}

/** As Python slices. */
function sliced<T>(items: readonly T[], { start, stop, step }: Extract<Over, { over: 'slice' }>): T[] {
  const { length } = items;
  const capped = (index: number): number => {
    const from = index < 0 ? index + length : index;
    return step < 0 ? Math.min(Math.max(from, -1), length - 1) : Math.min(Math.max(from, 0), length);
  };
  const first = start === null ? (step < 0 ? length - 1 : 0) : capped(start);
  const end = stop === null ? (step < 0 ? -1 : length) : capped(stop);
  if (step === 1) return items.slice(first, end);
  const taken: T[] = [];
  for (let at = first; step > 0 ? at < end : at > end; at += step) {
    const item = items[at];
    if (item !== undefined) taken.push(item);
  }
  return taken;
}
