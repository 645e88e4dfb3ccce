import type { Kit } from './kit.ts';

/**
 * Replaces `Math.random`, whose state would be that of the image from which every run begins: each would draw the same.
 * The generator is sfc32 of PractRand (Chris Doty-Humphrey): two draws of 32 bits make the 53 of a number.
 * @returns a function that starts it from a seed of 32 bits
 */
export function createRandom(kit: Kit): (seed: number) => void {
  let a = 0;
  let b = 0;
  let c = 0;
  let counter = 1;

  function draw(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
  kit.define(Math, 'random', function random() {
    return ((draw() >>> 5) * 67_108_864 + (draw() >>> 6)) / 9_007_199_254_740_992;
  });
  return (seed) => {
    a = seed | 0;
    b = 0x9e37_79b9;
    c = 0x243f_6a88;
    counter = 1;
    for (let round = 0; round < 12; round++) draw();
  };
}
