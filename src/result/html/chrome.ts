import { childrenOf, isElement, textOf, type DomDocument, type DomElement } from './dom.ts';

/** Never content. */
const NEVER = [
  'title', 'script', 'style', 'noscript', 'template', 'svg', 'iframe', 'object', 'embed', 'canvas', 'audio',
  'video', 'link', 'meta',
  'select', 'textarea', 'dialog', 'nav', 'rp', '[role="navigation"]', '[role="search"]',
  '[role="banner"]', '[role="contentinfo"]', '[role="dialog"]', '[role="alertdialog"]', '[role="menu"]',
  '[role="menubar"]',
  '[role="tooltip"]', '[aria-label="breadcrumb" i]', '.mw-editsection', '.mw-cite-backlink', '.mw-jump-link',
  '.noprint', '.visually-hidden',
  '.sr-only', '.screen-reader-text', '.skip-link', '.skip-to-content', '.linenos', '.lineno', '.linenodiv', '.gutter',
  '.mwe-math-fallback-image-inline', '.mwe-math-fallback-image-display',
].join(',');

/** Banners and widgets, by the names they commonly go by; only outside of the content, or where they are short. */
const WIDGET = new RegExp([
  '(?:^|[\\s_-])(?:cookie|consent|gdpr)[\\w]*[_-]?(?:banner|notice|bar|popup|message|overlay|dialog|wall|box|modal)',
  'onetrust|cybot|didomi|qc-cmp|sp_message', '(?:^|[\\s_-])breadcrumbs?(?:$|[\\s_-])',
  '(?:^|\\s)(?:social|share|sharing|sharedaddy|addtoany)(?:$|[\\s_-])',
  'newsletter|subscribe-box|signup-box|paywall-prompt',
  '(?:^|\\s)(?:ad|ads|advert|advertisement|sponsored|promo|banner-ad)(?:$|[\\s_-])',
  '(?:^|[\\s_-])(?:related|recommended|more)[_-]?(?:posts|articles|stories|links|content|products|news|reading)',
  '(?:^|\\s)(?:pagination|pager|toc|table-of-contents|back-to-top|feedback|was-this-helpful)(?:$|[\\s_-])',
].join('|'), 'i');

/** Around the content, never in it. */
const AROUND = new RegExp(`(?:^|[\\s_-])(?:${[
  'side-?bar', 'sidenav', 'site-?nav', 'navbar', 'nav-?menu', 'site-?header', 'site-?footer', 'page-?footer',
  'masthead', 'topbar',
].join('|')})(?:$|[\\s_-])`, 'i');

const ASIDE_NOTE = /note|tip|warning|caution|admonition|callout|important|info|alert/i;

const SOLID = 'img, picture, table, pre';

/** Longer texts are not a widget, whatever their class. */
const WIDGET_LENGTH = 1_500;

/** Takes away what is around a page's content: scripts, navigation, banners, hidden parts. */
export function removeChrome(document: DomDocument): void {
  const { body } = document;
  for (const element of body.querySelectorAll(NEVER)) if (!isPage(element)) element.remove();
  const half = textOf(body).length / 2;
  for (const element of body.querySelectorAll('[style], [hidden], [aria-hidden="true"]')) {
    // What hides most of the page is a script's doing, which will show it.
    if (isHidden(element) && textOf(element).length <= half) element.remove();
  }
  const main = mainOf(document);
  for (const element of body.querySelectorAll('[class], [id]')) {
    const name = `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`;
    if (!(AROUND.test(name) || WIDGET.test(name)) || isPage(element) || (main && element.contains(main))) continue;
    const inside = main?.contains(element) ?? false;
    const around = AROUND.test(name) && isAround(element, inside ? main : undefined);
    if (around || (WIDGET.test(name) && isWidget(element))) element.remove();
  }
  for (const element of body.querySelectorAll('header, footer, aside')) removeAround(element, main);
  removeForms(body);
}

/**
 * The element that says it is the content: the only `main` that is more than a scrap of the page, or else the only
 * outermost `article` if it holds at least half of the page's text.
 */
export function mainOf(document: DomDocument): DomElement | undefined {
  const { body } = document;
  const mains = outermost(body, 'main, [role="main"]');
  const [main] = mains;
  if (main && mains.length === 1 && textOf(main).length * 8 >= textOf(body).length) return main;
  const articles = outermost(body, 'article');
  const [article] = articles;
  return article && articles.length === 1 && textOf(article).length * 2 >= textOf(body).length ? article : undefined;
}

function outermost(body: DomElement, selector: string): DomElement[] {
  return [...body.querySelectorAll(selector)].filter((each) => !each.parentNode?.closest(selector));
}

function isHidden(element: DomElement): boolean {
  return element.hasAttribute('hidden') || element.getAttribute('aria-hidden') === 'true'
    || /display\s*:\s*none|visibility\s*:\s*hidden/i.test(element.getAttribute('style') ?? '');
}

/** A bar within the main element must also be the lesser part of it. */
function isAround(element: DomElement, main: DomElement | undefined): boolean {
  return !element.querySelector('h1') && (!main || textOf(element).length * 3 < textOf(main).length);
}

function isPage(element: DomElement): boolean {
  return /^(?:html|body|main)$/.test(element.localName) || element.getAttribute('role') === 'main';
}

/** A heading may be named after cookies or sharing; a widget has none of the first rank, no code and little text. */
function isWidget(element: DomElement): boolean {
  return !element.matches('h1, h2, h3, h4, h5, h6, p, pre, code, td, th, li, table, article')
    && !element.querySelector('h1, pre, main, article') && textOf(element).length < WIDGET_LENGTH;
}

/** Page-level header, footer and aside go; those of an article stay, but for an aside that is no remark. */
function removeAround(element: DomElement, main: DomElement | undefined): void {
  if (!element.parentNode || (main && element.contains(main))) return;
  if (element.localName === 'aside') {
    const name = `${element.getAttribute('class') ?? ''} ${element.getAttribute('role') ?? ''}`;
    const remark = ASIDE_NOTE.test(name) || (main?.contains(element) && !element.querySelector('h1, h2, h3, ul, a'));
    if (!remark) element.remove();
    return;
  }
  if (element.parentNode.closest('main, article, [role="main"], section, blockquote')) return;
  const title = main?.querySelector('h1') ? null : element.querySelector('h1');
  if (title && element.localName === 'header') element.replaceWith(title);
  else element.remove();
}

/** Fields are no text. A form that is not most of the page goes; of one that is, labels and buttons stay. */
function removeForms(body: DomElement): void {
  for (const button of body.querySelectorAll('button')) if (!button.closest('form')) button.remove();
  const whole = textOf(body).length;
  for (const form of body.querySelectorAll('form')) {
    const length = textOf(form).length;
    if (length < 600 && whole - length > 200) form.remove();
  }
  for (const input of body.querySelectorAll('input')) {
    const type = (input.getAttribute('type') ?? '').toLowerCase();
    if (type === 'checkbox' && input.closest('li') && !input.closest('form')) {
      input.replaceWith(input.hasAttribute('checked') ? '[x] ' : '[ ] ');
    } else if (type === 'submit' && input.closest('form')) {
      input.replaceWith(input.getAttribute('value') ?? '');
    } else {
      input.remove();
    }
  }
}

/** Whether an element holds nothing besides `child` but a few characters, such as a `#` to link to a heading. */
export function isWrapperOf(parent: DomElement, child: DomElement): boolean {
  let rest = 0;
  for (const each of childrenOf(parent)) {
    if (each === child) continue;
    if (isElement(each) && (each.matches(SOLID) || each.querySelector(SOLID))) return false;
    rest += textOf(each).length;
    if (rest > 2) return false;
  }
  return true;
}
