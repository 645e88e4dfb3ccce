import type { Front } from './front.ts';

/** Where a suite lies, and what it is asked through. */
export interface SuiteContext {
  /** The folder that holds the folders of the suites. */
  readonly directory: string;
  readonly front: Front;
}

/** A case that came out otherwise than its suite says, and why that is so. */
export interface Difference {
  readonly name: string;
  readonly reason: string;
}

/** One kind of cases of a suite. */
export interface SuiteResult {
  readonly title: string;
  readonly total: number;
  readonly differences: readonly Difference[];
}

export type Suite = (context: SuiteContext) => Promise<readonly SuiteResult[]>;

/** The suites by name, in the order they run; each is loaded when it is its turn. */
export const SUITES: Readonly<Record<string, () => Promise<{ readonly suite: Suite }>>> = {
  'json-parsing': () => import('./json-parsing.ts'),
  'html5lib-encoding': () => import('./html5lib-encoding.ts'),
  jmespath: () => import('./jmespath.ts'),
  'whatwg-encodings': () => import('./whatwg-encodings.ts'),
  uritemplate: () => import('./uritemplate.ts'),
  urls: () => import('./urls.ts'),
};
