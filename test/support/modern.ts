/** What every request of the modern era, 2026-07-28, carries in its `_meta`. */
export const MODERN_META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'fetch-many-tests', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
} as const;

/** A request of the modern era. */
export function modernRequest(
  id: number,
  method: string,
  params: Readonly<Record<string, unknown>> = {},
  meta: Readonly<Record<string, unknown>> = {},
): object {
  return { jsonrpc: '2.0', id, method, params: { ...params, _meta: { ...MODERN_META, ...meta } } };
}

/** A call of `fetch_many` in the modern era. */
export function modernCall(
  id: number,
  args: Readonly<Record<string, unknown>>,
  meta: Readonly<Record<string, unknown>> = {},
): object {
  return modernRequest(id, 'tools/call', { name: 'fetch_many', arguments: args }, meta);
}
