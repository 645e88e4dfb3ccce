import { expect, test } from 'vitest';
import { traceContextIn } from '../../src/mcp/trace-context.ts';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01';

test('both headers, without the baggage', () => {
  const meta = { traceparent: TRACEPARENT, tracestate: 'a=1,b=2', baggage: 'user=ada' };
  expect(traceContextIn(meta)).toEqual({ traceparent: TRACEPARENT, tracestate: 'a=1,b=2' });
});

test.each(['', 'a=1\r\nx-injected: 1', 'é=1', 'a='.repeat(300), 5])('without a tracestate that is none: %j', (tracestate) => {
  expect(traceContextIn({ traceparent: TRACEPARENT, tracestate })).toEqual({ traceparent: TRACEPARENT });
});

test.each([
  undefined,
  5,
  '',
  TRACEPARENT.toUpperCase(),
  `${TRACEPARENT}\r\nx-injected: 1`,
  `${TRACEPARENT}-more`,
  TRACEPARENT.replace(/^00/, 'ff'),
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`,
])('none of one that is not valid: %j', (traceparent) => {
  expect(traceContextIn({ traceparent, tracestate: 'a=1' })).toBeUndefined();
});
