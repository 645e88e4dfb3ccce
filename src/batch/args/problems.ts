import { clip } from '../../clip.ts';
import type { z } from 'zod';
import { describeCutJson } from './cut-json.ts';
import type { JsonSchema } from './json-schema.ts';
import { sayProblem, type Problem } from './problem.ts';
import { describeUnknown, type OtherPlace } from './unknown-argument.ts';

type Issue = z.core.$ZodIssue;

/** The call itself cannot run; nothing was sent. The message lists everything that is wrong with it. */
export class InvalidCall extends Error {
  override readonly name = 'InvalidCall';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(listProblems(problems));
    this.problems = problems;
  }
}

/** Clients cut long errors, and a model needs only enough to fix the call. */
const MAX_CHARACTERS = 1_400;
const MAX_LINE = 400;
/** Unknown keys of one object of which it is looked for what was meant: no more are told. */
const MAX_MEANT = 50;

function listProblems(problems: readonly Problem[]): string {
  const lines: string[] = ['Nothing was sent. Fix the arguments and call again:'];
  let length = lines[0]?.length ?? 0;
  for (const [index, problem] of problems.entries()) {
    const said = sayProblem(problem);
    const line = `- ${clip(said, MAX_LINE)}`;
    if (length + line.length > MAX_CHARACTERS) {
      lines.push(`- and ${problems.length - index} more`);
      break;
    }
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join('\n');
}

/** What zod looked at, and how to speak of it. */
export interface Checked {
  /** To know the known keys. */
  readonly schema: JsonSchema;
  /** The value itself. */
  readonly value: unknown;
  /** Where it stands in the arguments, e.g. `requests[3]`. Default: it is the arguments. */
  readonly at?: string;
  /** Where else what it has may belong. */
  readonly elsewhere?: OtherPlace;
}

/** What zod found, each with its path; an unknown key with the one that was meant, JSON text that was cut off as that. */
export function describeIssues(
  error: Pick<z.ZodError, 'issues'>,
  { schema, value, at = '', elsewhere }: Checked,
): readonly Problem[] {
  return oneEach(error.issues.flatMap(meant)).flatMap((issue): Problem[] => {
    const path = issue.path.reduce<string>(join, at);
    if (issue.code !== 'unrecognized_keys') {
      const held = valueAt(value, issue.path);
      const cut = typeof held === 'string' ? describeCutJson(held) : undefined;
      return [{ path: path || 'arguments', message: cut ?? bound(issue, held) ?? plain(issue.message) }];
    }
    const known = keysAt(schema, issue.path);
    const others = issue.path.length === 0 ? elsewhere : undefined;
    return issue.keys.map((key, nth) => {
      return { path: join(path, key), message: nth < MAX_MEANT ? describeUnknown(key, known, others) : 'unknown argument' };
    });
  });
}

/** Of a value with several faults one: its type, or the bound that is narrower, which zod looks at later. */
function oneEach(issues: readonly Issue[]): Issue[] {
  const told = new Map<string, Issue>();
  for (const issue of issues) {
    const key = JSON.stringify([issue.code === 'unrecognized_keys', ...issue.path.map(String)]);
    if (told.get(key)?.code !== 'invalid_type') told.set(key, issue);
  }
  return [...told.values()];
}

/** A name that no schema lets through, so that it would be left out without a word. */
const UNUSABLE_NAME = '__proto__';

/** Where something is named so among what these members hold by name. */
export function unusableNames(value: unknown, members: readonly string[], at = ''): readonly Problem[] {
  return members.flatMap((member) => {
    const held: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, member) : undefined;
    const has = typeof held === 'object' && held !== null && Object.hasOwn(held, UNUSABLE_NAME);
    return has ? [{ path: `${at}${member}.${UNUSABLE_NAME}`, message: 'cannot be used as a name; choose another' }] : [];
  });
}

/** The keys an object may have that stands there. */
export function keysAt(schema: JsonSchema, path: readonly PropertyKey[]): readonly string[] {
  const [key, ...rest] = path;
  const forms = schema.anyOf ?? [schema];
  if (key === undefined) return forms.flatMap(({ properties }) => Object.keys(properties ?? {}));
  return forms.flatMap(({ properties, items, additionalProperties: others }) => {
    const next = properties?.[String(key)] ?? items ?? (typeof others === 'object' ? others : undefined);
    return next ? keysAt(next, rest) : [];
  });
}

/** Of the forms a value may have, the one with a key that is not known was meant: what is wrong with that one is told. */
function meant(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const forms = issue.errors.map((form) => form.flatMap(meant));
  const near = forms.find((form) => form.some(({ code }) => code === 'unrecognized_keys'));
  return near?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) ?? [issue];
}

/** Of a value that is too small or too large how it is bounded, in words: zod says it by signs. */
function bound(issue: Issue, held: unknown): string | undefined {
  const got = typeof held === 'number' ? `, got ${held}` : '';
  if (issue.message === 'Invalid input: expected int, received number') return `expected a whole number${got}`;
  if (!/^Too (?:small|big): expected /.test(issue.message)) return undefined;
  if (issue.code === 'too_big') return `expected at most ${issue.maximum}${NOUNS[issue.origin] ?? ''}${got}`;
  if (issue.code !== 'too_small') return undefined;
  return issue.origin in NOUNS && issue.minimum === 1 ? 'is empty' : `expected at least ${issue.minimum}${got}`;
}

const NOUNS: Readonly<Partial<Record<string, string>>> = { string: ' characters', array: ' items' };

function plain(message: string): string {
  if (message.endsWith('received undefined')) return 'is required';
  return message.replace(/^Invalid input: /, '').replace('expected record', 'expected object');
}

function join(path: string, key: PropertyKey): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path ? `${path}.${String(key)}` : String(key);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (held, key) => (typeof held === 'object' && held !== null ? Reflect.get(held, key) : undefined),
    value,
  );
}
