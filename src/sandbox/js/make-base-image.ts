import { guestSource } from './guest/source.ts';
import { LIMITS } from './limits.ts';
import { localeFunctions } from './locale-functions.ts';
import { VirtualMachine, type Image } from './quickjs.ts';
import { urlFunctions } from './url-functions.ts';

/** Runs the guest's own code in a virtual machine, with names for the host functions that a restored one is to have. */
export async function makeBaseImage(): Promise<Image> {
  const names = ['open', 'close', 'log', ...Object.keys(urlFunctions), ...Object.keys(localeFunctions())];
  const functions = Object.fromEntries(names.map((name) => [name, () => undefined]));
  const made = await VirtualMachine.create({ functions, interrupt: () => false, memoryBytes: LIMITS.memoryBytes });
  const install = made.machine.evaluate(guestSource(), 'guest');
  return made.machine.image(made.machine.apply(install, made.functions));
}
