/** A tree of characters: every path from the root to a node with a label is a form in which a secret may be shown. */
export interface FormNode {
  readonly next: Map<number, FormNode>;
  /** Where a form ends: what is shown in its place. */
  label?: string;
  /** Inside base64, which may be broken into lines. */
  wraps?: boolean;
  /** After a quote, which CSV doubles (RFC 4180). */
  isQuote?: boolean;
}

const QUOTE = 0x22;

/**
 * Makes the tree of every form of these secrets: as they are, backwards and in hexadecimal, each in upper and lower case,
 * and in base64. Escapes of single characters are the matcher's business.
 */
export function formTree(secrets: readonly { readonly secret: string; readonly label: string }[]): FormNode {
  const root: FormNode = { next: new Map() };
  // Those in either case first: where they part, both cases lead to one node, which the others then follow.
  for (const { secret, label } of secrets) {
    const bytes = Buffer.from(secret, 'latin1');
    const backwards = Buffer.from(bytes.toReversed());
    for (const form of [bytes, backwards]) {
      plant(root, form.toString('latin1'), label, { inAnyCase: true });
      plant(root, form.toString('hex'), label, { inAnyCase: true });
    }
  }
  for (const { secret, label } of secrets) for (const form of base64Forms(secret)) plant(root, form, label, { wraps: true });
  return root;
}

function plant(root: FormNode, form: string, label: string, { wraps = false, inAnyCase = false }): void {
  let node = root;
  for (const character of form) {
    const byte = character.charCodeAt(0);
    const known = node.next.get(byte);
    const next: FormNode = known ?? { next: new Map() };
    if (!known) {
      const cases = inAnyCase ? [character.toLowerCase(), character.toUpperCase()] : [character];
      for (const each of cases) node.next.set(each.charCodeAt(0), next);
    }
    if (wraps) next.wraps = true;
    if (byte === QUOTE) next.isQuote = true;
    node = next;
  }
  node.label ??= label;
}

/**
 * What base64 and base64url (RFC 4648) make of a text inside a longer one: three alignments, each without the
 * characters at its ends that also depend on the neighbours.
 */
function base64Forms(secret: string): string[] {
  const forms = [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret, 'latin1')]);
    const encoded = bytes.toString('base64').replace(/=+$/, '');
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
  return [...new Set([...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))])];
}
