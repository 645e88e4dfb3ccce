import type { RecordFacts } from '../../result/record-facts.ts';
import { shape } from '../../result/select/shape.ts';
import type { LastRead } from './guest/records.ts';

/** A body as UTF-8 JSON, read when it is asked for: the same buffer each time. @throws {MissingBody} if it is not there */
export type BodyText = () => Buffer;

/** A body that a program asks for is not kept. The message says which are not, and what to do. */
export class MissingBody extends Error {}

/** A record with its body, or with what a failing answer said. Duplicates may share one. */
export interface ProgramRecord {
  readonly facts: RecordFacts;
  readonly body?: BodyText | undefined;
  readonly errorBody?: BodyText | undefined;
}

/** Records and ids as the guest takes them: facts as JSON, in which bodies are numbers of a list. */
export function recordsForGuest(
  records: readonly ProgramRecord[],
  ids: readonly string[],
): { readonly facts: Buffer; readonly bodies: BodyText[] } {
  const bodies: BodyText[] = [];
  const numberOf = (body: BodyText | undefined): number | null => (body ? bodies.push(body) - 1 : null);
  const facts = records.map(({ facts: { headers, kind: _kind, ...before }, body, errorBody }) => {
    return { ...before, error_body: numberOf(errorBody), headers, body: numberOf(body) };
  });
  return { facts: Buffer.from(JSON.stringify({ records: facts, ids })), bodies };
}

/** What a program read last: `record 0 has the body an object with the keys items, total`. */
export function lastReadWords(last: LastRead, records: readonly ProgramRecord[]): string | undefined {
  const record = records[last.index];
  if (!record) return undefined;
  const { facts, body, errorBody } = record;
  const who = `record ${facts.i}`;
  switch (last.what) {
    case 'body':
      return body ? describedAs(`${who} has the body `, body) : `${who} has no body: ${whyNone(facts)}`;
    case 'error_body':
      return errorBody ? describedAs(`${who} has the error_body `, errorBody) : `${who} has no error_body`;
    case 'headers':
      return `${who} has ${namesOf('headers', facts.headers)}`;
    case 'vars':
      return `${who} has ${namesOf('vars', facts.vars ?? {})}`;
    default:
      return undefined;
  }
}

function namesOf(what: string, object: object): string {
  const names = Object.keys(object);
  return names.length > 0 ? `the ${what} ${names.join(', ')}` : `no ${what}`;
}

function whyNone({ ok, outcome, status }: RecordFacts): string {
  if (ok) return 'its answer was empty';
  return outcome === 'http_error' && status !== null ? `${outcome} ${status}` : (outcome ?? 'it did not succeed');
}

function describedAs(before: string, body: BodyText): string | undefined {
  const words = described(body, shape);
  return words && before + words;
}

/** A body in words; undefined if it is not there. */
export function described(body: BodyText, describe: (value: unknown) => string): string | undefined {
  try {
    return describe(parsed(body()));
  } catch (error) {
    if (error instanceof MissingBody) return undefined;
    throw error;
  }
}

/** Parsed for its shape alone. */
export function parsed(body: Buffer): unknown {
  return JSON.parse(body.toString());
}
