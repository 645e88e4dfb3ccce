import type { RequestArgs } from '../args/schema.ts';
import { namesIn, wholeName } from './fill-text.ts';
import type { BodyTemplate } from './request-body.ts';
import type { Template } from './template.ts';

/** One way in which a request uses a variable. */
export interface VariableUse {
  readonly name: string;
  /** Where it stands in the request: `url`, `query.page`, `headers.if-match`, `json`. */
  readonly at: string;
  readonly place: 'url' | 'query' | 'headers' | 'body';
  /** What fits: text, what also may be a list, what also may be flat objects, anything. */
  readonly takes: 'text' | 'list' | 'members' | 'anything';
  /** Whether null leaves it out, or stays null. */
  readonly isOptional: boolean;
}

/**
 * How a request uses variables, each way once. In bodies whatever stands in braces is listed: only some of it may be meant
 * as a variable.
 */
export function findUses(
  { query, headers }: Pick<RequestArgs, 'query' | 'headers'>,
  template: Template | undefined,
  body: BodyTemplate | undefined,
): readonly VariableUse[] {
  const uses = new Map<string, VariableUse>();
  const add = (use: VariableUse): void => void uses.set(JSON.stringify(use), use);
  for (const { name, isExploded, isOptional } of template?.uses ?? [])
    add({ name, at: 'url', place: 'url', takes: isExploded ? 'members' : isOptional ? 'list' : 'text', isOptional });
  for (const [key, value] of Object.entries(query ?? {})) {
    for (const text of [value].flat()) {
      if (typeof text !== 'string') continue;
      const isWhole = wholeName(text) !== undefined;
      for (const name of namesIn(text))
        add({ name, at: `query.${key}`, place: 'query', takes: isWhole ? 'list' : 'text', isOptional: isWhole });
    }
  }
  for (const [key, text] of Object.entries(headers ?? {}))
    for (const name of namesIn(text)) add({ name, at: `headers.${key}`, place: 'headers', takes: 'text', isOptional: false });
  for (const { name, isWhole } of body?.uses ?? [])
    add({ name, at: body?.field ?? 'body', place: 'body', takes: 'anything', isOptional: isWhole });
  return [...uses.values()];
}

/** The variables whose values the URL of a request shows. */
export function shownInUrl(uses: readonly VariableUse[]): ReadonlySet<string> {
  return new Set(uses.filter(({ place }) => place === 'url' || place === 'query').map(({ name }) => name));
}
