/** Coefficients of a polynomial in the weight of a value, its characters as JSON: `[c0, c1, c2, c3]`. */
export type Growth = readonly number[];

/** A higher degree counts as this one times so much that it runs nowhere but aside. */
const MAX_DEGREE = 4;

/** What does not depend on the weight. */
export function constant(value: number): Growth {
  return [value];
}

/** The weight itself. */
export const SAME: Growth = [0, 1];

/** The sum of all. */
export function plus(...parts: readonly Growth[]): Growth {
  const sum: number[] = [];
  for (const part of parts) {
    for (let degree = 0; degree < part.length; degree++) sum[degree] = (sum[degree] ?? 0) + (part[degree] ?? 0);
  }
  return sum;
}

/** The larger of all, coefficient by coefficient. */
export function largest(...parts: readonly Growth[]): Growth {
  const most: number[] = [];
  for (const part of parts) {
    for (let degree = 0; degree < part.length; degree++) most[degree] = Math.max(most[degree] ?? 0, part[degree] ?? 0);
  }
  return most;
}

/** The product; beyond the highest degree it is infinite. */
export function times(left: Growth, right: Growth): Growth {
  const product: number[] = [0];
  for (let one = 0; one < left.length; one++) {
    for (let other = 0; other < right.length; other++) {
      const [a, b] = [left[one] ?? 0, right[other] ?? 0];
      if (a === 0 || b === 0) continue;
      const degree = Math.min(one + other, MAX_DEGREE);
      while (product.length <= degree) product.push(0);
      product[degree] = (product[degree] ?? 0) + a * b * (one + other > MAX_DEGREE ? Infinity : 1);
    }
  }
  return product;
}

/** What `outer` is of a value as heavy as `inner`. */
export function of(outer: Growth, inner: Growth): Growth {
  let result: Growth = [outer.at(-1) ?? 0];
  for (let degree = outer.length - 2; degree >= 0; degree--) result = plus(times(result, inner), [outer[degree] ?? 0]);
  return result;
}

/**
 * What `each` comes to for all elements of a list together that is as heavy as the argument: elements are as heavy as
 * the list in all, and at most half as many as it has characters; the sum of squares is at most the square of the sum.
 */
export function forEach(each: Growth): Growth {
  const [fixed = 0, linear = 0, ...higher] = each;
  return [fixed, linear + fixed / 2, ...higher];
}

/** @param weight in characters */
export function valueAt(growth: Growth, weight: number): number {
  let result = 0;
  for (let degree = growth.length - 1; degree >= 0; degree--) {
    result = (result === 0 ? 0 : result * weight) + (growth[degree] ?? 0);
  }
  return Number.isNaN(result) ? Infinity : result;
}
