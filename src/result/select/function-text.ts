import { afterTrivia } from './trivia.ts';

/** Strings in single, double and back quotes, as JMESPath and JavaScript have them; what nothing closes goes to the end. */
const QUOTED = /'(?:[^'\\]|\\[^])*(?:'|$)|"(?:[^"\\]|\\[^])*(?:"|$)|`(?:[^`\\]|\\[^])*(?:`|$)/g;
const MAX_LOOKED_AT = 10_000;

/**
 * Whether a text that may be JMESPath is a JavaScript function: it begins with a name and `=>`, with `function`, or with
 * `(` or `async` and has an arrow or a function in it. `(a || b).c` is JMESPath.
 */
export function isFunctionText(text: string): boolean {
  const start = afterTrivia(text);
  const code = text.slice(start, start + MAX_LOOKED_AT);
  if (/^(?:[\p{ID_Start}$_][\p{ID_Continue}$]*\s*=>|```(?!\s*$))/u.test(code)) return true;
  if (/^function\b\s*[*\w$(]/.test(code)) return true;
  return /^(?:\(|async\b)/.test(code) && /=>|\bfunction\b\s*[*\w$(]/.test(code.replace(QUOTED, ''));
}
