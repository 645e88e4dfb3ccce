import { describe, expect, test } from 'vitest';
import { readFrame } from '../../src/mcp/frame.ts';
import { cases, seeded } from '../support/random.ts';

/** The errors that a line is answered with. */
function refusalsOf(line: string): { id: string; code: number; message: string }[] {
  const frame = readFrame(line);
  if (frame?.kind !== 'invalid') throw new Error(`Expected an invalid frame, got ${frame?.kind}`);
  return frame.refusals.map(({ id, error }) => ({ id, code: error.code, message: error.message }));
}

describe('a message', () => {
  test('is a request, a notification, a cancellation or a response', () => {
    expect(readFrame('{"jsonrpc":"2.0","id":1,"method":"ping"}')).toEqual({
      kind: 'request',
      id: '1',
      method: 'ping',
      params: {},
    });
    expect(readFrame('{"jsonrpc":"2.0","method":"notifications/x","params":{"a":1}}')).toEqual({
      kind: 'notification',
      method: 'notifications/x',
      params: { a: 1 },
    });
    expect(readFrame('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"a","reason":"r"}}')).toEqual({
      kind: 'cancellation',
      id: '"a"',
      reason: 'r',
    });
    expect(readFrame('{"jsonrpc":"2.0","id":1,"result":{}}')).toEqual({ kind: 'response' });
    expect(readFrame('{"id":1,"error":{}}')).toEqual({ kind: 'response' });
  });

  test.each(['', ' ', '\t'])('is not in an empty line: %j', (line) => {
    expect(readFrame(line)).toBeUndefined();
  });

  test('has null for what is absent, and members that nobody knows', () => {
    const line =
      '{"jsonrpc":"2.0","id":1,"method":"x","params":{"arguments":null,"_meta":{"progressToken":null,"a":1}},"more":1}';
    expect(readFrame(line)).toEqual({ kind: 'request', id: '1', method: 'x', params: { _meta: { a: 1 } } });
    expect(readFrame('{"jsonrpc":"2.0","id":1,"method":"x","params":null}')).toMatchObject({ kind: 'request', params: {} });
  });
});

describe('an id', () => {
  test.each([
    ['0', '0'],
    ['-7', '-7'],
    ['1.5', '1.5'],
    ['1e300', '1e+300'],
    ['1e400', '1e400'],
    ['9007199254740993', '9007199254740993'],
    ['12345678901234567890123', '12345678901234567890123'],
    ['""', '""'],
    ['"9007199254740993"', '"9007199254740993"'],
    ['"\\u0061\\"\\n"', '"a\\"\\n"'],
  ])('%s keeps its value', (given, id) => {
    expect(readFrame(`{"jsonrpc":"2.0","id":${given},"method":"ping"}`)).toMatchObject({ kind: 'request', id });
    const cancel = `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${given}}}`;
    expect(readFrame(cancel)).toMatchObject({ kind: 'cancellation', id });
    expect(refusalsOf(`[{"id":${given},"method":"ping"}]`)).toMatchObject([{ id }]);
  });

  test.each(['null', 'true', '{}', '[1]'])('that is %s is answered with null', (id) => {
    expect(refusalsOf(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`)).toMatchObject([{ id: 'null', code: -32_600 }]);
  });
});

describe('what is no valid request is answered where it has an id', () => {
  test.each([
    ['no jsonrpc', '"id":1,"method":"ping"', -32_600, /"jsonrpc"/],
    ['another jsonrpc', '"jsonrpc":"1.0","id":1,"method":"ping"', -32_600, /"jsonrpc"/],
    ['no method', '"jsonrpc":"2.0","id":1', -32_600, /"method"/],
    ['a method that is a number', '"jsonrpc":"2.0","id":1,"method":5', -32_600, /"method"/],
    [
      'params that are a list',
      '"jsonrpc":"2.0","id":1,"method":"ping","params":[]',
      -32_602,
      /params: expected an object, got a list/,
    ],
    ['params that are text', '"jsonrpc":"2.0","id":1,"method":"ping","params":"x"', -32_602, /got a string/],
    [
      '_meta that is a list',
      '"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":[1]}',
      -32_602,
      /params\._meta: expected an object/,
    ],
  ])('%s', (_, members, code, message) => {
    expect(refusalsOf(`{${members}}`)).toEqual([{ id: '1', code, message: expect.stringMatching(message) }]);
    const without = members.replace(/,?"id":1/, '').replace(/^,/, '');
    expect(refusalsOf(`{${without}}`)).toEqual([]);
  });

  test('a batch, once for each request in it', () => {
    const members = '{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"x"},5,{"id":3,"result":{}},{"id":"b"}';
    expect(refusalsOf(`[${members}]`)).toEqual(
      ['1', '"b"'].map((id) => ({ id, code: -32_600, message: expect.stringMatching(/Batches are not supported/) })),
    );
    expect(refusalsOf('[]')).toEqual([]);
    expect(refusalsOf(`[${'{"id":1},'.repeat(5_000)}1]`)).toHaveLength(1_000);
  });
});

test.each(['{"a":', 'hello', '\0\0', '"unclosed'])('that a line is not JSON says nothing of it: %j', (line) => {
  expect(readFrame(line)).toEqual({ kind: 'invalid', why: 'a line that is not JSON', refusals: [] });
});

test('whatever JSON it is, it is read, and what has an id and is no response is answered or a request', () => {
  const random = seeded(17);
  for (let round = 0; round < cases(500); round++) {
    const message: Record<string, unknown> = {};
    for (const key of ['jsonrpc', 'id', 'method', 'params'] as const) {
      const valid = { jsonrpc: '2.0', id: random.pick([7, 1.5, 'x', 2 ** 60]), method: 'ping', params: {} }[key];
      if (random.next() < 0.85) message[key] = random.next() < 0.7 ? valid : random.json(5);
    }
    const line = JSON.stringify(random.next() < 0.1 ? random.json(10) : message);
    const frame = readFrame(line);
    const value: unknown = JSON.parse(line);
    const isAsked = typeof value === 'object' && value !== null && 'id' in value && !Array.isArray(value);
    const answered = frame?.kind === 'invalid' ? `${frame.refusals.length} refusals` : frame?.kind;
    const wanted = frame?.kind === 'invalid' ? '1 refusals' : 'request';
    expect(isAsked ? answered : wanted, line).toBe(wanted);
  }
});
