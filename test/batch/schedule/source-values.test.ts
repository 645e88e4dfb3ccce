import { expect, test } from 'vitest';
import { valueKey } from '../../../src/batch/outcome/extracted-values.ts';
import { gatherValues } from '../../../src/batch/schedule/source-values.ts';

test('rows of one source are not copied: a thousand wide ones would hold the process', () => {
  const source = { from: 'a', select: '[]', variable: undefined };
  const row = { id: 1, name: 'x' };
  const extracted = new Map([[valueKey(1, source), { values: [row, null], of: 2, by: [] }]]);
  const [item, node] = [
    { place: 1, item: { at: 'requests[1]', factors: [{ from: 'a', sources: [source] }] } },
    { itemNode: { item: { id: 'a' } }, extracted },
  ];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is read of them
  const gathered = gatherValues(item as never, [node] as never);
  expect(gathered).toMatchObject({ rows: { length: 2, names: new Set(['id', 'name']) } });
  expect('rows' in gathered && [gathered.rows.at(0) === row, gathered.rows.at(1)]).toEqual([true, {}]);
});
