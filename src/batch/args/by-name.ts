import * as z from 'zod';

/** A value of a query or form: a list repeats its key, null leaves it out. */
export type FieldValue = Scalar | null | readonly (Scalar | null)[];
type Scalar = string | number | boolean;

/** An error for what is no object at all, with the form that was meant; what is wrong within speaks for itself. */
export function insteadOf(form: string): (issue: { readonly code?: string }) => string | undefined {
  return ({ code }) => (code === 'invalid_type' ? `expected an object: ${form}` : undefined);
}

/** Checked by hand: zod takes 300 ns an item, and lists may be long. */
const fieldValue = z.custom<FieldValue>(isFieldValue, { error: 'expected a scalar or a list of scalars' });
const scalarTypes = [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }] as const;
const fieldTypes = [...scalarTypes, { type: 'array', items: { anyOf: scalarTypes } }];

/** What a query or form holds by name. */
export const fieldsSchema = z.record(z.string(), fieldValue.meta({ isOpen: true, anyOf: fieldTypes }), {
  error: insteadOf('{"q": "text", "tag": ["a", "b"]}'),
});

/** Headers of requests. */
export const headersSchema = z.record(z.string(), z.string(), { error: insteadOf('{"accept": "application/json"}') });

/** A token (RFC 9110 section 5.6.2), but for the one that stands for all elsewhere. */
const NAME = /^(?!(?:\*|all|true)$)[\w!#$%&'*+.^`|~-]+$/i;
const EACH = 'headers are named one by one, ["etag", "link"]; js and functions of select have all of them';

/** Headers of answers that are to be shown. What is no name would be left out without a word. */
export const shownHeadersSchema = z.array(z.string().refine((name) => NAME.test(name), { error: EACH }));

function isFieldValue(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isPlain) : isPlain(value);
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
