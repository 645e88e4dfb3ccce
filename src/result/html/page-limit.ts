/** A page is too much to be converted; the message says in what. */
export class PageLimit extends Error {
  override readonly name = 'PageLimit';
}
