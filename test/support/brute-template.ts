/** Values by the names of their variables. */
export type Values = Readonly<Record<string, Scalar | readonly Scalar[]>>;
type Scalar = string | number | boolean;

/** Every set of values that `vars` stands for, its ranges written out: of rows themselves, of lists the nested loops. */
export function bruteRows(lists: unknown): Values[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by the test
  if (Array.isArray(lists)) return lists as Values[];
  let rows: Values[] = [{}];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by the test
  for (const [name, values] of Object.entries(lists as Record<string, number[]>)) {
    const longer: typeof rows = [];
    for (const row of rows) for (const value of values) longer.push({ ...row, [name]: value });
    rows = longer;
  }
  return rows;
}

const UNRESERVED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~';
const RESERVED = ":/?#[]@!$&'()*+,;=";

/** Byte by byte, as RFC 6570 section 1.6 puts it: what is not allowed is percent-encoded UTF-8. */
function encoded(text: string, allowed: string, keepsEncoded: boolean): string {
  let made = '';
  for (let at = 0; at < text.length;) {
    const triplet = text.slice(at, at + 3);
    const code = text.codePointAt(at) ?? 0;
    const character = String.fromCodePoint(code);
    if (keepsEncoded && /^%[0-9A-Fa-f]{2}$/.test(triplet)) {
      made += triplet;
      at += 3;
      continue;
    }
    if (allowed.includes(character)) made += character;
    // Buffer writes U+FFFD for half a character.
    else for (const byte of Buffer.from(character, 'utf8')) made += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    at += character.length;
  }
  return made;
}

/** Expands a template by the words of RFC 6570 section 3.2, one character after the other. */
export function bruteExpand(template: string, row: Values): string {
  let made = '';
  let rest = template;
  while (rest !== '') {
    if (!rest.startsWith('{')) {
      const end = rest.indexOf('{');
      const literal = end < 0 ? rest : rest.slice(0, end);
      made += encoded(literal, UNRESERVED + RESERVED, true);
      rest = rest.slice(literal.length);
      continue;
    }
    const inside = rest.slice(1, rest.indexOf('}'));
    rest = rest.slice(inside.length + 2);
    made += expression(inside, row);
  }
  return made;
}

function expression(inside: string, row: Values): string {
  const operator = '+#./;?&'.includes(inside.charAt(0)) ? inside.charAt(0) : '';
  const keeps = operator === '+' || operator === '#';
  const allowed = keeps ? UNRESERVED + RESERVED : UNRESERVED;
  const named = operator === ';' || operator === '?' || operator === '&';
  let separator = operator;
  if (operator === '' || keeps) separator = ',';
  if (operator === '?') separator = '&';
  let made = '';
  let isFirst = true;
  for (const spec of inside.slice(operator.length).split(',')) {
    const match = /^(.*?)(\*|:(\d+))?$/.exec(spec);
    const name = match?.[1] ?? '';
    const value = row[name];
    if (value === undefined) continue;
    const items =
      typeof value === 'object'
        ? value.map(String)
        : [
            Array.from(String(value))
              .slice(0, Number(match?.[3] ?? 1e9))
              .join(''),
          ];
    const groups = match?.[2] === '*' ? items.map((item) => [item]) : [items];
    for (const group of groups) {
      const text = group.map((item) => encoded(item, allowed, keeps)).join(',');
      made += isFirst ? (operator === '+' ? '' : operator) : separator;
      isFirst = false;
      if (named) made += name + (text === '' && operator === ';' ? '' : '=');
      made += text;
    }
  }
  return made;
}
