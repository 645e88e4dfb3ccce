import type { Kit } from './kit.ts';

/**
 * Makes `tableRows`: the rows of all pipe tables of a Markdown text (GFM 4.10) as objects by column, in one list.
 * A column without a name is `column_2`, a second one of the same name `Name_2`; a cell is text as it stands, with
 * `\|` as `|`, and without the backslashes of Markdown unless there is code or TeX in it; cells that a row has not are
 * empty, those beyond the columns get names, too. Fenced code is skipped.
 */
export function createTableRows(kit: Kit): (markdown: unknown) => Record<string, string>[] {
  /** The cells of a line, between pipes that are not escaped. */
  function cellsOf(line: string): string[] {
    const inner = line.trim().replace(/^\|/, '');
    const cells = [''];
    for (let at = 0; at < inner.length; at++) {
      const isEscaped = inner[at] === '\\' && inner[at + 1] === '|';
      if (inner[at] === '|') cells.push('');
      else cells[cells.length - 1] += isEscaped ? '|' : (inner[at] ?? '');
      if (isEscaped) at++;
    }
    if (cells.length > 1 && /(?<!\\)\|$/.test(inner)) cells.pop();
    return cells.map((cell) => plain(cell.trim()));
  }

  /** What Markdown escapes, and no more: `1\.`, `\-` and `Name\*` are 1., - and Name*. */
  function plain(cell: string): string {
    if (!cell.includes('\\') || /(?<!\\)`|\\[([]|\$\$/.test(cell)) return cell;
    return cell.replace(/^(\d{1,9})\\(?=[.)])/, '$1').replace(/\\([\\*_`\]#>+=~-])/g, '$1');
  }

  function columnsOf(cells: readonly string[]): string[] {
    const used = new Set<string>();
    return cells.map((cell, at) => {
      const base = cell === '' ? `column_${at + 1}` : cell;
      let name = base;
      for (let again = 2; used.has(name); again++) name = `${base}_${again}`;
      used.add(name);
      return name;
    });
  }

  function isDelimiter(line: string | undefined): line is string {
    return line !== undefined && line.includes('-') && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(line);
  }

  function rowOf(columns: readonly string[], cells: readonly string[]): Record<string, string> {
    const names = cells.length > columns.length ? columnsOf([...columns, ...cells.slice(columns.length).map(() => '')]) : columns;
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
  }

  return function tableRows(markdown) {
    if (typeof markdown !== 'string') {
      const given = kit.isArray(markdown) ? 'a list' : markdown === null ? 'null' : `of the type ${typeof markdown}`;
      throw new kit.TypeError(`tableRows takes the text of a page as Markdown, and this is ${given}`);
    }
    const lines = markdown.split(/\r\n|\r|\n/);
    const rows: Record<string, string>[] = [];
    let fence = '';
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] ?? '';
      const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? '';
      if (fence === '') fence = mark;
      else if (mark.startsWith(fence) && line.trim() === mark) fence = '';
      if (fence !== '' || !line.includes('|')) continue;
      const delimiter = lines[at + 1];
      if (!isDelimiter(delimiter) || cellsOf(delimiter).length !== cellsOf(line).length) continue;
      const columns = columnsOf(cellsOf(line));
      for (at += 2; (lines[at] ?? '').includes('|'); at++) rows.push(rowOf(columns, cellsOf(lines[at] ?? '')));
      at--;
    }
    return rows;
  };
}
