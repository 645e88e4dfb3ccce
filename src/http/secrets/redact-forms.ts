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

/** Makes the tree of every form of these secrets. Escapes of single characters are the matcher's business. */
export function formTree(secrets: Iterable<{ readonly secret: string; readonly label: string }>): FormNode {
  const root: FormNode = { next: new Map() };
  for (const { secret, label } of secrets) {
    plant(root, secret, label, false);
    for (const form of base64Forms(secret)) plant(root, form, label, true);
  }
  return root;
}

function plant(root: FormNode, form: string, label: string, wraps: boolean): void {
  let node = root;
  for (const byte of Buffer.from(form, 'latin1')) {
    const known = node.next.get(byte);
    const next: FormNode = known ?? { next: new Map() };
    if (!known) node.next.set(byte, next);
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
