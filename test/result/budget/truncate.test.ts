import { describe, expect, test } from 'vitest';
import { truncate, waterFill } from '../../../src/result/budget/truncate.ts';
import { fitBodies } from '../../../src/result/budget/fit-bodies.ts';
import { extent } from '../../../src/result/budget/truncated.ts';
import { weighText, tokensToWeight } from '../../../src/result/budget/tokens.ts';
import { weigh } from '../../../src/result/budget/json-weight.ts';
import { cases, seeded } from '../../support/random.ts';
import { render } from '../../../src/result/budget/render.ts';

const ITEMS = Array.from({ length: 100 }, (_, id) => ({ id, name: `Name ${id}` }));

/** What the names in a marker may weigh above the average. */
const MARKERS = 120;

/** What is seen of a value that is cut to a weight. */
function shown(value: unknown, budget: number): unknown {
  return render(truncate(value, budget));
}

/** A value inside so many arrays. */
function nested(depth: number, value: unknown): unknown {
  let deep = value;
  for (let level = 0; level < depth; level++) deep = [deep];
  return deep;
}

/** A body that has not been cut before. */
function whole(value: unknown): { value: unknown; isCut: boolean } {
  return { value, isCut: false };
}

describe('cut', () => {
  test.each<[string, unknown]>([
    ['text', 'abc'],
    ['an array', [1, 2, 3]],
    ['an object', { a: 1 }],
    ['null', null],
    ['a number', 1.5],
    ['empty', []],
  ])('leaves what fits as it is: %s', (_, value) => {
    expect(truncate(value, 1_000)).toBe(value);
  });

  test('keeps the beginning of a text and says how much is missing', () => {
    const text = 'x'.repeat(1_000);
    const kept = /^(x+)…\[\+(\d+) chars\]$/.exec(String(shown(text, 200)));
    expect(Number(kept?.[1]?.length) + Number(kept?.[2])).toBe(1_000);
    expect(extent(truncate(text, 200))).toEqual({ kept: kept?.[1]?.length, of: 1_000 });
  });

  test('ends a text at a line or a sentence if that costs little', () => {
    expect(String(shown('One line of text.\n'.repeat(100), 300))).toMatch(/text\.…\[/);
    expect(String(shown('This is a sentence. '.repeat(100), 300))).toMatch(/sentence\.…\[/);
  });

  test('never ends a text in the middle of a character', () => {
    for (let budget = 45; budget < 120; budget++) {
      expect(String(shown('🎉'.repeat(500), budget)).isWellFormed()).toBe(true);
    }
  });

  test('keeps the first items of an array whole and says how many there are', () => {
    const list = shown(ITEMS, 300) as unknown[];
    const kept = list.length - 1;
    expect(kept).toBeGreaterThan(2);
    expect(list).toEqual([...ITEMS.slice(0, kept), `…[${100 - kept} more of 100]`]);
  });

  test('cuts the first item if not even that fits', () => {
    const list = shown([{ text: 'y'.repeat(5_000), id: 1 }, 2], 300) as unknown[];
    expect(list).toEqual([{ text: expect.stringMatching(/^y+…\[\+\d+ chars\]$/), id: 1 }, '…[1 more of 2]']);
  });

  test('keeps all keys of an object before any value whole', () => {
    const object = { id: 7, first: 'a'.repeat(5_000), second: ITEMS, last: { deep: 'b'.repeat(5_000) } };
    const seen = shown(object, 600);
    expect(Object.keys(seen as object)).toEqual(Object.keys(object));
    expect(seen).toMatchObject({ id: 7, last: { deep: expect.stringMatching(/^b+…/) } });
  });

  test('looks at no more members of an object than could fit', () => {
    const count = 20_000;
    let reads = 0;
    const many = new Proxy(Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, n])), {
      get: (target, key) => {
        reads++;
        return Reflect.get(target, key);
      },
    });
    const seen = truncate(many, 1_000);
    const { kept, of } = extent(seen);
    expect(of).toBe(count);
    expect(render(seen)).toMatchObject({
      key0: 0,
      '…': expect.stringMatching(new RegExp(`^\\[${count - kept} more keys: key${kept}, `)),
    });
    expect(reads).toBeLessThan(2_000);
  });

  test('names keys there is no room for', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`key${at}`, at]));
    const seen = shown(many, 900) as Record<string, unknown>;
    const kept = Object.keys(seen).length - 1;
    expect(seen['…']).toMatch(new RegExp(`^\\[${200 - kept} more keys: key${kept}, key${kept + 1}`));
    expect(extent(truncate(many, 900))).toEqual({ kept, of: 200 });
  });

  test('names no half of a character, and says no more in Japanese than in English', () => {
    for (const unit of ['🎉', '吾輩は猫である', '\u0001']) {
      const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`${at}${unit.repeat(20)}`, at]));
      const marker = String((shown(many, 900) as Record<string, unknown>)['…']);
      expect(marker).toMatch(/^\[\d+ more keys: \d+./);
      const label = String(shown(many, 20));
      expect(label).toMatch(/^…\[object: 0./);
      for (const text of [marker, label]) {
        expect(text.isWellFormed(), text).toBe(true);
        expect(weighText(JSON.stringify(text)), text).toBeLessThan(130);
      }
    }
  });

  test('says what it was where there is no room at all', () => {
    expect(shown(ITEMS, 20)).toBe('…[array of 100]');
    expect(shown({ a: 1, b: 2, c: 3, d: 'x'.repeat(99) }, 20)).toBe('…[object: a, b, c…]');
    expect(shown('x'.repeat(99), 10)).toBe('…[99 chars]');
  });

  test('shows nothing deeper than anybody reads of what has to be cut, however much room there is', () => {
    const deep = nested(190, 'x'.repeat(20_000));
    const seen = JSON.stringify(shown(deep, 10_000));
    expect(seen).toMatch(/^\[{20,40}"…\[array of 1\]"\]+$/);
    const objects = JSON.stringify(shown({ other: 1, deep: nested(190, 'y'.repeat(20_000)) }, 10_000));
    expect(objects).toMatch(/^\{"other":1,"deep":\[{20,40}"…\[array of 1\]"\]+\}$/);
  });

  test('but what fits is shown whole, however deep it is', () => {
    const deep = nested(190, 'bottom');
    expect(truncate(deep, weigh(deep, Infinity))).toBe(deep);
  });

  test('counts the whole also after cutting twice', () => {
    for (const [value, of] of [
      [ITEMS, 100],
      ['z'.repeat(1_000), 1_000],
    ] as const) {
      const twice = truncate(truncate(value, 500), 200);
      expect(extent(twice).of).toBe(of);
      expect(extent(twice).kept).toBeLessThan(extent(truncate(value, 500)).kept);
      expect(JSON.stringify(render(twice))).toContain(`${of - extent(twice).kept}`);
    }
    const object = Object.fromEntries(ITEMS.map((item) => [`key${item.id}`, item]));
    const twice = truncate(truncate(object, 2_000), 500);
    expect(extent(twice).of).toBe(100);
    expect((render(twice) as Record<string, unknown>)['…']).toContain(`[${100 - extent(twice).kept} more keys`);
  });
});

describe('on random values', () => {
  const seeds = Array.from({ length: cases(75) }, (_, seed) => seed + 1);

  test('weigh is what the JSON text weighs, or a little more', () => {
    for (const seed of seeds) {
      const value = seeded(seed).json(60);
      const real = weighText(JSON.stringify(value));
      const weight = weigh(value, Infinity);
      expect(weight, `seed ${seed}`).toBeGreaterThanOrEqual(real);
      expect(weight, `seed ${seed}`).toBeLessThanOrEqual(real * 1.25 + 10);
    }
  });

  test('what is cut weighs no more than it may, and says it is cut', () => {
    for (const seed of seeds) {
      const random = seeded(seed);
      const value = random.json(400);
      const budget = random.int(60, 6_000);
      const piece = truncate(value, budget);
      const written = JSON.stringify(render(piece));
      expect(weighText(written), `seed ${seed}`).toBeLessThanOrEqual(budget + MARKERS);
      expect(written.includes('…'), `seed ${seed}`).toBe(piece !== value || JSON.stringify(value).includes('…'));
      expect(JSON.stringify(render(truncate(piece, Infinity))), `seed ${seed}`).toBe(written);
    }
  });

  test('cutting again, tighter and tighter, ends with the counts of the whole', () => {
    for (const seed of seeds) {
      const value = seeded(seed).json(200);
      let piece: unknown = value;
      for (const budget of [4_000, 1_000, 300]) {
        piece = truncate(piece, budget);
        const { kept, of } = extent(piece);
        const isElided = typeof render(piece) === 'string' && typeof value !== 'string';
        expect(isElided ? extent(value).of : of, `seed ${seed}`).toBe(extent(value).of);
        expect(kept).toBeLessThanOrEqual(of);
      }
    }
  });
});

describe('waterFill', () => {
  test('gives small needs whole and large ones equal parts of the rest', () => {
    expect(waterFill([50, 80, 3_000, 12_000, 200, 9_000], 8_000)).toEqual([50, 80, 2_556, 2_557, 200, 2_557]);
  });

  const fills: [number[], number][] = [
    [[], 10],
    [[5, 5], 0],
    [[5, 5], -3],
    [[1, 2, 3], 100],
    [[7], 3],
  ];

  test.each(fills)('%j under %i never gives more than there is', (needs, budget) => {
    const shares = waterFill(needs, budget);
    expect(shares).toHaveLength(needs.length);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(Math.max(0, budget));
    for (const [at, share] of shares.entries()) expect(share).toBeLessThanOrEqual(needs[at] ?? 0);
  });
});

describe('fit', () => {
  test('leaves all whole that fit together', () => {
    const bodies = [whole('a'), whole(ITEMS.slice(0, 2)), whole({})];
    expect(fitBodies(bodies, 1_000)).toEqual(bodies);
  });

  test('keeps small ones whole and cuts large ones alike', () => {
    const [small, one, other] = fitBodies([whole('small'), whole('x'.repeat(9_000)), whole('x'.repeat(90_000))], 500);
    expect(small).toEqual(whole('small'));
    expect([one?.isCut, other?.isCut]).toEqual([true, true]);
    expect(extent(other?.value).kept).toBe(extent(one?.value).kept);
    expect(extent(other?.value).of).toBe(90_000);
  });

  test('leaves out what there is too little room for, but not what takes no more than its ref', () => {
    const bodies = [...Array.from({ length: 50 }, () => whole('long text '.repeat(500))), whole(7)];
    const fitted = fitBodies(bodies, 100);
    expect(fitted.slice(0, 50).filter(Boolean)).toEqual([]);
    expect(fitted[50]).toEqual(whole(7));
  });

  test('shows the first whole of those that are too many to be cut alike', () => {
    const bodies = Array.from({ length: 50 }, (_, nth) => whole({ id: nth, text: 'some words '.repeat(20) }));
    const fitted = fitBodies(bodies, 1_000);
    const count = fitted.filter(Boolean).length;
    expect(count).toBeGreaterThan(5);
    expect(fitted).toEqual(bodies.map((body, nth) => (nth < count ? body : undefined)));
  });

  test('stays within its tokens', () => {
    for (const tokens of [200, 1_000, 5_000]) {
      const fitted = fitBodies(
        Array.from({ length: 5 }, () => whole(ITEMS)),
        tokens,
      );
      const weight = fitted.reduce((sum, each) => sum + (each ? weighText(JSON.stringify(render(each.value))) : 0), 0);
      expect(weight).toBeLessThanOrEqual(tokensToWeight(tokens));
    }
  });
});
