import type { LocaleHost } from './guest/locale.ts';

const MAX_COLLATORS = 50;
/** Not that of this machine: the same program gives the same everywhere. */
const LOCALE = 'en-US';

/** What Node knows of languages, for the guest. What is wrong with locales or options is returned after a `!`. */
export function localeFunctions(): LocaleHost {
  const collators = new Map<string, Intl.Collator>();
  const collator = (locales: string | undefined, options: string | undefined): Intl.Collator => {
    const key = JSON.stringify([locales, options]);
    let found = collators.get(key);
    if (!found) {
      if (collators.size >= MAX_COLLATORS) collators.clear();
      found = new Intl.Collator(...argumentsOf(locales, options));
      collators.set(key, found);
    }
    return found;
  };
  return {
    compare: (a, b, locales, options) => {
      return tried(() => collator(locales, options).compare(a, b));
    },
    format: (kind, value, locales, options) => {
      return tried(() => `=${formatted(kind, value, ...argumentsOf(locales, options))}`);
    },
  };
}

function formatted(kind: string, value: string | number, locales: string | string[], options: object | undefined): string {
  if (typeof value === 'string') return BigInt(value).toLocaleString(locales, options);
  const inUtc = { timeZone: 'UTC', ...options };
  switch (kind) {
    case 'toLocaleString':
      return new Date(value).toLocaleString(locales, inUtc);
    case 'toLocaleDateString':
      return new Date(value).toLocaleDateString(locales, inUtc);
    case 'toLocaleTimeString':
      return new Date(value).toLocaleTimeString(locales, inUtc);
    default:
      return value.toLocaleString(locales, options);
  }
}

function argumentsOf(locales: string | undefined, options: string | undefined): [string | string[], object | undefined] {
  return [locales === undefined ? LOCALE : JSON.parse(locales), options === undefined ? undefined : JSON.parse(options)];
}

function tried<Result>(run: () => Result): Result | string {
  try {
    return run();
  } catch (error) {
    return `!${error instanceof Error ? error.message : String(error)}`;
  }
}
