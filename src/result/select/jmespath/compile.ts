import { compiledCall } from './compiled-calls.ts';
import { compiledArithmetic, compiledChoice, compiledLogic, compiledNot, compiledSign } from './compiled-logic.ts';
import { compiledConstant, compiledHash, compiledIndex, compiledKey, compiledList, compiledSub } from './compiled-paths.ts';
import { comparison, condition } from './conditions.ts';
import { type Compiling, type Context, placeOf } from './context.ts';
import { PathTexts } from './path-text.ts';
import { projection } from './projections.ts';
import type { Evaluate } from './run.ts';
import type { Spot } from './spots.ts';
import type { Binary, Field, Node } from './syntax.ts';

/** An expression that is ready to be evaluated on any number of bodies. */
export interface Program {
  readonly evaluate: Evaluate;
  readonly spots: readonly Spot[];
}

/** Compiles a syntax tree. @param text the expression that it was read from */
export function compile(node: Node, text: string): Program {
  const compiler = new Compiler(text);
  const context = {
    prefix: '',
    base: '',
    role: 'value',
    isOperand: false,
    isLast: true,
    isEach: false,
    slots: new Map(),
  } as const;
  return { evaluate: compiler.part(node, context), spots: compiler.spots };
}

class Compiler implements Compiling {
  readonly spots: Spot[] = [];
  readonly text: string;
  readonly #paths: PathTexts;
  #slots = 0;

  constructor(text: string) {
    this.text = text;
    this.#paths = new PathTexts(text);
  }

  part(node: Node, context: Context): Evaluate {
    const part = (child: Node): Evaluate => this.part(child, context);
    switch (node.kind) {
      case 'current':
        return (value) => value;
      case 'root':
        return (_, run) => run.root;
      case 'field':
        return compiledKey(node.name, this.#watchKey(node, context));
      case 'literal':
        return () => node.value;
      case 'constant':
        return compiledConstant(node.name, node.value);
      case 'variable': {
        const slot = context.slots.get(node.name) ?? -1;
        return (_, run) => run.variables[slot];
      }
      case 'index': {
        const { index } = node;
        return compiledIndex(index, this.watch({ ...placeOf(context), kind: 'index', path: this.path(node, context), index }));
      }
      case 'sub':
      case 'pipe':
        return this.#chain(node, context);
      case 'project':
        return projection(this, node, context);
      case 'hash':
        return compiledHash(node.pairs.map(({ name, value }) => [name, this.part(value, { ...context, isEach: false }), value]));
      case 'list':
        return compiledList(node.items.map((item) => this.part(item, { ...context, isEach: false })));
      case 'not':
        return compiledNot(condition(this, node.child, context));
      case 'negative':
      case 'positive':
        return compiledSign(part(node.child), node.kind === 'positive' ? 1 : -1, this.written(node.child));
      case 'or': {
        const left = this.part(node.left, { ...context, role: context.role === 'value' ? 'maybe' : context.role });
        return compiledLogic(left, part(node.right), false);
      }
      case 'and':
        return compiledLogic(condition(this, node.left, context), part(node.right), true);
      case 'choose':
        return compiledChoice(condition(this, node.condition, context), part(node.ifTrue), part(node.ifFalse));
      case 'compare':
        return comparison(this, node, context);
      case 'arithmetic': {
        const texts = [this.written(node.left), this.written(node.right)] as const;
        return compiledArithmetic(part(node.left), part(node.right), node.operator, texts);
      }
      case 'reference':
        return part(node.child);
      case 'call':
        return compiledCall(node, this.text, this.spots, (arg, facts) => this.#argument(arg, context, facts));
      case 'let':
        break;
    }
    return this.#let(node, context);
  }

  watch(spot: Spot): number {
    return this.spots.push(spot) - 1;
  }

  path(node: Node, { prefix }: Context): string {
    return this.#paths.of(node, prefix);
  }

  written({ at, end }: Node): string {
    return this.text.slice(at, end);
  }

  #chain(node: Binary, context: Context): Evaluate {
    let head = node.right;
    while (head.kind === 'sub') head = head.left;
    const next = head.kind === 'field' ? head.name : undefined;
    const isPassedOn = node.right.kind === 'current';
    const left = this.part(node.left, { ...context, isLast: isPassedOn && context.isLast, next });
    const isEach = context.isEach && node.left.kind === 'current';
    const right = this.part(node.right, { ...context, prefix: this.path(node.left, context), isEach });
    if (node.kind === 'sub') return compiledSub(left, right);
    return (value, run) => right(left(value, run), run);
  }

  #argument(node: Node, context: Context, facts: { readonly isSoft: boolean; readonly isText: boolean }): Evaluate {
    const role = facts.isSoft ? 'maybe' : context.role === 'test' ? 'operand' : context.role;
    return this.part(node, { ...context, role, isOperand: facts.isText, isLast: true, isEach: false });
  }

  #let(node: Extract<Node, { kind: 'let' }>, context: Context): Evaluate {
    const slots = new Map(context.slots);
    const bound = node.bindings.map(({ name, value }) => {
      const part = this.part(value, { ...context, slots: new Map(slots), isLast: false });
      const slot = this.#slots++;
      slots.set(name, slot);
      return [slot, part] as const;
    });
    const body = this.part(node.body, { ...context, slots });
    return (value, run) => {
      for (const [slot, part] of bound) run.variables[slot] = part(value, run);
      return body(value, run);
    };
  }

  #watchKey(field: Field, context: Context): number {
    const { name, quoted, dashed } = field;
    const { isLast, isOperand, next } = context;
    const path = this.path(field, context);
    return this.watch({ ...placeOf(context), kind: 'key', path, name, quoted, dashed, isLast, isOperand, next });
  }
}
