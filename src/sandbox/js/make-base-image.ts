import { CompileFlags, QuickJS } from 'quickjs-wasi';
import { guestSource } from './guest/source.ts';
import { LIMITS } from './limits.ts';
import { localeFunctions } from './locale-functions.ts';
import { VirtualMachine, type Image } from './quickjs.ts';
import { urlFunctions } from './url-functions.ts';
import { quickjsModule } from './wasm.ts';

const FILE = 'guest';

/** Runs the guest's own code in a virtual machine, with names for the host functions that a restored one is to have. */
export async function makeBaseImage(): Promise<Image> {
  const names = ['open', 'close', 'log', ...Object.keys(urlFunctions), ...Object.keys(localeFunctions())];
  const functions = Object.fromEntries(names.map((name) => [name, () => undefined]));
  const made = await VirtualMachine.create({ functions, interrupt: () => false, memoryBytes: LIMITS.memoryBytes });
  const install = made.machine.evaluate(await compiled(guestSource(), FILE), FILE);
  return made.machine.image(made.machine.apply(install, made.functions));
}

/**
 * Bytecode without its source, made in a machine of its own: neither what compiling takes is in the image, nor a copy of the
 * text of each function.
 */
async function compiled(source: string, file: string): Promise<Uint8Array> {
  const quickjs = await QuickJS.create({ wasm: await quickjsModule() });
  try {
    return quickjs.compile(source, file, 0, CompileFlags.STRIP_SOURCE);
  } finally {
    quickjs.dispose();
  }
}
