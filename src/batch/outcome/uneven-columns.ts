import type { ValueSource } from '../plan/value-source.ts';

/** The step to a list: `items[]`, `users[*]`, `[?open]`; and one to the lists in it, which are joined. */
const LIST = /^[\w.]*\[(?:\*|\?[^\]]*)?\]/;
const JOINED = /^\.[\w.]+\[\]/;
/** What follows of each item: names, indexes, and lists of its own. */
const PART = /^\.(?:[\w.[\]*-]|"[^"\\]*")+$/;

/** How what several variables pick from one body is put side by side, item by item. */
export interface SideBySide {
  /** JMESPath: of each item of the list that all pick from, a list of what each picks. */
  readonly select: string;
  /** Of each variable, whether it joins lists of the items: they count by their length. */
  readonly areLists: readonly boolean[];
}

/**
 * How to find out whether variables that advance together are of the same items: JMESPath leaves out nulls, of each variable
 * its own, and joins lists in lists, so that as many values may still be those of others.
 * @returns undefined where they have no list in common, or one is more than a path
 */
export function sideBySide(sources: readonly ValueSource[]): SideBySide | undefined {
  let rests = sources.map(({ select, header }) => (header === undefined ? (select ?? '') : ''));
  let list = '';
  if (sources.length < 2) return undefined;
  for (;;) {
    const step = list === '' ? LIST : JOINED;
    const [first = '', ...others] = rests.map((rest) => step.exec(rest)?.[0] ?? '');
    if (first === '' || others.some((other) => other !== first)) break;
    list += first;
    rests = rests.map((rest) => rest.slice(first.length));
  }
  if (list === '' || !rests.every((rest) => PART.test(rest))) return undefined;
  // What is no list joins as it is: an element of XML that is there once.
  const parts = rests.map((rest) => rest.slice(1).replace(/^((?:[^"]|"[^"]*")*?)\[\]/, '[$1][]'));
  return { select: `${list}.[${parts.join(', ')}]`, areLists: parts.map((part) => part.includes('][]')) };
}

/** Whether an item has more values for one variable than for another. */
export function isUneven(items: readonly unknown[], { areLists }: SideBySide): boolean {
  return items.some((item) => {
    const picked: readonly unknown[] = Array.isArray(item) ? item : [];
    const counts = areLists.map((isList, nth) => {
      const value = picked[nth] ?? null;
      return isList ? (Array.isArray(value) ? value.length : 0) : Number(value !== null);
    });
    return counts.some((count) => count !== counts[0]);
  });
}
