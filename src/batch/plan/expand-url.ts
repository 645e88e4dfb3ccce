import { parseTemplate, type ExpandedPart, type Template } from './template.ts';
import type { Row } from './variable-value.ts';

/** `{link}` at the beginning, alone or with something behind it. */
const LEADING = /^\{(?=[\w.]+\})/;
const ENCODED_URL = /^https?%3A%2F%2F/i;

/**
 * The URL of a template with the values of a row. `{link}` at the beginning is read as `{+link}` where its value is a URL
 * and there is no `base` that it could be a part of, or it is below that itself, as an API's `Location` is: by RFC 6570 it would be
 * encoded, and no URL could come of it.
 * @throws {TemplateError} if a variable that is needed has no value, or more comes of it than a URL may have
 */
export function expandUrl(written: string, template: Template, row: Row, base: string | undefined): readonly ExpandedPart[] {
  const parts = template.expandParts(row);
  const first = parts.find(({ text }) => text !== '');
  if (first?.kind !== 'encoded' || !ENCODED_URL.test(first.text)) return parts;
  if (base !== undefined && !first.text.startsWith(encodeURIComponent(base.replace(/\/*$/, '/')))) return parts;
  const text = written.trim();
  return LEADING.test(text) ? parseTemplate(text.replace(LEADING, '{+')).expandParts(row) : parts;
}
