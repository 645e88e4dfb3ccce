declare module 'text-encoding/lib/encoding-indexes.js' {
  /** Code points by pointer; null where there is none. */
  const indexes: { 'encoding-indexes': Readonly<Record<string, readonly (number | null)[]>> };
  export default indexes;
}
