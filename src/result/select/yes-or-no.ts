/** What a text says where a boolean is meant: `"false"` and `"0"` are `no`; undefined if it is of another kind. */
export function yesOrNo(text: string): 'yes' | 'no' | undefined {
  if (text.length > 5) return undefined;
  if (/^(?:false|no|[n0])$/i.test(text)) return 'no';
  return /^(?:true|yes|[y1])$/i.test(text) ? 'yes' : undefined;
}
