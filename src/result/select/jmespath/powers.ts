import type { ArithmeticOperator } from './syntax.ts';

/** How tightly an operator binds; what is not here ends an expression. `star` is what a wildcard takes. */
export const POWER: Readonly<Record<string, number>> = {
  '|': 1,
  '?': 2,
  '||': 3,
  '&&': 4,
  '==': 5,
  '!=': 5,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '+': 6,
  '-': 6,
  '\u2212': 6,
  '*': 7,
  '/': 7,
  '//': 7,
  '%': 7,
  '\u00d7': 7,
  '\u00f7': 7,
  '[]': 9,
  star: 20,
  '[?': 21,
  '.': 40,
  '[': 55,
  '(': 60,
};

/** The arithmetic operators as they are written, and what they do. */
export const ARITHMETIC: Readonly<Record<string, ArithmeticOperator>> = {
  '+': '+',
  '-': '-',
  '\u2212': '-',
  '*': '*',
  '\u00d7': '*',
  '/': '/',
  '\u00f7': '/',
  '//': '//',
  '%': '%',
};

/** What is weaker than every projection: it ends what is done with each element. */
export const WEAKEST_PROJECTION = 10;
