import type { Redactor } from '../http/secrets/redact.ts';
import { endUrl } from '../result/record-facts.ts';
import type { ResultStore } from '../result/store/result-store.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { UsageError, withUsage } from './usage-error.ts';

/** Something that can be read by its URI. */
interface Resource {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly mimeType: string;
  /** In bytes. */
  readonly size: number;
}

/** Many resources at once: an RFC 6570 template of their URIs. */
interface ResourceTemplate {
  readonly uriTemplate: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/** What clients that read resources are given; knows no SDK. */
export interface ResourceReader {
  /** The newest ones, the oldest of them first. */
  list(): readonly Resource[];
  templates(): readonly ResourceTemplate[];
  /** @throws {UsageError} if there is no such resource (any more) */
  read(
    uri: string,
    signal: AbortSignal,
  ): Promise<{ readonly mimeType: string } & ({ readonly text: string } | { readonly blob: string })>;
}

const PREFIX = 'fetch-many://results/';
const TEMPLATE = `${PREFIX}{batch}/{i}`;

/** Resources that are listed. */
const MAX_LISTED = 200;
/** More than any body has, of whatever it counts in. */
const EVERYTHING = 2 ** 40;

/** Kept bodies as resources: `fetch-many://results/b7f3k2mq9/5`. */
export function createResourceReader(results: ResultStore, sandbox: Sandbox, redactor: Redactor): ResourceReader {
  return {
    list() {
      const all = results.list().flatMap(({ name, records }) => records.map((record) => ({ name, record })));
      const kept = all.filter(({ record: { keys } }) => keys.length > 0 && keys.every((key) => results.bodies.has(key)));
      return kept.slice(-MAX_LISTED).map(({ name, record: { facts, reading, bytes } }) => ({
        uri: `${PREFIX}${name}/${facts.i}`,
        name: `${name}/${facts.i}`,
        title: redactor.text(endUrl(facts)),
        mimeType: reading?.contentType?.split(';')[0]?.trim() || 'application/octet-stream',
        size: bytes,
      }));
    },
    templates: () => [
      {
        uriTemplate: TEMPLATE,
        name: 'result',
        title: 'A body that a call has brought',
        description: 'The whole body of request i of an earlier call.',
      },
    ],
    async read(uri, signal) {
      if (!uri.startsWith(PREFIX)) throw new UsageError(`Expected ${TEMPLATE}, got ${uri}`);
      const ref = uri.slice(PREFIX.length);
      // Loaded when first needed: the start of the process needs none of it.
      const [{ readPartOf }, { findRecords }] = await Promise.all([
        import('./read/read-one.ts'),
        import('./read/find-records.ts'),
      ]);
      const whole = { search: undefined, offset: 0, limit: EVERYTHING, tokens: EVERYTHING };
      const found = withUsage(() => findRecords(ref, results));
      if (found.kind !== 'one') throw new UsageError(`Expected ${TEMPLATE}, got ${uri}`);
      const part = await readPartOf(ref, found.record, {}, whole, { results, sandbox, signal });
      if (part.kind !== 'binary') {
        const text = typeof part.value === 'string' ? part.value : JSON.stringify(part.value);
        return { mimeType: part.mimeType, text: redactor.text(text) };
      }
      return { mimeType: part.mimeType, blob: String(part.value) };
    },
  };
}
