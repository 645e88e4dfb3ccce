import type { Kit } from './kit.ts';
import type { Written } from './to-json.ts';

/** Installs a `console` whose lines go to the host. What is no text is shown as JSON. */
export function installConsole(
  kit: Kit,
  log: (line: string) => void,
  toJson: (value: unknown, maxLength: number) => Written,
): void {
  const MAX_SHOWN = 2_000;

  function shown(value: unknown): string {
    if (typeof value === 'string') return value;
    try {
      return toJson(value, MAX_SHOWN).json ?? kit.toText(value);
    } catch {
      return kit.isArray(value) ? `a list of ${value.length}` : 'an object that is too large to show, or contains itself';
    }
  }

  function write(values: readonly unknown[]): void {
    let line = '';
    for (let at = 0; at < values.length; at++) line += (at > 0 ? ' ' : '') + shown(values[at]);
    log(line);
  }
  function print(...values: unknown[]): void {
    write(values);
  }
  const console = {};
  const names = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'dirxml', 'table', 'group', 'groupCollapsed'];
  for (const name of names) kit.define(console, name, print);
  kit.define(console, 'assert', (...values: unknown[]) => {
    if (values[0]) return;
    values[0] = 'assertion failed';
    write(values);
  });
  const labels: string[] = [];
  const counts: number[] = [];
  kit.define(console, 'count', (label: unknown = 'default') => {
    const name = shown(label);
    let at = 0;
    while (at < labels.length && labels[at] !== name) at++;
    labels[at] = name;
    counts[at] = (counts[at] ?? 0) + 1;
    log(`${name}: ${counts[at]}`);
  });
  const silent = ['groupEnd', 'time', 'timeEnd', 'timeLog', 'countReset', 'clear'];
  for (const name of silent) kit.define(console, name, () => undefined);
  kit.define(globalThis, 'console', console);
}
