import { clear } from './clear.ts';
import { markInteractive } from './contents.ts';
import { readControls } from './controls.ts';
import { Elements } from './elements.ts';
import { removeHidden } from './hidden.ts';
import { readFormulas } from './math.ts';
import { measure } from './measure.ts';
import { readNoscript } from './noscript.ts';
import { revive } from './revive.ts';
import { readSilentCells } from './silent-cells.ts';
import { labelTabs } from './tabs.ts';
import type { ElementNode } from './dom.ts';

/**
 * Makes a tree what a reader sees of it, measured: what a browser would put in place is in place, formulas are text,
 * what is embedded is a link, and scripts, fields, buttons and all that is hidden are gone.
 * @param hidden class and id selectors that the page's style sheets hide
 * @returns the elements, and some that were taken out
 */
export function prepare(body: ElementNode, hidden: ReadonlySet<string>): Elements {
  const elements = new Elements(body);
  markInteractive(elements);
  revive(elements);
  readFormulas(elements);
  readNoscript(body, elements);
  readSilentCells(elements);
  clear(elements);
  measure(body);
  const left = new Elements(body);
  removeHidden(body, left, hidden);
  labelTabs(left);
  readControls(body, left);
  measure(body);
  return left;
}
