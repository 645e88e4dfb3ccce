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

type Issue = z.core.$ZodIssue;

/** Clients cut long errors, and a model needs only enough to fix the call. */
const MAX_CHARACTERS = 1_400;

/** Arguments of `request_many` that `fetch_many` does not take. */
const WRITING_ONLY = new Set(['json', 'form', 'body', 'idempotency_key']);

function list(problems: readonly string[]): string {
  const lines: string[] = ['Nothing was sent. Fix the arguments and call again:'];
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
export function describeIssues(error: Pick<z.ZodError, 'issues'>, schema: JsonSchema, at = ''): string[] {
  return error.issues.flatMap(meant).flatMap((issue) => {
    const path = issue.path.reduce<string>(join, at);
    if (issue.code !== 'unrecognized_keys') return [`${path || 'arguments'}: ${plain(issue.message)}`];
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => {
      const cure = WRITING_ONLY.has(key)
        ? 'request_many takes it, this tool only reads'
        : `did you mean "${closest(key, known)}"?`;
      return `${join(path, key)}: unknown argument; ${cure}`;
    });
  });
}

/** A name that no schema lets through, so that it would be left out without a word. */
const UNUSABLE_NAME = '__proto__';

/** Where something is named so among what these members hold by name. */
export function unusableNames(value: unknown, members: readonly string[], at = ''): string[] {
  return members.flatMap((member) => {
    const held: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, member) : undefined;
    const has = typeof held === 'object' && held !== null && Object.hasOwn(held, UNUSABLE_NAME);
    return has ? [`${at}${member}.${UNUSABLE_NAME}: cannot be used as a name; choose another`] : [];
  });
}

/** Of the forms a value may have, the one with a key that is not known was meant: what is wrong with that one is told. */
function meant(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const forms = issue.errors.map((form) => form.flatMap(meant));
  const near = forms.find((form) => form.some(({ code }) => code === 'unrecognized_keys'));
  return near?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) ?? [issue];
}

function plain(message: string): string {
  if (message.endsWith('received undefined')) return 'is required';
  return message.replace(/^Invalid input: /, '').replace('expected record', 'expected object');
}

function join(path: string, key: PropertyKey): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path ? `${path}.${String(key)}` : String(key);
}

/** The keys an object may have that stands there. */
function keysAt(schema: JsonSchema, path: readonly PropertyKey[]): string[] {
  const [key, ...rest] = path;
  const forms = schema.anyOf ?? [schema];
  if (key === undefined) return forms.flatMap(({ properties }) => Object.keys(properties ?? {}));
  return forms.flatMap(({ properties, items, additionalProperties: others }) => {
    const next = properties?.[String(key)] ?? items ?? (typeof others === 'object' ? others : undefined);
    return next ? keysAt(next, rest) : [];
  });
}
