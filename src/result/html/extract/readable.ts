/** The pseudo-classes of Selectors 4 and of css-select; a colon before any other word belongs to a name of XML. */
const PSEUDO_CLASSES = new Set(
  `
  is where matches not has contains icontains nth-child nth-last-child nth-of-type nth-last-of-type first-child last-child
  only-child first-of-type last-of-type only-of-type root scope lang empty hover visited active any-link link disabled
  enabled checked required optional read-only read-write selected checkbox file password radio reset image submit parent
  header button input text host host-context eq gt lt first last even odd visible hidden animated nth has-text text-is
  nth-match regex before after first-line first-letter
`
    .trim()
    .split(/\s+/),
);

/** Elements of HTML before whose colon no prefix of XML is meant. */
const HTML = new Set(
  `
  a p b i u s q h1 h2 h3 h4 h5 h6 div span li ul ol dl dt dd td th tr table tbody thead img input button form section article
  main nav header footer aside label option select body html head script strong em pre code
`
    .trim()
    .split(/\s+/),
);

/**
 * A selector with the names of XML as CSS writes them: `dc:creator` and `dc|creator` are `dc\:creator`. What stands in
 * brackets or quotes, and what is a pseudo-class, stays.
 */
export function readable(selector: string): string {
  return selector.replace(
    /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\[[^\]]*\])|(?<![\w\\:.#-])([A-Za-z][\w-]*)([:|])([A-Za-z][\w-]*)(?![\w-]*\()/g,
    (whole: string, kept: string | undefined, prefix: string, sign: string, name: string) => {
      if (kept !== undefined) return kept;
      return sign === '|' || !(PSEUDO_CLASSES.has(name) || HTML.has(prefix.toLowerCase())) ? `${prefix}\\:${name}` : whole;
    },
  );
}
