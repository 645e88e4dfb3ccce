/** The beginning of a text that is longer than so many UTF-16 units. */
export function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1).toWellFormed()}…` : text;
}
