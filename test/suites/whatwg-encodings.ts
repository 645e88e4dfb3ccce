import type { Difference, Suite } from './suite.ts';
import { sequencesOf, ENCODINGS } from '../support/encoding-sequences.ts';

/** Every sequence of every index of the WHATWG Encoding standard, a line each, in a text that names its charset. */
export const suite: Suite = async ({ front }) => {
  return Promise.all(
    ENCODINGS.map(async (encoding) => {
      const sequences = sequencesOf(encoding);
      const lines = sequences.map(({ bytes }) => Buffer.from([...bytes, 0x0a]));
      const { body, error } = await front.fetch(Buffer.concat(lines), `text/plain; charset=${encoding}`, { as: 'text' });
      const read = typeof body === 'string' ? body.split('\n') : [];
      const differences: Difference[] = [];
      for (const [at, { bytes, text }] of sequences.entries()) {
        if (read[at] === text) continue;
        const reason = error ?? `${JSON.stringify(text)} is expected, it is ${JSON.stringify(read[at] ?? 'nothing')}`;
        differences.push({ name: Buffer.from(bytes).toString('hex'), reason });
      }
      return { title: encoding, total: sequences.length, differences };
    }),
  );
};
