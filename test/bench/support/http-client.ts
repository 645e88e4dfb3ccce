/** A process that holds one client, named on its command line, and measures it each time its parent asks. */
import { argv } from 'node:process';
import { CLIENTS } from './http-clients.ts';
import { measure, type Load } from './http-load.ts';
import { PACKAGE_CLIENTS } from './package-clients.ts';

const [, , name = '', url = ''] = argv;
const make = CLIENTS[name] ?? PACKAGE_CLIENTS[name];
if (!make) throw new RangeError(`Expected the name of a client, got ${name}`);
const request = await make(new URL(url));

process.on('message', (load: Load) => {
  void measure(request, load).then((measured) => process.send?.(measured));
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
