import type { Random } from '../../support/random.ts';

/** One test of an element. */
export interface Condition {
  readonly key: string;
  readonly operator: '==' | '!=' | '<' | '>' | 'contains' | 'is' | 'not';
  readonly value: string | number | boolean;
}

/** What somebody wants of a body, before it is written in any way. */
export interface Intention {
  /** Where the list is; empty for the body itself. */
  readonly source: string;
  readonly conditions: readonly Condition[];
  readonly joined: '&&' | '||';
  /** Keys of each element: none for the elements, one for its values, several for objects of them. */
  readonly picked: readonly string[];
  readonly goal: 'nothing' | 'length' | 'sum' | 'max' | 'first';
}

type Element = Readonly<Record<string, unknown>>;

/** Keys by the type of their values. No value is a key, so that a bare word is never both. */
const TEXTS = ['name', 'status', 'created-at'] as const;
const NUMBERS = ['id', 'price', 'userId'] as const;
const FLAGS = ['done', 'is-open'] as const;
const WORDS = ['Ann', 'Bob', 'open', 'closed', '2024-01-02', '2024-11-30', 'x1', 'in progress'] as const;

/** A body with a list of elements somewhere in it. */
export function randomBody(random: Random): { readonly body: unknown; readonly source: string } {
  const source = random.pick(['', 'items', 'data.items'] as const);
  const elements = Array.from({ length: random.int(1, 6) }, () => randomElement(random));
  const body = source === '' ? elements : source === 'items' ? { items: elements, total: 3 } : { data: { items: elements } };
  return { body, source };
}

function randomElement(random: Random): Element {
  const element: Record<string, unknown> = {};
  for (const key of TEXTS) if (random.next() < 0.9) element[key] = random.next() < 0.9 ? random.pick(WORDS) : null;
  for (const key of NUMBERS) if (random.next() < 0.9) element[key] = random.int(1, 4) * (key === 'price' ? 2.5 : 1);
  for (const key of FLAGS) element[key] = random.next() < 0.5;
  element['tags'] = Array.from({ length: random.int(0, 2) }, () => random.pick(WORDS));
  return element;
}

export function randomIntention(random: Random, source: string): Intention {
  const conditions = Array.from({ length: random.int(0, 2) }, () => randomCondition(random));
  const goal = random.pick(['nothing', 'nothing', 'length', 'sum', 'max', 'first'] as const);
  const one = goal === 'sum' || goal === 'max' ? [random.pick(NUMBERS)] : [random.pick([...TEXTS, ...NUMBERS, 'nme'] as const)];
  const several = [...new Set([random.pick(TEXTS), random.pick(NUMBERS), random.pick(FLAGS)])];
  const picked = goal === 'sum' || goal === 'max' ? one : random.pick([[], one, one, several] as const);
  return { source, conditions, joined: random.pick(['&&', '||'] as const), picked, goal };
}

function randomCondition(random: Random): Condition {
  const kind = random.int(0, 3);
  if (kind === 0)
    return { key: random.pick(TEXTS), operator: random.pick(['==', '!=', '>', '<'] as const), value: random.pick(WORDS) };
  if (kind === 1)
    return { key: random.pick(NUMBERS), operator: random.pick(['==', '!=', '>', '<'] as const), value: random.int(1, 4) };
  if (kind === 2) {
    const key = random.pick(FLAGS);
    return { key, operator: random.pick(['==', '!=', 'is', 'not'] as const), value: random.next() < 0.5 };
  }
  return { key: 'tags', operator: 'contains', value: random.pick(WORDS) };
}

/** What is wanted, worked out without any of the code under test. */
export function rightValue(body: unknown, { source, conditions, joined, picked, goal }: Intention): unknown {
  const list = source === '' ? body : source.split('.').reduce<unknown>((value, key) => (value as Element)[key], body);
  const elements = (list as Element[]).filter((element) => {
    const holding = conditions.filter((condition) => holds(element, condition)).length;
    return conditions.length === 0 || (joined === '&&' ? holding === conditions.length : holding > 0);
  });
  const [only] = picked;
  const values =
    only === undefined
      ? elements
      : picked.length === 1
        ? elements.map((element) => element[only] ?? null).filter((value) => value !== null)
        : elements.map((element) => Object.fromEntries(picked.map((key) => [key, element[key] ?? null])));
  if (goal === 'length') return values.length;
  if (goal === 'first') return values[0] ?? null;
  if (goal === 'sum') return (values as number[]).reduce((total, value) => total + value, 0);
  return goal === 'max' ? (values.length === 0 ? null : Math.max(...(values as number[]))) : values;
}

function holds(element: Element, { key, operator, value }: Condition): boolean {
  const found = element[key] ?? null;
  if (operator === '==') return found === value;
  if (operator === '!=') return found !== value;
  if (operator === 'is') return found === true;
  if (operator === 'not') return found !== true;
  if (operator === 'contains') return (found as unknown[]).includes(value);
  if (typeof found !== typeof value || found === null) return false;
  return operator === '<' ? (found as string) < (value as string) : (found as string) > (value as string);
}
