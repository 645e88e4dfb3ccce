import { EvalFlags, JSException, JSValueHandle, QuickJS, type QuickJSOptions, type Snapshot } from 'quickjs-wasi';
import type { Host, HostFunction, HostResult } from './host.ts';
import { Rejections } from './rejections.ts';
import { quickjsModule } from './wasm.ts';

/** A value inside a virtual machine. */
export type GuestValue = JSValueHandle;

/** A virtual machine at rest: all its memory, and the value by which one is to go on. */
export interface Image {
  readonly snapshot: Snapshot;
  readonly root: number;
}

/** The library takes at most half of its stack of 1 MiB; at 512 KiB Node's own stack can end first. */
const STACK_BYTES = 384 * 2 ** 10;
/** How much more memory than its image one may have grown to be put back to it. */
const SPARE_BYTES = 64 * 2 ** 20;
const WASI_BADF = 8;

/**
 * One QuickJS in a WebAssembly instance of its own: all that is asked of quickjs-wasi, beside the forms of its errors and
 * rejections. It is young (first release in 2026), so its version is pinned; should it have to go, quickjs-emscripten-core
 * with a fresh module per program does the same.
 */
export class VirtualMachine {
  readonly #quickjs: QuickJS;
  readonly #memory: WebAssembly.Memory;
  readonly #rejections: Rejections;
  /** Not the one that the library keeps: that is lost when memory is put back. */
  #undefined: GuestValue;
  #hostError: unknown;
  /** What a host function returned last: the guest has a reference of its own, so this one can go. */
  #returned: GuestValue | undefined;

  private constructor(quickjs: QuickJS, memory: WebAssembly.Memory, rejections: Rejections) {
    this.#quickjs = quickjs;
    this.#memory = memory;
    this.#rejections = rejections;
    this.#undefined = quickjs.getUndefined();
  }

  /** A fresh one, with an object of host functions. */
  static async create(host: Host): Promise<{ readonly machine: VirtualMachine; readonly functions: GuestValue }> {
    const machine = await VirtualMachine.#made(host, (options) => QuickJS.create(options));
    const quickjs = machine.#quickjs;
    const functions = quickjs.newObject();
    for (const [name, run] of Object.entries(host.functions)) {
      quickjs.newFunction(name, machine.#hostFunction(run)).consume((made) => functions.setProp(name, made));
    }
    return { machine, functions };
  }

  /** One that goes on where an image was taken. Its host has functions of the same names. */
  static async restore(image: Image, host: Host): Promise<{ readonly machine: VirtualMachine; readonly root: GuestValue }> {
    const machine = await VirtualMachine.#made(host, (options) => QuickJS.restore(image.snapshot, options));
    const quickjs = machine.#quickjs;
    for (const [name, run] of Object.entries(host.functions)) quickjs.registerHostCallback(name, machine.#hostFunction(run));
    return { machine, root: quickjs.importHandle(image.root) };
  }

  static async #made(host: Host, make: (options: QuickJSOptions) => Promise<QuickJS>): Promise<VirtualMachine> {
    let memory: WebAssembly.Memory | undefined;
    const rejections = new Rejections();
    const quickjs = await make({
      wasm: await quickjsModule(),
      memoryLimit: host.memoryBytes,
      maxStackSize: STACK_BYTES,
      timezoneOffset: 0,
      interruptHandler: host.interrupt,
      onUnhandledRejection: rejections.note,
      wasi: (itsMemory) => {
        memory = itsMemory;
        // By default the library writes to stdout, which is the protocol's.
        return { fd_write: () => WASI_BADF };
      },
    });
    if (!memory) throw new Error('quickjs-wasi did not hand over its memory');
    return new VirtualMachine(quickjs, memory, rejections);
  }

  /** Evaluates a script, or the bytecode of one, which knows its file. @throws {JSException} what it throws */
  evaluate(script: string | Uint8Array, file: string): GuestValue {
    return typeof script === 'string' ? this.#quickjs.evalCode(script, file) : this.#quickjs.evalBytecode(script);
  }

  /** Compiles a script and does not run it. @throws {JSException} a SyntaxError */
  compile(source: string, file: string): void {
    this.#quickjs.evalCode(source, file, EvalFlags.COMPILE_ONLY).dispose();
  }

  /** Calls a function without `this`. @throws {JSException} what it throws */
  apply(called: GuestValue, ...args: GuestValue[]): GuestValue {
    return this.#quickjs.callFunction(called, this.#undefined, ...args);
  }

  /** Calls a method that code of ours has put on an object. @throws {JSException} what it throws */
  call(object: GuestValue, method: string, ...args: (GuestValue | HostResult)[]): GuestValue {
    const handles = args.map((arg) => this.#toGuest(arg));
    try {
      return object.getProp(method).consume((each) => this.#quickjs.callFunction(each, object, ...handles));
    } finally {
      for (const [at, handle] of handles.entries()) if (handle !== args[at] && handle !== this.#undefined) handle.dispose();
    }
  }

  /** Runs what promises have put off, until nothing is left. @throws {JSException} if that is interrupted */
  runJobs(): void {
    this.#quickjs.executePendingJobs();
  }

  /** What a host function failed of, even if the guest has caught it. */
  get hostError(): unknown {
    return this.#hostError;
  }

  /** The reason of a promise that was rejected and that nothing handles. */
  get unhandledRejection(): GuestValue | undefined {
    return this.#rejections.first;
  }

  /** @param root the value by which a restored one is to go on */
  image(root: GuestValue): Image {
    return { root: this.#quickjs.exportHandle(root), snapshot: this.#quickjs.snapshot() };
  }

  /**
   * Puts all memory back to an image. Values of before are lost.
   * @returns its root; undefined if memory has grown too far: then restore a new one
   */
  reset(image: Image): GuestValue | undefined {
    const memory = new Uint8Array(this.#memory.buffer);
    if (memory.byteLength > image.snapshot.memory.byteLength + SPARE_BYTES) return undefined;
    memory.set(image.snapshot.memory);
    this.#rejections.clear();
    this.#hostError = undefined;
    this.#returned = undefined;
    this.#undefined = this.#quickjs.getUndefined();
    return this.#quickjs.importHandle(image.root);
  }

  #toGuest(value: GuestValue | HostResult): GuestValue {
    if (typeof value === 'string') return this.#quickjs.newString(value);
    if (typeof value === 'number') return this.#quickjs.newNumber(value);
    if (value === undefined) return this.#undefined;
    return Buffer.isBuffer(value) ? this.#textOf(value) : value;
  }

  /** UTF-8 goes straight into the memory: by way of a string of ours it takes three times as long. */
  #textOf(bytes: Buffer): GuestValue {
    // oxlint-disable-next-line no-underscore-dangle -- its own way of saying that this may change: the version is pinned
    const library = this.#quickjs._getExports();
    const at = library.wasm_malloc(bytes.length + 1);
    if (at === 0) throw new Error('out of memory');
    new Uint8Array(this.#memory.buffer).set(bytes, at);
    const text = new JSValueHandle(this.#quickjs, library.qjs_new_string(at, bytes.length));
    library.wasm_free(at);
    if (library.qjs_is_exception(text.ptr) !== 0) throw new Error('out of memory');
    return text;
  }

  #hostFunction(run: HostFunction): (...args: GuestValue[]) => GuestValue {
    return (...args) => {
      const values = args.map((arg) => (arg.isString ? arg.toString() : arg.isNumber ? arg.toNumber() : undefined));
      if (this.#returned !== this.#undefined) this.#returned?.dispose();
      this.#returned = undefined;
      try {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- code of ours calls them, with what they take
        this.#returned = this.#toGuest(run(...(values as never[])));
        return this.#returned;
      } catch (error) {
        this.#hostError ??= error;
        // An error of the host would bring its stack along, and with it paths of this machine.
        throw error instanceof JSException ? error : Object.assign(new Error('the host failed'), { stack: '' });
      }
    };
  }
}
