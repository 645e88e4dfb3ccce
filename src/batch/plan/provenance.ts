/** Whose word something is: the origin of a body, and whether that was reached at an address that is not public. */
export interface ValueOrigin {
  readonly origin: string;
  readonly isLocal: boolean;
}

/** By variable: whose bodies its values come from. */
export type Provenance = ReadonlyMap<string, readonly ValueOrigin[]>;

/** The same without those that are named before. */
export function uniqueOrigins(valueOrigins: readonly ValueOrigin[]): readonly ValueOrigin[] {
  return [...new Map(valueOrigins.map((valueOrigin) => [`${valueOrigin.isLocal} ${valueOrigin.origin}`, valueOrigin])).values()];
}
