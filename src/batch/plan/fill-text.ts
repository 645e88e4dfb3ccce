import { textOf, valueOf, type Row } from './variable-value.ts';

/** What stands for a value in a text: the innermost braces with something in them. */
const PLACEHOLDER = /\{([^{}]+)\}/g;
const WHOLE = /^\{([^{}]+)\}$/;

/** The name in a text that is nothing but `{name}`. */
export function wholeName(text: string): string | undefined {
  return WHOLE.exec(text)?.[1];
}

/** The names in a text, each as often as it stands there. */
export function namesIn(text: string): string[] {
  return text.includes('{') ? Array.from(text.matchAll(PLACEHOLDER), ([, name = '']) => name) : [];
}

/** A text in pieces: texts and the names of variables in turn, a text first. */
export function splitText(text: string): string[] {
  return text.split(PLACEHOLDER);
}

/**
 * A text with its variables filled in; once: what a value brings is not looked at again. Names that the row does not have
 * stay as they are.
 * @param most characters; what is longer ends somewhere beyond them
 */
export function fillText(text: string, row: Row, most = Infinity): string {
  if (!text.includes('{')) return text;
  let made = '';
  for (const [index, piece] of splitText(text).entries()) {
    if (index % 2 === 0) made += piece;
    else made += Object.hasOwn(row, piece) ? textOf(valueOf(row, piece)) : `{${piece}}`;
    if (made.length > most) break;
  }
  return made;
}

/**
 * What is wrong with how a text names variables where every name must be one: braces doubled, a "$" before them, or
 * written as only a URL may (`{?name}`).
 * @param known the variables there are
 * @returns the problem, in words; undefined if there is none
 */
export function slipIn(text: string, known: ReadonlySet<string>): string | undefined {
  if (!text.includes('{')) return undefined;
  for (const { index, 0: written, 1: name = '' } of text.matchAll(PLACEHOLDER)) {
    const bare = name
      .trim()
      .replace(/^[+#./;?&]/, '')
      .replace(/\*$|:\d+$/, '');
    if (known.has(name)) {
      if (text[index - 1] === '{' && text[index + written.length] === '}') return `write ${written}, with one brace on each side`;
      if (text[index - 1] === '$') return `write ${written} without the "$"; one that is meant goes into the variable`;
    } else if (known.has(bare)) return `write {${bare}} in place of ${written}: operators are for url`;
    else if (/^[\w.%-]+$/.test(name)) return `${written} is no variable: vars has ${[...known].join(', ') || 'nothing'}`;
  }
  return undefined;
}
