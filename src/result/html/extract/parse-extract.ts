import { selectorProblem } from './selector-problem.ts';
import { shortForm, wantedBy } from './short-form.ts';
import type { ExtractField, ExtractProblem, ExtractSpec, Wanted } from './spec.ts';

const MAX_NAMES = 50;
const MAX_DEPTH = 5;
const MAX_SELECTOR = 300;
const MAX_NAME = 200;

/** Keys that are written where `selector` or `value` is meant. */
const MEANT: Readonly<Record<string, string>> = {
  attr: 'value',
  attribute: 'value',
  type: 'value',
  get: 'value',
  prop: 'value',
  extract: 'value',
  fields: 'value',
  css: 'selector',
  select: 'selector',
  query: 'selector',
  sel: 'selector',
};

/**
 * Checks an `extract` as far as can be done without a document: `{name: "h1"}`, `{name: ["a@href"]}`,
 * `{name: {"selector": "li", "value": "href" | "text" | {...}}}`, a list of one such for all matches. At most 50 names in
 * all, 5 levels, and 300 characters a selector.
 * @returns the checked form, or everything that is wrong
 */
export function parseExtract(spec: unknown): ExtractSpec | readonly ExtractProblem[] {
  const reading = new Reading();
  const fields = reading.fields(spec, '', 1);
  return reading.problems.length > 0 ? reading.problems : { fields };
}

class Reading {
  readonly problems: ExtractProblem[] = [];
  #names = 0;

  fields(spec: unknown, path: string, depth: number): ExtractField[] {
    if (!isObject(spec) || Object.keys(spec).length === 0) {
      this.#problem(path, 'expected an object of names and CSS selectors: {"title": "h1", "links": ["main a@href"]}');
      return [];
    }
    if (depth > MAX_DEPTH) {
      this.#problem(path, `nested more than ${MAX_DEPTH} levels deep`);
      return [];
    }
    const names = Object.keys(spec);
    this.#names += names.length;
    if (this.#names > MAX_NAMES) {
      if (this.#names - names.length <= MAX_NAMES) this.#problem(path, `more than ${MAX_NAMES} names`);
      return [];
    }
    return names.flatMap((name) => this.#named(name, spec[name], path === '' ? name : `${path}.${name}`, depth));
  }

  #named(name: string, value: unknown, path: string, depth: number): ExtractField[] {
    if (name === '__proto__' || name.length > MAX_NAME) {
      this.#problem(path.slice(0, MAX_NAME), 'cannot be used as a name; choose another');
      return [];
    }
    if (!Array.isArray(value)) return this.#field(name, value, path, depth, false);
    if (value.length === 1) return this.#field(name, value[0], `${path}[0]`, depth, true);
    this.#problem(
      path,
      'a list has one selector, for all its matches: ["li"]; for several selectors write "h1, h2" or several names',
    );
    return [];
  }

  #field(name: string, value: unknown, path: string, depth: number, isList: boolean): ExtractField[] {
    if (typeof value === 'string') return this.#checked({ name, isList, ...shortForm(value) }, path, depth);
    if (!isObject(value)) {
      this.#problem(path, 'expected a CSS selector, [selector], or {"selector": ..., "value": ...}');
      return [];
    }
    const unknown = Object.keys(value).filter((key) => key !== 'selector' && key !== 'value');
    for (const key of unknown) this.#problem(`${path}.${key}`, `unknown key; ${this.#meant(key, value)}`);
    if (unknown.length > 0) return [];
    if (typeof value['selector'] !== 'string') {
      this.#problem(`${path}.selector`, 'expected a CSS selector');
      return [];
    }
    // Without a value the selector may name the attribute all the same.
    if (value['value'] === undefined) return this.#checked({ name, isList, ...shortForm(value['selector']) }, path, depth);
    const wanted = this.#wanted(value['value'], `${path}.value`, depth);
    return wanted ? this.#checked({ name, isList, selector: value['selector'], wanted }, path, depth) : [];
  }

  #meant(key: string, value: Readonly<Record<string, unknown>>): string {
    const known = MEANT[key];
    if (known === 'value' && typeof value[key] === 'string') return `write "value": ${JSON.stringify(value[key])}`;
    return known === undefined ? 'an entry has "selector" and "value"' : `did you mean "${known}"?`;
  }

  #wanted(value: unknown, path: string, depth: number): Wanted | undefined {
    if (typeof value === 'string' && value !== '') return wantedBy(value);
    if (isObject(value)) return { kind: 'object', fields: this.fields(value, path, depth + 1) };
    const words =
      'expected the name of an attribute, text, markdown, html, outerHTML or json, or an object of names and selectors';
    const isList = Array.isArray(value) && value.length > 0;
    const named = JSON.stringify({ cells: value });
    this.#problem(path, isList ? `a list within each match needs a name: ${named.slice(0, 80)}` : words);
    return undefined;
  }

  #checked(field: ExtractField, path: string, depth: number): ExtractField[] {
    const { selector } = field;
    if (selector.trim() === '') {
      if (depth > 1) return [{ ...field, selector: '' }];
      this.#problem(path, 'the selector is empty');
    } else if (selector.length > MAX_SELECTOR)
      this.#problem(path, `the selector has ${selector.length} characters; at most ${MAX_SELECTOR} are taken`);
    else {
      const problem = selectorProblem(selector);
      if (problem === undefined) return [field];
      this.#problem(path, problem);
    }
    return [];
  }

  #problem(path: string, message: string): void {
    this.problems.push({ path, message });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
