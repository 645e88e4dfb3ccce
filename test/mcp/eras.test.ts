import { expect, test } from 'vitest';
import { Eras } from '../../src/mcp/eras.ts';
import { checkMeta } from '../../src/mcp/modern-meta.ts';
import { ProtocolError } from '../../src/mcp/protocol-error.ts';
import { MODERN_META } from '../support/modern.ts';

const modern = (method: string): [string, Record<string, unknown>] => [method, { _meta: MODERN_META }];
const legacy = (method: string): [string, Record<string, unknown>] => [method, { _meta: { progressToken: 1 } }];

/** The era of each of these requests, made in this order. */
function erasOf(...requests: readonly [string, Record<string, unknown>][]): string[] {
  const eras = new Eras();
  return requests.map(([method, params]) => eras.of({ method, params }));
}

test('initialize means legacy and _meta means modern, in any order', () => {
  expect(erasOf(legacy('initialize'), legacy('tools/list'), modern('tools/list'))).toEqual(['legacy', 'legacy', 'modern']);
  expect(erasOf(modern('server/discover'), legacy('initialize'), legacy('tools/list'))).toEqual(['modern', 'legacy', 'legacy']);
  expect(erasOf(modern('tools/call'), legacy('initialize'), legacy('tools/call'))).toEqual(['modern', 'legacy', 'legacy']);
});

test('a request without either is legacy, unless the client has only ever been modern', () => {
  expect(erasOf(legacy('tools/list'))).toEqual(['legacy']);
  expect(erasOf(modern('tools/list'), legacy('tools/list'), legacy('ping'))).toEqual(['modern', 'modern', 'legacy']);
});

test('methods that only the modern era has are modern, and so is any of its keys', () => {
  expect(erasOf(legacy('server/discover'))).toEqual(['modern']);
  expect(erasOf(['tools/list', { _meta: { 'io.modelcontextprotocol/clientInfo': {} } }])).toEqual(['modern']);
  expect(erasOf(['tools/list', { _meta: { 'io.modelcontextprotocol/related-task': {} } }])).toEqual(['legacy']);
});

test('initialize with the _meta of the modern era is a method that it does not have', () => {
  expect(erasOf(modern('initialize'))).toEqual(['modern']);
  expect(erasOf(['initialize', { _meta: { 'io.modelcontextprotocol/protocolVersion': '2025-11-25' } }])).toEqual(['legacy']);
});

test.each([
  [{}, -32_602, /protocolVersion"\]: is required/],
  [{ 'io.modelcontextprotocol/protocolVersion': 5 }, -32_602, /protocolVersion"\]: expected "2026-07-28".*, got a number/],
  [{ 'io.modelcontextprotocol/protocolVersion': '2026-07-28' }, -32_602, /clientCapabilities"\]: is required, an object/],
  [{ ...MODERN_META, 'io.modelcontextprotocol/clientCapabilities': [] }, -32_602, /clientCapabilities.*got a list/],
  [{ ...MODERN_META, 'io.modelcontextprotocol/logLevel': 'loud' }, -32_602, /logLevel.*one of debug, /],
  [
    { ...MODERN_META, 'io.modelcontextprotocol/protocolVersion': '2025-11-25' },
    -32_022,
    /2025-11-25: this server speaks 2026-07-28/,
  ],
])('%j is refused in words', (meta, code, message) => {
  let thrown: unknown;
  try {
    checkMeta({ params: { _meta: meta } });
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ProtocolError);
  expect(thrown).toMatchObject({ code, message: expect.stringMatching(message) });
});

test('clientInfo is not needed', () => {
  const { 'io.modelcontextprotocol/clientInfo': _, ...meta } = MODERN_META;
  expect(() => checkMeta({ params: { _meta: meta } })).not.toThrow();
});
