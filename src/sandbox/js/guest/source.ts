import { createShown } from './classes.ts';
import { installConsole } from './console-methods.ts';
import { installDates } from './dates.ts';
import { createDriver } from './driver.ts';
import { installIdentity } from './identity.ts';
import { createKit } from './kit.ts';
import { installLocale } from './locale.ts';
import { installLookups } from './lookups.ts';
import { installQuery } from './query.ts';
import { installParsing } from './parsing.ts';
import { createRandom } from './random.ts';
import { createReplacing } from './replacing.ts';
import { createRecords } from './records.ts';
import { createRemarks } from './remarks.ts';
import { installSorting } from './sorting.ts';
import { createStructuredClone } from './structured-clone.ts';
import { createTableRows } from './table-rows.ts';
import { createToJson } from './to-json.ts';
import { installUrl } from './url.ts';
import { writtenNumber } from './written-number.ts';

const PARTS = {
  createKit,
  createShown,
  installConsole,
  installDates,
  createDriver,
  installIdentity,
  installLocale,
  installLookups,
  installQuery,
  installParsing,
  createRandom,
  createReplacing,
  createRecords,
  createRemarks,
  installSorting,
  createStructuredClone,
  createTableRows,
  createToJson,
  installUrl,
  writtenNumber,
};

/**
 * The text of what is evaluated in the guest before anything else: a function of the host's functions that installs the
 * globals and returns the driver. It is made of the functions of this folder, so that they are checked like all others.
 */
export function guestSource(): string {
  const parts = Object.entries(PARTS).map(([name, part]) => `const ${name} = ${String(part)};`);
  return `(function (host) {
'use strict';
${NAMED}
${parts.join('\n')}
${MAIN}
})`;
}

/** Tools that run TypeScript name functions by a helper of theirs. */
const NAMED = 'const __name = (named) => named;';

const MAIN = `
const kit = createKit();
class Refusal { constructor(words) { this.words = words; } }
const refuse = (words) => { throw new Refusal(words); };
const refusalOf = (error) => error instanceof Refusal ? error.words : undefined;
const toJson = createToJson(kit, createShown(kit), createRemarks(kit), refuse);
installConsole(kit, host.log, toJson);
installLocale(kit, host);
installUrl(kit, host, installQuery(kit, host));
kit.define(globalThis, 'structuredClone', createStructuredClone(kit));
kit.define(globalThis, 'tableRows', createTableRows(kit));
const records = createRecords(kit, host, refuse);
const replacing = createReplacing(kit);
const slips = [
  installSorting(kit, replacing),
  installParsing(kit, replacing, writtenNumber()),
  installLookups(kit, replacing),
  installDates(kit, replacing),
  installIdentity(kit, replacing),
];
return createDriver(kit, records, toJson, refusalOf, createRandom(kit), slips);
`;
