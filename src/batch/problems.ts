import { closest } from 'fastest-levenshtein';
import type { z } from 'zod';
import type { JsonSchema } from './json-schema.ts';

/** The call itself cannot run; nothing was sent. The message lists everything that is wrong with it. */
export class InvalidCall extends Error {
  override readonly name = 'InvalidCall';

  constructor(problems: readonly string[]) {
    super(list(problems));
  }
}

/** Clients cut long errors, and a model needs only enough to mend the call. */
const MAX_CHARACTERS = 1_400;

/** Arguments of `request_many` that `fetch_many` does not take. */
const WRITING_ONLY = new Set(['json', 'form', 'body', 'idempotency_key']);

function list(problems: readonly string[]): string {
  const lines: string[] = ['Nothing was sent. Mend the arguments and call again:'];
  let length = lines[0]?.length ?? 0;
  for (const [index, problem] of problems.entries()) {
    const line = `- ${problem.length > 400 ? `${problem.slice(0, 399)}…` : problem}`;
    if (length + line.length > MAX_CHARACTERS) {
      lines.push(`- and ${problems.length - index} more`);
      break;
    }
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join('\n');
}

/**
 * What zod found, one line each, as `requests[3].url: ...`; an unknown key with the nearest known one.
 * @param schema the JSON Schema the value was checked against, to know the known keys
 * @param at where the value stands in the arguments, e.g. `requests[3]`
 */
export function problemsOf(error: z.ZodError, schema: JsonSchema, at = ''): string[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.reduce<string>(join, at);
    if (issue.code !== 'unrecognized_keys') return [`${path || 'arguments'}: ${plain(issue.message)}`];
    const known = Object.keys(lookup(schema, issue.path).properties ?? {});
    return issue.keys.map((key) => {
      const cure = WRITING_ONLY.has(key) ? 'request_many takes it, this tool only reads' : `did you mean "${closest(key, known)}"?`;
      return `${join(path, key)}: unknown argument; ${cure}`;
    });
  });
}

function plain(message: string): string {
  return message.endsWith('received undefined') ? 'is required' : message.replace(/^Invalid input: /, '');
}

function join(path: string, key: PropertyKey): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path ? `${path}.${String(key)}` : String(key);
}

function lookup(schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema {
  return path.reduce<JsonSchema>((at, key) => at.properties?.[String(key)] ?? at.items ?? at, schema);
}
