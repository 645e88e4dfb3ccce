import type { Redactor } from '../http/secrets/redact.ts';
import { endUrl } from '../result/record-facts.ts';
import type { ResultStore } from '../result/store/result-store.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** A body that can be read as a resource. */
interface Resource {
  readonly ref: string;
  readonly url: string;
  readonly mimeType: string;
  readonly bytes: number;
}

/** Kept bodies for clients that read resources. */
export interface ResourceReader {
  /** The newest ones, the oldest of them first. */
  list(): readonly Resource[];
  /** @throws {UsageError} if there is no such body (any more) */
  read(
    ref: string,
    signal: AbortSignal,
  ): Promise<{ readonly mimeType: string } & ({ readonly text: string } | { readonly blob: string })>;
}

/** Resources that are listed. */
const MAX_LISTED = 200;
/** More than any body has, of whatever it counts in. */
const EVERYTHING = 2 ** 40;

export function createResourceReader(results: ResultStore, sandbox: Sandbox, redactor: Redactor): ResourceReader {
  return {
    list() {
      const all = results.list().flatMap(({ name, records }) => records.map((record) => ({ name, record })));
      const kept = all.filter(({ record: { keys } }) => keys.length > 0 && keys.every((key) => results.bodies.has(key)));
      return kept.slice(-MAX_LISTED).map(({ name, record: { facts, reading, bytes } }) => ({
        ref: `${name}/${facts.i}`,
        url: redactor.text(endUrl(facts)),
        mimeType: reading?.contentType?.split(';')[0]?.trim() || 'application/octet-stream',
        bytes,
      }));
    },
    async read(ref, signal) {
      // Loaded when first needed: the start of the process needs none of it.
      const { findRecord, readPartOf } = await import('./read-stored.ts');
      const whole = { search: undefined, offset: 0, limit: EVERYTHING, tokens: EVERYTHING };
      const part = await readPartOf(ref, { ...whole, select: undefined }, { results, sandbox, signal });
      if (part.kind !== 'binary') {
        const text = typeof part.value === 'string' ? part.value : JSON.stringify(part.value);
        return { mimeType: part.mimeType, text: redactor.text(text) };
      }
      const [blob] = await results.contents(ref, findRecord(ref, results));
      return { mimeType: part.mimeType, blob: (blob ?? Buffer.alloc(0)).toString('base64') };
    },
  };
}
