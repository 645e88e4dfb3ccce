import { namesOf, wordPattern } from '../classes.ts';
import { holds } from '../contents.ts';
import type { ElementNode } from '../dom.ts';
import { elementsIn, rawText } from '../walk.ts';
import { codeText } from './code-text.ts';
import { fenced } from './code.ts';
import { visible } from './escape.ts';
import { languageOf } from './languages.ts';
import type { Row } from './table-rows.ts';

const CODE = wordPattern(String.raw`code blob-code code-?\w* js-file-line hljs-ln-code line-?content diff-?\w+ source`);
const TABLE = wordPattern(String.raw`highlight\w* code\w* hljs-ln js-file-line-container rouge-table lntable diff-table source`);

/** More lines tell no more of what a table is. */
const PROBES = 50;

/**
 * The code of a table that shows it line by line beside numbers, or as a whole beside a column of them; undefined for
 * any other table.
 */
export function codeOfTable(table: ElementNode, rows: readonly Row[]): string | undefined {
  const [first] = rows;
  if (!first) return undefined;
  if (rows.length === 1 && first.cells.length <= 2) return wholeBesideNumbers(first);
  const isMarked =
    TABLE.test(namesOf(table)) || rows.slice(0, PROBES).every(({ cells }) => CODE.test(namesOf(cells.at(-1)?.element ?? table)));
  if (!isMarked || holds(table, 'heading', 'table') || !rows.slice(0, PROBES).every(isLine)) return undefined;
  const lines = rows.map(({ cells }) =>
    visible(rawText(cells.at(-1)?.element ?? table))
      .replace(/\r?\n/g, '')
      .trimEnd(),
  );
  const inner = rows.map(({ cells }) => cells.at(-1)?.element).find((cell) => cell !== undefined);
  return fenced(lines.join('\n').replace(/^\n+|\n+$/g, ''), languageOf(inner ?? table) || languageOf(table));
}

/** Numbers, or nothing, before a cell of code; where they went with the gutter, a cell that says it is code. */
function isLine({ cells }: Row): boolean {
  const before = cells.slice(0, -1);
  const last = cells.at(-1);
  return (
    last !== undefined &&
    (before.length > 0 || CODE.test(namesOf(last.element))) &&
    before.every(({ element }) => /^[\s\d+−-]*$/.test(rawText(element)))
  );
}

function wholeBesideNumbers({ cells }: Row): string | undefined {
  const [numbers, code = numbers] = cells.map(({ element }) => element);
  if (!numbers || !code || (code !== numbers && !/^[\s\d]+$/.test(rawText(numbers)))) return undefined;
  const [pre, other] = [...elementsIn(code)].filter(({ name }) => name === 'pre');
  return pre && !other && pre.letters === code.letters ? fenced(codeText(pre), languageOf(pre)) : undefined;
}
