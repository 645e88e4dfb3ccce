import { compiledFilter, compiledProjection, compiledSlice } from './compiled-projections.ts';
import { condition } from './conditions.ts';
import { type Compiling, type Context, placeOf } from './context.ts';
import { overText } from './path-text.ts';
import type { Evaluate } from './run.ts';
import { type Projection, sizeOf } from './syntax.ts';

/** `[*]`, `[]`, `.*`, `[a:b]` and `[?...]`, with what is done with each element. */
export function projection(compiling: Compiling, node: Projection, context: Context): Evaluate {
  const isWhole = node.each.kind === 'current';
  const source = compiling.part(node.source, { ...context, isLast: false });
  const path = compiling.path(node.source, context);
  const whole = compiling.path(node, context);
  const element = path + overText(node, compiling.text);
  const size = sizeOf(node.each);
  const place = { ...placeOf(context), prefix: path, path, whole };
  const each = (list: number): Evaluate | undefined => {
    return isWhole ? undefined : compiling.part(node.each, { ...context, prefix: element, base: element, isEach: true, list });
  };
  if (node.over === 'filter') {
    const watched = {
      ...place,
      kind: 'filter' as const,
      condition: compiling.written(node.condition),
      from: compiling.spots.length,
      to: 0,
    };
    const spot = compiling.watch(watched);
    const inside = { ...context, prefix: `${path}[]`, base: `${path}[]`, isLast: true, isEach: false, list: spot };
    const test = condition(compiling, node.condition, inside);
    watched.to = compiling.spots.length;
    return compiledFilter(test, { source, each: each(spot), size: size + sizeOf(node.condition), spot });
  }
  const kind = node.over === 'values' ? 'values' : 'list';
  const spot = compiling.watch({ ...place, kind, each: isWhole ? '' : compiling.written(node.each) });
  const parts = { source, each: each(spot), size, spot };
  return node.over === 'slice' ? compiledSlice(node, parts) : compiledProjection(node.over, parts);
}
