declare module 'text-encoding/lib/encoding-indexes.js' {
  /** Code points by pointer; null where there is none. */
  const indexes: { 'encoding-indexes': Readonly<Record<string, readonly (number | null)[]>> };
  export default indexes;
}

declare module 'text-encoding' {
  /** Of the WHATWG Encoding standard, with tables of its own. */
  const textEncoding: { TextDecoder: typeof TextDecoder };
  export default textEncoding;
}
