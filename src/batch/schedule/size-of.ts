/**
 * Bytes that a value takes in memory, about. Without recursion: arguments may be nested deeper than the stack is high.
 * @param most bytes; beyond them it is not counted any further
 */
export function sizeOf(value: unknown, most = Infinity): number {
  let bytes = 0;
  const open = [value];
  while (open.length > 0 && bytes <= most) {
    const each = open.pop();
    bytes += 16;
    if (typeof each === 'string') bytes += each.length * 2;
    else if (each instanceof Map) for (const entry of each) open.push(entry);
    else if (Array.isArray(each)) for (const item of each) open.push(item);
    else if (typeof each === 'object' && each !== null) for (const entry of Object.entries(each)) open.push(entry);
  }
  return bytes;
}
