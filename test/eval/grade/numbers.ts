/** How far a number may be from the right one: what rounding to two digits takes. */
const WITHIN = 0.0051;
/** 1,234.50 or 1234.5; 1.234,50 or 1234,50; not part of a word, a version or another number. */
const NUMBER =
  /(?<![\w.])-?(?:\d{1,3}(?:\.\d{3})+,\d{2}|\d+,\d{2}(?!\d)|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w]|\.\d)/g;

/** The numbers in a text, in order. */
export function numbersIn(text: string): number[] {
  return [...text.matchAll(NUMBER)].map(([found]) => {
    const isEuropean = /,\d{2}$/.test(found);
    return Number(isEuropean ? found.replaceAll('.', '').replace(',', '.') : found.replaceAll(',', ''));
  });
}

/** What is missing of the numbers wanted, and which of those found nobody wants. */
export function compareNumbers(found: readonly number[], wanted: readonly number[]): { missing: number[]; extra: number[] } {
  const extra = [...found];
  const missing = wanted.filter((number) => {
    const at = extra.findIndex((each) => Math.abs(each - number) <= WITHIN);
    if (at >= 0) extra.splice(at, 1);
    return at < 0;
  });
  return { missing, extra };
}
