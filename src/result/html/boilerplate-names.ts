import { wordPattern, wordsOf } from './classes.ts';
import { isElement, type ElementNode } from './dom.ts';
import { childrenOf, rawText } from './walk.ts';

/**
 * What classes and ids commonly call the things that surround a page's content. A name alone never decides: the same
 * words are on wrappers of all of it, and on chapters about cookies or shares.
 */
const PATTERNS = {
  /** Beside the content or around it. */
  around: wordPattern(`
    side-?bars? side-?nav side-?menu site-?nav nav-?bar nav-?menu main-?menu main-?nav site-?header page-?top mast-?head
    top-?bar top-?nav site-?footer page-?footer off-?canvas right-?rail left-?rail utility-?bar breaking-?news
  `),
  /** Ways around the site. */
  menu: wordPattern(String.raw`
    nav navigation menus? menu-?bar header-?(?:links|top) bread-?crumbs? site-?map
    lang\w*-?(?:switch\w*|selector|chooser|list|menu)
  `),
  /** What asks for consent. */
  consent: wordPattern(String.raw`
    
    (?:cookie|consent|gdpr|dsgvo)s?-?(?:\w+-)?(?:banner|notice|bar|popup|message|overlay|dialog)(?:-\w+)*
    (?:cookie|consent|gdpr|dsgvo)s?-?(?:\w+-)?(?:wall|box|modal|layer|hint|consent|law|info)(?:-\w+)*
    onetrust\S*? cybot\S*? didomi\S*? qc-cmp\S*? sp-message\S*?
  `),
  /** Boxes that are nothing else. */
  box: wordPattern(`
    bread-?crumbs? shar(?:e|ing)-?(?:bar|box|buttons?|links?|tools?|icons?)
    social-?(?:bar|buttons?|links?|icons?|share|sharing) sharedaddy addtoany ad ads advert advertisement advertorial
    sponsored banner-?ad ad-?(?:slot|unit|container|wrapper|banner|box|label) skip-?links?
  `),
  /** Boxes of a few words with something to press. */
  widget: wordPattern(String.raw`
    (?:cookie|consent|gdpr)s?-?\w* onetrust\S*? cybot\S*? didomi\S*? socials? social-?\w+ shar(?:e|ing)
    shar(?:e|ing)-?\w+ sharedaddy addtoany follow-?us news-?letters? subscri(?:be|ption)s? sign-?up opt-?in paywall
    donat\w+ ads? advert\w* ad-?(?:slot|unit|container|wrapper|banner|box|label) sponsor\w* promo\w* banner-?ad
    pagination pager page-?nav\w* page-?numbers post-?nav\w* nav-?links prev-?next next-?prev previous-?next
    (?:back|scroll)-?to-?top feedback (?:was-?this-?)?helpful print-?button tool-?bar tools actions?
    edit-?(?:page|link|this-?page) log-?in sign-?in search-?(?:form|box|bar) app-?(?:banner|promo|download) modal
    pop-?up print-?hide
  `),
  /** The end of a page. */
  footer: wordPattern('foot footers? copy-?rights? colophon imprint legal-?links site-?info'),
  /** Where a reader is to write something. */
  form: wordPattern(`
    (?:comment|post|answer)-?(?:form|respond|reply|box) respond reply-?form post-?comment add-?comment leave-?(?:a-?)?(?:comment|reply)
    write-?(?:a-?)?comment kommentar-?(?:form|schreiben) contact-?form subscribe-?(?:form|box)
    newsletter-?(?:form|box|sign-?up)
  `),
  /** Ways to other pages. */
  related: wordPattern(String.raw`
    related similar recommend\w* popular trending most-?(?:read|viewed|popular|shared|recent) recent latest
    more-?(?:from|posts|articles|stories|links|content|products|news|reading|on|like) read-?(?:more|next|also)
    (?:you-?may-?)?also-?like see-?also up-?next tags? tag-?(?:list|cloud|links) post-?tags key-?words categor(?:y|ies)
    cat-?links archives? blog-?roll topics? widgets? widget-?area teasers? link-?list quick-?links
    author-?(?:bio|box|info|posts) about-?(?:the-?)?author
  `),
  /** A table of contents. */
  contents: wordPattern(String.raw`
    toc table-?of-?contents? on-?this-?page (?:page|mini|local)-?toc in-?page-?nav\w* jump-?links
  `),
  /** Numbers of lines. */
  gutter: wordPattern('gutter line-?(?:numbers?|nos?|nums?) linenos? linenodiv blob-?num ln lnt crayon-?nums?'),
  /** Words for those who do not see the page, and tools beside headings and code. */
  aid: wordPattern(String.raw`
    sr-?only visually-?hidden screen-?reader(?:-?(?:text|only))? assistive-?text skip-?(?:links?|to|nav) no-?print
    mw-editsection mw-jump-link mw-cite-backlink edit-?section viewcode-(?:link|back) view-?source source-?link
    copy-?(?:button|btn|code|to-?clipboard) clipboard-?\w*
  `),
  /** A remark that belongs to the text beside it. */
  remark: wordPattern(`
    notes? tips? warnings? cautions? admonitions? call-?outs? important alerts? danger hints? pull-?quotes?
    (?:foot|side|margin)-?notes?
  `),
  /** The top of a page. */
  header: / (?:page-|site-|global-)?header /,
} as const;

export type Naming = keyof typeof PATTERNS;

/** Names that a content system derives from what a text is about. */
const TOPICAL = /^(?:category|tag|term|post_tag|product_cat|product_tag|author|postid|page-id)-\S+$/;

const NONE: ReadonlySet<Naming> = new Set();

/** Tells what the class and the id of an element may say of it; the same strings are read once. */
export class Namings {
  readonly #known = new Map<string, ReadonlySet<Naming>>();

  of(element: ElementNode): ReadonlySet<Naming> {
    const { class: classes = '', id = '' } = element.attribs;
    const names = id === '' || isAnchor(element, id) ? classes : `${classes} ${id}`;
    if (names === '') return NONE;
    let known = this.#known.get(names);
    if (!known) {
      const words = wordsOf(
        names
          .split(/\s+/)
          .filter((each) => !TOPICAL.test(each))
          .join(' '),
      );
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a constant
      const found = (Object.keys(PATTERNS) as Naming[]).filter((naming) => PATTERNS[naming].test(words));
      this.#known.set(names, (known = found.length === 0 ? NONE : new Set(found)));
    }
    return known;
  }
}

/** An id to jump to, made from the words of the heading that begins the section. */
function isAnchor(element: ElementNode, id: string): boolean {
  for (const child of childrenOf(element)) {
    if (!isElement(child)) continue;
    return /^h[1-6]$/.test(child.name) && letters(rawText(child)).startsWith(letters(id));
  }
  return /^h[1-6]$/.test(element.name);
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
