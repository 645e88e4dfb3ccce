/** A process that starts what evaluates bodies, named on its command line, and tells what it takes: time, and memory with it. */
import { argv, pid } from 'node:process';
import { pageOf, reading, USERS } from './content.ts';
import { RUNNERS } from './job-runners.ts';
import { memoryOfTreeMib } from './memory.ts';

/** Milliseconds of each in turn, and the MiB that all of it takes in the end. */
export interface SandboxStart {
  /** Until it has read the first body, of one byte. */
  readonly start: number;
  readonly firstPage: number;
  readonly nextPage: number;
  readonly firstSelect: number;
  readonly nextSelect: number;
  readonly mib: number;
}

const PAGE = 'wiki.html';
const SELECT = '[].{id: id, name: name, city: address.city}';

async function measure(name: string): Promise<SandboxStart> {
  const make = Object.entries(RUNNERS).find(([each]) => each === name)?.[1];
  if (!make) throw new RangeError(`Expected something that runs jobs, got ${name}`);
  const [page, users] = [reading('text/html', pageOf(PAGE)), reading('application/json', Buffer.from(USERS), SELECT)];
  const before = memoryOfTreeMib(pid);
  const started = performance.now();
  const { read, close } = await make();
  const ms = async (args: typeof page): Promise<number> => {
    const since = performance.now();
    await read(args);
    return performance.now() - since;
  };
  await read(reading('application/json', Buffer.from('1')));
  const start = performance.now() - started;
  const [firstPage, nextPage, firstSelect, nextSelect] = [await ms(page), await ms(page), await ms(users), await ms(users)];
  const mib = memoryOfTreeMib(pid) - before;
  await close();
  return { start, firstPage, nextPage, firstSelect, nextSelect, mib };
}

const [, , name = ''] = argv;
process.send?.(await measure(name));
process.disconnect();
