/** What a record has, in the order in which a program finds it. */
export const RECORD_MEMBERS = [
  'i',
  'id',
  'url',
  'final_url',
  'vars',
  'status',
  'ok',
  'outcome',
  'attempts',
  'ms',
  'error',
  'error_body',
  'headers',
  'body',
] as const;

/** Of these what has keys that are none of a body. */
const KEYED = new Set<unknown>(['vars', 'headers']);

export function isRecordMember(key: string | undefined): boolean {
  return RECORD_MEMBERS.some((member) => member === key);
}

/** Whether `x.key` of it, and a name that it is given, is none of a body: vars, headers. */
export function holdsNoBody(key: unknown): boolean {
  return KEYED.has(key);
}
