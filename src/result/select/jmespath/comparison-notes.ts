import { shape } from '../shape.ts';
import { isMissing } from './missing.ts';
import type { Run } from './run.ts';
import { CANDIDATES, ELEMENTS, EQUAL, Met, NUMERIC, type Spot, UNEQUAL, UNORDERED } from './spots.ts';
import { isNumeric, shown } from './values.ts';

type EqualSpot = Extract<Spot, { kind: 'equal' }>;

/** What is said of a filter that let nothing pass: which comparison never held, and what is there instead. */
export function emptyFilterNote(
  spot: Extract<Spot, { kind: 'filter' }>,
  id: number,
  spots: readonly Spot[],
  run: Run,
): string | undefined {
  const bits = run.hits[id] ?? 0;
  const seen = run.samples[id];
  if ((bits & CANDIDATES) === 0 || bits & ELEMENTS || !Array.isArray(seen)) return undefined;
  const never: string[] = [];
  for (let inside = spot.from; inside < spot.to; inside++) {
    const part = spots[inside];
    if (!part) continue;
    // These have a note of their own.
    if (isMissing(part, inside, run) || (part.kind === 'order' && (run.hits[inside] ?? 0) & UNORDERED)) return undefined;
    if (part.kind !== 'equal' || part.operator !== '==' || !isNeverEqual(run.hits[inside] ?? 0)) continue;
    if (nearOf(run.samples[inside]) !== undefined) return undefined;
    never.push(neverWords(part, run.samples[inside]));
  }
  const list = spot.path === '' ? 'the body' : spot.path;
  if (never.length > 0) return `nothing of ${list} passes [?${spot.condition}]: ${never.join('; ')}`;
  return `nothing of ${list} passes [?${spot.condition}]; its first element is ${shape(seen[0])}`;
}

/** What is said of a comparison that never held though the value is there, but for its case or type. */
export function comparisonNote(spot: EqualSpot, bits: number, sample: unknown): string | undefined {
  if (!isNeverEqual(bits) || nearOf(sample) === undefined) return undefined;
  return `${neverWords(spot, sample)}${spot.operator === '!=' ? ', so != always holds' : ''}`;
}

function isNeverEqual(bits: number): boolean {
  return (bits & UNEQUAL) !== 0 && (bits & EQUAL) === 0;
}

function nearOf(sample: unknown): unknown {
  return sample instanceof Met ? sample.near : undefined;
}

function neverWords({ path, literal }: EqualSpot, sample: unknown): string {
  const what = path === '' ? 'an element' : path;
  const never = `${what} is never ${shown(literal)}`;
  if (!(sample instanceof Met)) return `${never}, it is null`;
  const { near, values, list } = sample;
  if (typeof near === 'string' && typeof literal === 'string') return `${never}, but ${shown(near)}: upper and lower case differ`;
  if (near !== undefined) {
    const right = typeof near === 'string' ? `the text '${near}'` : `the ${typeof near} \`${near}\``;
    return `${never}, but ${right}`;
  }
  if (values.length === 0 && Array.isArray(list))
    return `${never}, it is a list: contains(${what}, ${written(literal)}) looks into it`;
  if (values.length === 0) return `${never}, it is ${shape(list)}`;
  return `${never}, it is ${values.map(shown).join(', ')}${values.length > 5 ? ' and others' : ''}`;
}

function written(literal: string | number | boolean): string {
  return typeof literal === 'string' ? `'${literal}'` : `\`${String(literal)}\``;
}

/** What is said of `<` and `>` between values that have no order, or between texts that are numbers. */
export function orderNote({ text, path }: Extract<Spot, { kind: 'order' }>, bits: number, sample: unknown): string | undefined {
  if (!Array.isArray(sample) || (bits & (UNORDERED | NUMERIC)) === 0) return undefined;
  const [one, other]: readonly unknown[] = sample;
  const number = [one, other].find((value) => typeof value === 'string' && isNumeric(value));
  const isLiteral = typeof number === 'string' && text.includes(`'${number}'`);
  const advice =
    isLiteral && typeof (one === number ? other : one) === 'number'
      ? `write the number as \`${number}\``
      : `to_number(${path}) makes a number of a text`;
  if (bits & NUMERIC) return `${text} compares texts, so that "9" comes after "10": ${advice}`;
  const isMixed = number !== undefined;
  return `${text} compares ${shown(one)} with ${shown(other)}, which have no order, and does not hold${isMixed ? `: ${advice}` : ''}`;
}
