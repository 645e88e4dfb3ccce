import type { JsonSchema } from '../../src/batch/args/json-schema.ts';
import { OPTIONS } from '../../src/config/options.ts';

/** The members of an object's schema as a Markdown table. */
export function argumentTable(schema: JsonSchema): string {
  const rows = Object.entries(schema.properties ?? {}).map(([name, member]) => {
    const fallback = member.default === undefined ? '' : `\`${JSON.stringify(member.default)}\``;
    const required = schema.required?.includes(name) ? ' (required)' : '';
    return [`\`${name}\``, typeOf(member), fallback, `${describe(member)}${required}`];
  });
  return table(['argument', 'type', 'default', 'meaning'], rows);
}

/** The members of both tools' requests: those that only the writing one has say so. */
export function requestTable(reading: JsonSchema, writing: JsonSchema): string {
  const read = reading.properties ?? {};
  const members = Object.entries(writing.properties ?? {}).map(([name, member]) => {
    if (JSON.stringify(read[name]) === JSON.stringify(member)) return [name, member] as const;
    const only = `(request_many${name in read ? '; fetch_many: GET, HEAD' : ''})`;
    const description = member.description ? `${member.description} ${only}` : only;
    return [name, { ...member, description }] as const;
  });
  return argumentTable({ ...writing, properties: Object.fromEntries(members) });
}

/** The operator's flags as a Markdown table. */
export function flagTable(): string {
  const rows = OPTIONS.map(({ flag, value, fallback, help }) => {
    return [`\`${`--${flag} ${value.replaceAll('|', '\\|')}`.trimEnd()}\``, fallback ? `\`${fallback}\`` : '', help];
  });
  return table(['flag', 'default', 'meaning'], rows);
}

/** Puts `content` between the markers `<!-- name -->` and `<!-- /name -->`. */
export function between(readme: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no markers for "${name}"`);
  return readme.slice(0, from + start.length) + content + readme.slice(to);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return line(head) + `|${'---|'.repeat(head.length)}\n` + rows.map(line).join('');
}

function describe(schema: JsonSchema): string {
  return (schema.description ?? '').replaceAll('|', '\\|');
}

function typeOf(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.type === 'array') return `list of ${schema.items ? typeOf(schema.items) : 'anything'}`;
  const range = schema.maximum === undefined ? '' : ` ${schema.minimum} to ${schema.maximum}`;
  return `${[schema.type ?? 'any'].flat().join('/')}${range}`;
}
