/** An `extract` that got nothing from a document. The message says of each name why, and what is near. */
export class ExtractError extends Error {
  override readonly name = 'ExtractError';
}

/** A selector that asks for more steps than a document is given. */
export class SelectorCost extends Error {
  override readonly name = 'SelectorCost';
}
