import type { Run } from '../run.ts';
import { isNumeric, shown, typeOf } from '../values.ts';
import { type ArgumentType, type Parameter, typesInWords } from './signatures.ts';
import type { Written } from './table.ts';

/** The place of the first argument of a type that the function does not take; -1 if all fit. @throws {LimitError} */
export function oddArgument(args: readonly unknown[], parameters: readonly Parameter[], run: Run): number {
  for (let place = 0; place < args.length; place++) {
    const parameter = parameters[Math.min(place, parameters.length - 1)];
    if (parameter && !parameter.types.some((type) => fits(args[place], type, run))) return place;
  }
  return -1;
}

function fits(value: unknown, type: ArgumentType, run: Run): boolean {
  if (type === 'any' || type === '&') return true;
  if (type === 'numbers' || type === 'strings' || type === 'pairs')
    return Array.isArray(value) && oddPlace(value, type, run) === -1;
  return typeOf(value) === type;
}

/** Where in a list an element of another type stands, or -1. */
function oddPlace(values: readonly unknown[], type: 'numbers' | 'strings' | 'pairs', run: Run): number {
  run.spend(values.length);
  if (type === 'numbers') return values.findIndex((value) => typeof value !== 'number');
  if (type === 'strings') return values.findIndex((value) => typeof value !== 'string');
  return values.findIndex((value) => !Array.isArray(value) || value.length !== 2 || typeof value[0] !== 'string');
}

/**
 * Why an argument does not fit, and what was likely meant.
 * @param absent what is there instead, if the argument is absent
 */
export function mismatch(
  value: unknown,
  place: number,
  parameters: readonly Parameter[],
  { name, texts }: Written,
  absent: string | undefined,
): string {
  const { types = [] } = parameters[Math.min(place, parameters.length - 1)] ?? {};
  const written = texts[place] ?? '';
  const wanted = `${name}() takes ${typesInWords(types)}`;
  if (value === undefined || value === null) {
    const why = absent ?? `${written} is null`;
    const guard = name === 'length' || name === 'sum' ? '' : `; a test before it keeps nulls away: ${written} && ${name}(...)`;
    return absent === undefined ? `${wanted}, and ${why}${guard}` : `${wanted}, and ${why}`;
  }
  if (name === 'join' && place === 0) return `${wanted} first, and ${written} is ${shown(value)}: join(', ', list)`;
  if (!Array.isArray(value)) {
    const advice =
      typeof value === 'number' && ['sum', 'avg', 'max', 'min'].includes(name)
        ? `: write ${name}([a, b]) or ${name}(list[].key)`
        : '';
    return `${wanted}, and ${written} is ${shown(value)}${advice}`;
  }
  if (types.includes('object')) return `${wanted}, and ${written} is a list: write ${written}[0] for its first element`;
  const others = value.filter((item) => item !== null);
  const wantedOfMany = types.flatMap((type) => (type === 'numbers' ? 'number' : type === 'strings' ? 'string' : []));
  if (others.length < value.length && wantedOfMany.some((type) => others.every((item) => typeof item === type))) {
    return `${wanted}, and ${written} holds null: (${written})[?@ != \`null\`] leaves it out`;
  }
  const odd = value.find((item) => item !== null && typeof item !== (types[0] === 'numbers' ? 'number' : 'string')) as unknown;
  if (types.some((type) => type === 'numbers') && typeof odd === 'string') {
    const unreadable: unknown = value.find((item) => typeof item === 'string' && !isNumeric(item));
    return unreadable === undefined
      ? `${wanted}, and ${written} holds the text ${shown(odd)}: to_number() makes numbers of texts`
      : `${wanted}, and ${written} holds the text ${shown(unreadable)}, which is no number to to_number() either`;
  }
  if (name === 'join')
    return `${wanted}, and ${written} holds ${shown(odd ?? null)}: to_string() makes texts, as in list[].to_string(id)`;
  if (types.includes('string')) return `${wanted}, and ${written} is a list: write list[].${name}(key)`;
  return `${wanted}, and ${written} holds ${shown(value.find((item) => typeOf(item) !== typeOf(value[0])) ?? value[0])}`;
}
