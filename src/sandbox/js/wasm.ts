import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { builtFile } from './built-file.ts';

declare global {
  /** What is used of it: the types of Node 20 leave it to those of browsers. */
  namespace WebAssembly {
    interface Module {}
    interface Memory {
      readonly buffer: ArrayBuffer;
    }
    function compile(bytes: Uint8Array): Promise<Module>;
  }
}

let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * QuickJS as a compiled WebAssembly module, compiled once in a process (5 to 20 ms).
 * @throws {Error} if the file is nowhere
 */
export function quickjsModule(): Promise<WebAssembly.Module> {
  compiled ??= readFile(quickjsFile()).then((bytes) => WebAssembly.compile(bytes));
  return compiled;
}

function quickjsFile(): string {
  return builtFile('quickjs.wasm') ?? createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm');
}
