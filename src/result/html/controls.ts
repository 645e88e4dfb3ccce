import { namesOf, wordPattern } from './classes.ts';
import { holds } from './contents.ts';
import type { Elements } from './elements.ts';
import { measure } from './measure.ts';
import { newElement } from './parse.ts';
import { isTab } from './tabs.ts';
import { detach, replace, TextNode, type ElementNode } from './dom.ts';
import { attribute, closest, contains, find, nextElement, textOf } from './walk.ts';

/** A form with fewer letters than this, on a page with more elsewhere, is not what the page is about. */
const MAX_FORM = 600;
const MIN_ELSEWHERE = 200;
/** A longer paragraph, item or cell in a form is a text, and a longer button a card or an answer. */
const MAX_LABEL = 60;
/** A heading with so many letters besides has its words; the button in it is a tool. */
const MIN_HEAD = 4;

const HEADS = /^(?:h[1-6]|summary|dt|legend)$/;
const FOLD = wordPattern(String.raw`accordion\S* collaps\S* faqs?\S* questions? toggle expand\S*`);

/**
 * Fields are no text, and buttons are none but where they are headings, tabs or folds, or in a form that is the page.
 * Of a form that is most of the page, labels and buttons stay.
 * @param body measured
 * @param elements of the body
 */
export function readControls(body: ElementNode, elements: Elements): void {
  const buttons = elements.named('button');
  const ids = new Map<string, ElementNode>();
  for (const each of buttons.length > 0 ? elements.all : []) if (each.attribs['id']) ids.set(attribute(each, 'id'), each);
  for (const each of buttons) readButton(each, ids);
  for (const each of elements.named('input')) readInput(each);
  measure(body);
  for (const each of elements.named('form')) if (isAside(each, body)) detach(each);
}

function readButton(button: ElementNode, ids: ReadonlyMap<string, ElementNode>): void {
  if (!button.parent) return;
  const inForm = closest(button, ({ name }) => name === 'form') !== undefined;
  const head = closest(button, ({ name, attribs }) => HEADS.test(name) || attribs['role'] === 'heading');
  if (head && head.letters - button.letters >= MIN_HEAD) return detach(button);
  if (isTab(button) || head || inForm || isInSentence(button) || isCell(button)) return void (button.name = 'label');
  if (opensText(button, ids)) {
    const label = newElement('strong', new TextNode(textOf(button)));
    return replace(button, newElement('p', label));
  }
  if (button.letters > MAX_LABEL || holds(button, 'heading')) button.name = 'div';
  else detach(button);
}

/** What a cell of a table says. */
function isCell(button: ElementNode): boolean {
  const cell = closest(button, ({ name, attribs }) => name === 'td' || name === 'th' || attribs['role'] === 'cell');
  return cell !== undefined && cell.letters === button.letters;
}

/** A word of a sentence, as in "press <button>Save</button> first". */
function isInSentence(button: ElementNode): boolean {
  return (
    button.parent?.name === 'p' && button.prev !== null && button.next !== null && button.parent.letters > 2 * button.letters + 10
  );
}

/** Whether a text below it unfolds. */
function opensText(button: ElementNode, ids: ReadonlyMap<string, ElementNode>): boolean {
  if (
    closest(button, ({ name, attribs }) => name === 'nav' || name === 'header' || attribs['role'] === 'navigation') !== undefined
  )
    return false;
  const { attribs } = button;
  const id = (attribs['aria-controls'] ?? attribs['data-bs-target'] ?? attribs['data-target'] ?? '').replace(/^#/, '').trim();
  const target =
    ids.get(id) ?? (FOLD.test(namesOf(button)) || attribs['aria-expanded'] !== undefined ? nextElement(button) : undefined);
  return (
    target !== undefined &&
    target.parent !== null &&
    !contains(target, button) &&
    target.letters > 0 &&
    !holds(target, 'nav') &&
    !/^(?:nav|header|button)$/.test(target.name)
  );
}

function readInput(input: ElementNode): void {
  if (!input.parent) return;
  const type = attribute(input, 'type').toLowerCase();
  const inForm = closest(input, ({ name }) => name === 'form') !== undefined;
  if (type === 'checkbox' && !inForm && closest(input, ({ name }) => name === 'li')) {
    replace(input, new TextNode(input.attribs['checked'] === undefined ? '[ ] ' : '[x] '));
  } else if (type === 'submit' && inForm) replace(input, new TextNode(` ${attribute(input, 'value')} `));
  else detach(input);
}

/** Whether a form has fields, is short, and stands beside a text. */
function isAside(form: ElementNode, body: ElementNode): boolean {
  if (!holds(form, 'field') || form.letters >= MAX_FORM || body.letters - form.letters <= MIN_ELSEWHERE) return false;
  return find(form, ({ name, letters }) => name === 'h1' || (/^(?:p|td|li)$/.test(name) && letters > MAX_LABEL)) === undefined;
}
