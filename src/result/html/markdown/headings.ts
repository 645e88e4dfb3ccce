import type { ElementNode } from '../dom.ts';
import { attribute } from '../walk.ts';
import { isSignature, signature } from './code.ts';
import { destination } from './links.ts';
import type { Writer } from './writer.ts';

/** A longer heading is a text that somebody wanted large. */
const MAX_HEADING = 300;

export function writeHeading(element: ElementNode, writer: Writer): void {
  if (writer.isLine) return writer.block(element);
  if (element.letters > MAX_HEADING) return writer.block(element);
  const text = isSignature(element) ? signature(element) : writer.line(() => writer.children(element));
  if (text === '') return;
  const url = writer.headingLink;
  const linked = url === undefined || /\]\(|^!\[/.test(text) ? text : `[${text}](${destination(url)})`;
  writer.headingLink = undefined;
  writer.flush();
  writer.output.block(writer.isCell ? `**${linked}**` : `${'#'.repeat(levelOf(element))} ${linked}`);
}

function levelOf(element: ElementNode): number {
  const level = Number.parseInt(/^h[1-6]$/.test(element.name) ? element.name.slice(1) : attribute(element, 'aria-level'), 10);
  return level >= 1 && level <= 6 ? level : 2;
}
