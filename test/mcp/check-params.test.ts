import { expect, test } from 'vitest';
import { checkParams } from '../../src/mcp/check-params.ts';

test.each<[string, Record<string, unknown>, string]>([
  ['tools/call', {}, 'params.name: is required'],
  ['tools/call', { name: 5 }, 'params.name: expected a string, got 5'],
  ['tools/call', { name: 'a', arguments: [1] }, 'params.arguments: expected an object, got a list'],
  ['tools/call', { name: 'a', arguments: '{}' }, 'params.arguments: expected an object, got a string'],
  ['tools/call', { arguments: true }, 'params.name: is required; params.arguments: expected an object, got a boolean'],
  [
    'tools/call',
    { name: 'a', _meta: { progressToken: 1.5 } },
    'params._meta.progressToken: expected a string or a whole number, got 1.5',
  ],
  ['tools/list', { cursor: 5 }, 'params.cursor: expected a string, got 5'],
  ['resources/read', {}, 'params.uri: is required'],
  ['initialize', { protocolVersion: '2025-06-18' }, 'params.capabilities: is required; params.clientInfo: is required'],
  ['ping', { _meta: { progressToken: {} } }, 'params._meta.progressToken: expected a string or a number, got an object'],
])('%s with %j', (method, params, problem) => {
  expect(() => checkParams({ method, params })).toThrow(expect.objectContaining({ code: -32_602, message: problem }));
});

test.each<[string, Record<string, unknown>]>([
  ['tools/call', { name: 'a' }],
  ['tools/call', { name: 'a', arguments: {}, more: 1, _meta: { progressToken: 'x', anything: [1] } }],
  ['ping', {}],
  ['no/such', { name: 5 }],
])('nothing is wrong with %s and %j', (method, params) => {
  expect(() => checkParams({ method, params })).not.toThrow();
});
