import { expect, test } from 'vitest';
import { notesOf, valueOf } from './support/run.ts';

test.each([
  ['["05.03.2024"].map(d => new Date(d).getMonth())', 'Date has the month first: "05.03.2024" was read as 2024-05-03'],
  [
    '["05.03.2024 10:00"].filter(d => Date.parse(d) > 0).length',
    'Date has the month first: "05.03.2024 10:00" was read as 2024-05-03',
  ],
  [
    '["05/03/2024", "25/03/2024"].filter(d => new Date(d).getMonth() === 2).length + 1',
    'Date has the month first: "25/03/2024" is no date to it, and "05/03/2024" was read as 2024-05-03',
  ],
  ['["25-03-2024"].filter(d => new Date(d) > new Date(0)).length + 1', 'Date has the month first: "25-03-2024" is no date to it'],
  ['["1709632800"].filter(d => new Date(d) > new Date(0)).length + 1', 'Date finds no date in "1709632800"'],
  ['["20240305"].filter(d => Date.parse(d) > 0).length + 1', 'Date finds no date in "20240305"'],
])('what is no date, or another, is told: %s', async (program, note) => {
  expect(await notesOf(program)).toEqual([note]);
});

test.each([
  '"2024-03-05"',
  '"2024-03-05T10:00:00+02:00"',
  '"Tue, 05 Mar 2024 10:00:00 GMT"',
  '"05/03/2024"',
  '"3/25/2024"',
  '"05.05.2024"',
  '"2024/25/03"',
  '"N/A"',
  '""',
  '"12345"',
  '"99999999"',
  '"192.168.1.1"',
  '"1.2.3"',
  'null',
  '1709632800000',
  'new Date(0)',
  '"March 5, 2024"',
])('nothing is said of %s', async (given) => {
  expect(await notesOf(`[1, new Date(${given}) > 5, Date.parse(${given}) > 5]`)).toEqual([]);
});

test.each([
  '["25/03/2024", "13.04.2024 10:00"].map(s => { const d = new Date(s), p = s.split(/\\D/); return isNaN(d) ? new Date(+p[2], p[1] - 1, +p[0]) : d })',
  '["20240325"].map(s => Date.parse(s) || Date.parse(s.replace(/(....)(..)(..)/, "$1-$2-$3")))',
  '["1709632800"].map(s => { let d = new Date(s); if (isNaN(d)) d = new Date(Number(s) * 1000); return d })',
  '["1709632800123"].map(s => { let d = new Date(s); if (isNaN(d)) d = new Date(+s); return d })',
])('nothing is said where the program reads the same digits then: %s', async (program) => {
  expect(await notesOf(program)).toEqual([]);
});

test('what was misread is told although the rest is read then', async () => {
  const read = 's => { const d = new Date(s), [a, b, c] = s.split("/"); return isNaN(d) ? new Date(+c, b - 1, +a) : d }';
  expect(await notesOf(`["05/03/2024", "25/03/2024"].map(${read})`)).toEqual([
    'Date has the month first: "25/03/2024" is no date to it, and "05/03/2024" was read as 2024-05-03',
  ]);
});

test('Date is what it is everywhere', async () => {
  const program = `
    class Day extends Date { two() { return this.getDate() * 2; } }
    const day = new Day(2024, 2, 5);
    [typeof Date(), new Date(2024, 2, 5).toISOString(), new Date(0).getTime(), Date.name, Date.length, Date.UTC(1970, 0, 2),
     day.two(), day instanceof Day, day instanceof Date, day.constructor === Day, new Date().constructor === Date,
     new Date(new Date(5)).getTime(), Date.now() > 1e12, Object.keys(Date), String(new Date(NaN)), Date.prototype.constructor === Date,
     Reflect.construct(Date, [7]).getTime(), structuredClone(new Date(9)) instanceof Date, JSON.stringify(new Date(0))]`;
  const time = '1970-01-01T00:00:00.000Z';
  expect(await valueOf(program)).toEqual([
    'string',
    '2024-03-05T00:00:00.000Z',
    0,
    'Date',
    7,
    864e5,
    10,
    true,
    true,
    true,
    true,
    5,
    true,
    [],
    'Invalid Date',
    true,
    7,
    true,
    JSON.stringify(time),
  ]);
});
