/**
 * What matches a number as people write it and no more, `€1.234,50`, `−12 %`, `1.2k`, `(1,234)`, `2,873[3]`: also what the
 * language reads as one. For texts that are short.
 */
export function writtenNumber(): RegExp {
  return /^\s*\(?[-+\u2212\u2013]?\s*(?:[$€£¥₹₽₩]|(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|Rs\.?)\s)?\s*[-+\u2212]?(?:\d{1,3}(?:([,.'’\s])\d{3}(?:\1\d{3})*)(?:[.,]\d+)?|\d+,\d\d?|\d+(?:\.\d+)?)\s*(?:[kKMB%]|[$€£¥₹₽₩]|USD|EUR|GBP|CHF|JPY|CAD|AUD)?\)?(?:\[\w{1,3}\]|[*†‡])*\s*$/;
}
