import type { Kit } from './kit.ts';

/** What the host does for methods that know languages: QuickJS has no such data and would ignore their arguments. */
export interface LocaleHost {
  compare: (a: string, b: string, locales: string | undefined, options: string | undefined) => number | string;
  format: (kind: string, value: string | number, locales: string | undefined, options: string | undefined) => string;
}

/**
 * Lets `localeCompare` and `toLocaleString` of numbers and dates do as in Node (ECMA-402), with `en-US` and UTC where
 * nothing is given.
 */
export function installLocale(kit: Kit, host: LocaleHost): void {
  const { define, stringify } = kit;
  const MAX_TEXT = 50_000;
  const MAX_OPTIONS = 1_000;
  const numberValue = kit.method<[], number>(Number, 'valueOf');
  const bigIntValue = kit.method<[], bigint>(BigInt, 'valueOf');

  function asJson(value: unknown): string | undefined {
    return value === undefined ? undefined : kit.textOf(stringify(value), 'toLocaleString', MAX_OPTIONS);
  }

  /** A text that begins with `!` is what is wrong with the locales or options. */
  function checked<Result>(result: Result): Result {
    if (typeof result === 'string' && result[0] === '!') throw new kit.RangeError(kit.slice(result, 1));
    return result;
  }

  function format(kind: string, value: string | number, locales: unknown, options: unknown): string {
    return kit.slice(checked(host.format(kind, value, asJson(locales), asJson(options))), 1);
  }

  define(String.prototype, 'localeCompare', function compare(this: unknown, that: unknown, locales?: unknown, options?: unknown) {
    if (this === undefined || this === null) throw new kit.TypeError('localeCompare needs a string');
    const one = kit.textOf(this, 'localeCompare', MAX_TEXT);
    const other = kit.textOf(that, 'localeCompare', MAX_TEXT);
    return checked(host.compare(one, other, asJson(locales), asJson(options)));
  });
  define(Number.prototype, 'toLocaleString', function toLocaleString(this: unknown, locales?: unknown, options?: unknown) {
    return format('number', numberValue(this), locales, options);
  });
  define(BigInt.prototype, 'toLocaleString', function toLocaleString(this: unknown, locales?: unknown, options?: unknown) {
    return format('bigint', kit.toText(bigIntValue(this)), locales, options);
  });
  // Implementations are to name the time zone (ECMA-262, TimeZoneString); QuickJS does not.
  for (const key of ['toString', 'toTimeString']) {
    const original = kit.method<[], string>(Date, key);
    define(Date.prototype, key, function toString(this: unknown) {
      const text = original(this);
      return text === 'Invalid Date' ? text : `${text} (Coordinated Universal Time)`;
    });
  }
  const kinds = ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'];
  for (const kind of kinds) {
    define(Date.prototype, kind, function toLocale(this: unknown, locales?: unknown, options?: unknown) {
      const time = kit.timeOf(this);
      return kit.isFinite(time) ? format(kind, time, locales, options) : 'Invalid Date';
    });
  }
}
