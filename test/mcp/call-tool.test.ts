import { expect, test, vi } from 'vitest';
import { callTool } from '../../src/mcp/call-tool.ts';
import type { Served } from '../../src/mcp/served.ts';

const gone = Object.assign(new Error("Cannot find module '/x/chunk.js'"), { code: 'ERR_MODULE_NOT_FOUND' });

test.each([
  [new Error('odd'), /^failing failed inside: Error: odd$/],
  [gone, /^failing failed inside: files of .* start the server anew/],
])('a tool that fails inside says so, and what to do where its files are gone: %s', async (error, words) => {
  const tool = { name: 'failing', handle: vi.fn<() => Promise<never>>().mockRejectedValue(error) };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a call of this tool needs
  const served = { tools: [tool], log: () => undefined, calls: new Set() } as unknown as Served;
  const context = { signal: new AbortController().signal, sendProgress: async () => {} };
  const text: unknown = expect.stringMatching(words);
  expect(await callTool({ name: 'failing' }, served, context)).toEqual({ content: [{ type: 'text', text }], isError: true });
});
