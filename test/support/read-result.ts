import { isDeepStrictEqual } from 'node:util';
import { readResultSchema, type ReadResult } from '../../src/tools/read/read-schema.ts';
import type { SharedServer } from './shared-server.ts';

/** One answer of `read_result`. */
interface ReadAnswer {
  readonly isError: boolean;
  readonly text: string;
  readonly value: ReadResult | undefined;
}

/** Calls `read_result` of a server. */
export interface Reader {
  readonly answer: (args: Record<string, unknown>) => Promise<ReadAnswer>;
  /** What is read; fails if the call is refused, or its two forms differ. */
  readonly read: (args: Record<string, unknown>) => Promise<ReadResult>;
  /** What is said to a call that cannot be answered; fails if it is. */
  readonly refusal: (args: Record<string, unknown>) => Promise<string>;
}

/** Reads what a server has stored, through its front door. */
export function readerOf(server: SharedServer): Reader {
  const answer = async (args: Record<string, unknown>): Promise<ReadAnswer> => {
    const result = await server.connected.client.callTool({ name: 'read_result', arguments: args });
    const [block] = Array.isArray(result.content) ? result.content : [];
    const value = result.structuredContent === undefined ? undefined : readResultSchema.parse(result.structuredContent);
    return { isError: result.isError === true, text: block?.type === 'text' ? block.text : '', value };
  };
  return {
    answer,
    read: async (args) => {
      const { isError, value, text } = await answer(args);
      if (isError || !value) throw new Error(`Expected a body, got ${text}`);
      const { body }: { body?: unknown } = JSON.parse(text);
      if (!isDeepStrictEqual(body, value.body)) throw new Error('text and value differ');
      return value;
    },
    refusal: async (args) => {
      const { isError, value, text } = await answer(args);
      if (!isError || value) throw new Error(`Expected an error, got ${text}`);
      return text;
    },
  };
}
