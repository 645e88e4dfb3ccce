/** RFC 9110 section 5.6.2, and what undici can put on the wire. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Framing and connection headers are the engine's business (RFC 9110 section 7.6.1, RFC 9112). One that has a server take
 * a GET for another method would let reading write.
 */
const NOT_SETTABLE = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'te',
  'trailer',
  'keep-alive',
  'expect',
  'http2-settings',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
]);

/** What is wrong with a caller's headers, each as `name: problem`. Values are never repeated: they may be secrets. */
export function headerProblems(headers: Readonly<Record<string, string>>): string[] {
  const seen = new Map<string, string>();
  return Object.entries(headers).flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    const other = seen.get(lower);
    if (other !== undefined) return [`${name}: is given twice, as ${other} too; names do not differ by case`];
    seen.set(lower, name);
    if (!NAME.test(name)) return [`${JSON.stringify(name)}: not a header name (RFC 9110)`];
    if (NOT_SETTABLE.has(lower) || lower.startsWith('proxy-')) return [`${name}: cannot be set; leave it out`];
    if (!VALUE.test(value.trim())) return [`${name}: its value has a control or non-Latin-1 character; encode it`];
    return [];
  });
}
