import type { JsonSchema } from '../batch/args/json-schema.ts';

/**
 * A JSON Schema as a TypeScript type, descriptions and defaults as comments.
 * @throws {Error} at a schema it has no type for
 */
export function printType(schema: JsonSchema, indent = ''): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => printType({ ...schema, type }, indent)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map((each) => printType(each, indent)).join(' | ');
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return `readonly ${bracketed(printType(schema.items ?? {}, indent))}[]`;
    case 'object':
      return printObject(schema, indent);
    case undefined:
    default:
      if (Object.keys(schema).every((key) => key === 'description' || key === 'isOpen')) return 'unknown';
      throw new Error(`No type for ${JSON.stringify(schema)}`);
  }
}

function bracketed(type: string): string {
  return /^\w+$/.test(type) || /^\{[^|]*\}$/.test(type) ? type : `(${type})`;
}

function printObject({ properties, required = [], additionalProperties }: JsonSchema, indent: string): string {
  if (!properties) {
    const values = printType(typeof additionalProperties === 'object' ? additionalProperties : {}, indent);
    return `{ readonly [key: string]: ${values} }`;
  }
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([key, value]) => {
    const type = printType(value, inner);
    const property = required.includes(key) ? `${key}: ${type}` : `${key}?: ${type} | undefined`;
    return `${comment(value, inner)}${inner}readonly ${property};\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}

function comment({ description, default: fallback }: JsonSchema, indent: string): string {
  const said = [description, fallback === undefined ? undefined : `Default: ${JSON.stringify(fallback)}`].filter(Boolean);
  return said.length > 0 ? `${indent}/** ${said.join('. ').replaceAll('*/', '*\\/')} */\n` : '';
}
