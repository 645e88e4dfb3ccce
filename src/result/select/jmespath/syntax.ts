/** Where a node stands in the text of the expression; `end` is exclusive. */
interface Span {
  readonly at: number;
  readonly end: number;
}

/** The comparisons. */
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';
/** The operations with numbers; `//` rounds down. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '//';

/** What a projection goes over: `[*]`, `[]`, `.*`, `[a:b]`, `[?...]`. */
export type Over =
  | { readonly over: 'list' | 'flat' | 'values' }
  | { readonly over: 'slice'; readonly start: number | null; readonly stop: number | null; readonly step: number }
  | { readonly over: 'filter'; readonly condition: Node };

/** A value of every element of `source`; what is null is left out. */
export type Projection = Span & { readonly kind: 'project'; readonly source: Node; readonly each: Node } & Over;

/** A name: a key of an object. */
export type Field = Span & {
  readonly kind: 'field';
  readonly name: string;
  /** Written in double quotes, or in brackets with a text. */
  readonly quoted: boolean;
  /** Written as `a-b`, which could be a subtraction. */
  readonly dashed: boolean;
};

/** What has two sides: `a.b`, `a | b`, `a || b` and `a && b`. */
export type Binary = Span & { readonly kind: 'sub' | 'pipe' | 'or' | 'and'; readonly left: Node; readonly right: Node };

/** A call of a function. */
export type Call = Span & { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] };

/** A key of an object that is built, and its value. */
export interface Pair extends Span {
  readonly name: string;
  readonly value: Node;
}

/** What a `let` binds to a variable. */
export interface Binding extends Span {
  readonly name: string;
  readonly value: Node;
}

/** The syntax tree of an expression. */
export type Node =
  | (Span & { readonly kind: 'current' | 'root' })
  | Field
  | (Span & { readonly kind: 'literal'; readonly value: unknown })
  /** `true`, `false`, `null` without backticks: the key of that name if there is one, else the value. */
  | (Span & { readonly kind: 'constant'; readonly name: string; readonly value: boolean | null })
  | (Span & { readonly kind: 'variable'; readonly name: string })
  | (Span & { readonly kind: 'index'; readonly index: number })
  | Binary
  | Projection
  | (Span & { readonly kind: 'hash'; readonly pairs: readonly Pair[] })
  | (Span & { readonly kind: 'list'; readonly items: readonly Node[] })
  | (Span & { readonly kind: 'not' | 'negative' | 'positive' | 'reference'; readonly child: Node })
  | (Span & { readonly kind: 'compare'; readonly operator: CompareOperator; readonly left: Node; readonly right: Node })
  | (Span & { readonly kind: 'arithmetic'; readonly operator: ArithmeticOperator; readonly left: Node; readonly right: Node })
  | (Span & { readonly kind: 'choose'; readonly condition: Node; readonly ifTrue: Node; readonly ifFalse: Node })
  | Call
  | (Span & { readonly kind: 'let'; readonly bindings: readonly Binding[]; readonly body: Node });

/** The direct parts of a node. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'sub':
    case 'pipe':
    case 'or':
    case 'and':
    case 'compare':
    case 'arithmetic':
      return [node.left, node.right];
    case 'project':
      return node.over === 'filter' ? [node.source, node.condition, node.each] : [node.source, node.each];
    case 'hash':
      return node.pairs.map(({ value }) => value);
    case 'list':
      return node.items;
    case 'not':
    case 'negative':
    case 'positive':
    case 'reference':
      return [node.child];
    case 'choose':
      return [node.condition, node.ifTrue, node.ifFalse];
    case 'call':
      return node.args;
    case 'let':
      return [...node.bindings.map(({ value }) => value), node.body];
    case 'current':
    case 'root':
    case 'field':
    case 'literal':
    case 'constant':
    case 'variable':
    case 'index':
      break;
  }
  return [];
}

/** How many parts a node has, itself included. */
export function sizeOf(node: Node): number {
  // What is built costs more than what is looked at.
  const own = node.kind === 'list' || node.kind === 'hash' ? 2 : 1;
  return childrenOf(node).reduce((total, part) => total + sizeOf(part), own);
}
