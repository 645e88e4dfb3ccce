/** What passes between a host function and the guest. Bytes are UTF-8 text. */
export type HostResult = string | number | Buffer | undefined;
/** A function of strings, numbers and undefined. */
export type HostFunction = (...args: never[]) => HostResult;
export type HostFunctions = Readonly<Record<string, HostFunction>>;

/** What a virtual machine needs of its host. */
export interface Host {
  readonly functions: HostFunctions;
  /** Called now and then while code runs: true ends it with an error that it cannot catch; what it throws, at once. */
  readonly interrupt: () => boolean;
  /** Bytes of memory that the machine may have. */
  readonly memoryBytes: number;
}
