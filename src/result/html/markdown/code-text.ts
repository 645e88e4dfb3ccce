import { namesOf, wordPattern } from '../classes.ts';
import { isElement, isText, type ElementNode, type TreeNode } from '../dom.ts';
import { rawText } from '../walk.ts';
import { visible } from './escape.ts';

const LINE = wordPattern('line code-?line token-?line view-?line hljs-ln-line');
const NUMBER = wordPattern('line-?(?:numbers?|nos?|nums?) linenos? ln lnt gutter hljs-ln-numbers blob-num');
const BLOCK = /^(?:div|p|li|tr|pre)$/;

/**
 * The text of a code block as it stands: a `br` and the end of a block in it (a line each, for some highlighters) break
 * the line; numbers of lines and buttons are left out.
 */
export function codeText(root: ElementNode): string {
  const parts: string[] = [];
  let last = '\n';
  const push = (text: string): void => {
    if (text === '') return;
    parts.push(text);
    last = text.at(-1) ?? '';
  };
  const walk = (node: TreeNode): void => {
    if (isText(node)) return push(node.data);
    if (!isElement(node) || node.name === 'button') return;
    if (node.name === 'br') return push('\n');
    const names = namesOf(node);
    if (NUMBER.test(names) && /^[\s\d]*$/.test(rawText(node))) return;
    if (BLOCK.test(node.name) && last !== '\n') push('\n');
    for (let child = node.first; child; child = child.next) walk(child);
    const isLine = BLOCK.test(node.name) || ((LINE.test(names) || node.name === 'code') && isElement(node.next));
    if (isLine && last !== '\n') push('\n');
    else if (isLine && LINE.test(names) && !node.first) push('\n');
  };
  for (let child = root.first; child; child = child.next) walk(child);
  return visible(parts.join('').replace(/\r\n?/g, '\n'))
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
}
