/** What of an element is asked for: one of the forms of its content, an attribute, or an object made of what is in it. */
export type Wanted =
  | { readonly kind: 'text' | 'textContent' | 'markdown' | 'html' | 'outerHTML' | 'json' }
  | { readonly kind: 'attribute'; readonly attribute: string }
  | { readonly kind: 'object'; readonly fields: readonly ExtractField[] };

/** One name of an `extract`. */
export interface ExtractField {
  readonly name: string;
  /** CSS; '' is the element itself that an object is made of. */
  readonly selector: string;
  readonly wanted: Wanted;
  /** All matches, as a list; else the first. */
  readonly isList: boolean;
}

/** An `extract` that has been checked. It is plain data, to be sent to another process. */
export interface ExtractSpec {
  readonly fields: readonly ExtractField[];
}

/** What is wrong with an `extract`. */
export interface ExtractProblem {
  /** Where in it, as `items.value.price`; '' for the whole. */
  readonly path: string;
  readonly message: string;
}
