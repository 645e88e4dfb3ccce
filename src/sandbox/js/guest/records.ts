import type { Kit, Thing } from './kit.ts';

/** What the host has of bodies. */
export interface BodyHost {
  /** The JSON text of a body, by its number; the program's time stands still until `close`. */
  open: (body: number) => string;
  /** @returns what is wrong, if reading bodies has taken too long */
  close: () => string | undefined;
}

/** A record as it comes from the host: bodies by their number. */
export interface RecordFacts extends Thing {
  readonly body: number | null;
  readonly error_body: number | null;
}

/** What the host has of a call. */
export interface InstalledFacts {
  readonly records: readonly RecordFacts[];
  readonly ids: readonly string[];
}

/** What the program read last of a record. */
export interface LastRead {
  readonly index: number;
  readonly what: string;
}

/**
 * Makes the records that a program sees. Bodies are parsed when they are first read; a record that duplicates another has
 * a body of its own, so that changing one does not change the other.
 */
export function createRecords(kit: Kit, host: BodyHost, refuse: (words: string) => never) {
  let last: LastRead | undefined;

  function parse(body: number | null): unknown {
    if (body === null) return null;
    const text = host.open(body);
    let value: unknown;
    let problem: string | undefined;
    try {
      value = kit.parse(text);
    } finally {
      problem = host.close();
    }
    if (problem !== undefined) refuse(problem);
    return value;
  }

  /** A member like any other, which is made when it is first read, and remembers that it was. */
  function lazy(record: object, index: number, what: string, make: () => unknown): void {
    let made: { readonly value: unknown } | undefined;
    kit.defineProperty(record, what, {
      get: () => {
        last = { index, what };
        made ??= { value: make() };
        return made.value;
      },
      set: (value: unknown) => {
        made = { value };
      },
      enumerable: true,
      configurable: true,
    });
  }

  function recordOf(facts: RecordFacts, index: number): Thing {
    const record: Record<string, unknown> = {};
    for (const key of kit.keys(facts)) {
      const value = facts[key];
      if (key === 'body' || key === 'error_body') lazy(record, index, key, () => parse(facts[key]));
      else if (key === 'headers' || key === 'vars') lazy(record, index, key, () => value);
      else record[key] = value;
    }
    return record;
  }

  /**
   * Sets `records`, `ok` and `by`.
   * @param ids that may have no record: their lists are empty
   */
  function install({ records: all, ids }: InstalledFacts): readonly Thing[] {
    const records = all.map(recordOf);
    const by = kit.bareDictionary<Thing[]>();
    for (const id of ids) by[id] = [];
    for (const record of records) {
      const { id } = record;
      if (typeof id === 'string') (by[id] ??= []).push(record);
    }
    kit.define(globalThis, 'records', records);
    kit.define(
      globalThis,
      'ok',
      records.filter((record) => record['ok'] === true),
    );
    kit.define(globalThis, 'by', by);
    return records;
  }
  return { parse, install, lastRead: (): LastRead | undefined => last };
}
