import { SECRET_HEADERS } from '../../http/header-rules.ts';
import { toJsonSchema } from '../args/json-schema.ts';
import { describeIssues } from '../args/problems.ts';
import type { Problem } from '../args/problem.ts';
import { fromSchema } from '../args/schema.ts';

/** Values that another request brings: those of one variable, or rows of several. */
export interface ValueSource {
  /** Absent: rows, whose keys are the variables. */
  readonly variable: string | undefined;
  /** The id of that request. */
  readonly from: string;
  readonly select?: string | undefined;
  /** A response header in place of the body, in lower case. */
  readonly header?: string | undefined;
}

/**
 * Reads `{"from": id, "select": ...}` or `{"from": id, "header": name}`.
 * @param variable whose values they are; undefined for rows
 * @param path where it stands in the arguments
 */
export function readSource(
  variable: string | undefined,
  given: object,
  path: string,
): { readonly value?: ValueSource; readonly problems: readonly Problem[] } {
  const parsed = fromSchema.safeParse(given);
  if (!parsed.success) {
    const problems = describeIssues(parsed.error, { schema: toJsonSchema(fromSchema), value: given, at: path });
    const unknown = problems.filter(({ message }) => message !== 'is required');
    return { problems: unknown.length > 0 ? unknown : problems };
  }
  const { from, select, header } = parsed.data;
  if (header !== undefined && select !== undefined)
    return {
      problems: [{ path: `${path}.header`, message: 'a header is taken whole; leave out "select", or take it from the body' }],
    };
  if (header !== undefined && variable === undefined) {
    const named = `{"vars": {${JSON.stringify(header.toLowerCase())}: ${JSON.stringify({ from, header })}}}`;
    return { problems: [{ path, message: `say which variable the header is for: ${named}` }] };
  }
  if (header !== undefined && SECRET_HEADERS.has(header.toLowerCase()))
    return { problems: [{ path: `${path}.header`, message: `"${header}" is never shown, and cannot be taken either` }] };
  return { value: { variable, from, select, header: header?.toLowerCase() }, problems: [] };
}
