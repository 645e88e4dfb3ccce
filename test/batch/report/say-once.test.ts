import { expect, test } from 'vitest';
import { sayOnce } from '../../../src/batch/report/say-once.ts';
import type { ResultRecord } from '../../../src/batch/args/result-schema.ts';

const errorsOf = (records: readonly ResultRecord[]): (string | undefined)[] => records.map(({ error }) => error);

function failing(i: number, error: string): { record: ResultRecord } {
  return { record: { i, outcome: 'select_error', error } };
}

test('short words that repeat stay as they are', () => {
  const finished = [0, 1, 2].map((i) => failing(i, '404 Not Found'));
  expect(errorsOf(sayOnce(finished))).toEqual(['404 Not Found', '404 Not Found', '404 Not Found']);
});

test('advice is given once, and the others name the record that has it', () => {
  const finished = [3, 4].map((i) =>
    failing(i, '429 Too Many Requests; retry after 12 s, and not before, whatever else is asked'),
  );
  expect(errorsOf(sayOnce(finished))).toEqual([
    '429 Too Many Requests; retry after 12 s, and not before, whatever else is asked',
    '429 Too Many Requests (as i 3)',
  ]);
});

test('a long explanation is clipped where an earlier record has it whole, whatever ref it names', () => {
  const keys = `"nme" is not there: the body is an object with the keys ${'id, name, email, '.repeat(20)}`;
  const finished = [0, 1].map((i) => ({
    ...failing(i, `${keys}; the body is kept: read_result {"ref": "b1234abcd/${i}"} costs no request`),
    ref: `b1234abcd/${i}`,
  }));
  const [first, second] = errorsOf(sayOnce(finished));
  expect(first).toContain(keys);
  expect(second).toBe(`${keys.slice(0, 59)}… (as i 0)`);
});

test('what differs is said of each', () => {
  const errors = ['a', 'b'].map((key) => `no key "${key}"; the body is an object with the keys id, name, email, address`);
  expect(errorsOf(sayOnce(errors.map((error, i) => failing(i, error))))).toEqual(errors);
});

test('whether it had been sent is said of each that was not finished', () => {
  const words = "not finished at the call's deadline of 50 ms; it had not been sent; raise deadline_ms or split the call";
  const finished = [0, 1].map((i) => ({ ...failing(i, words), sent: false }));
  expect(errorsOf(sayOnce(finished))[1]).toBe("not finished at the call's deadline of 50 ms; it had not been sent (as i 0)");
});
