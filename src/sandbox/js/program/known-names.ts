import { closest, distance } from 'fastest-levenshtein';

/** What every program and function finds: the language, and what the guest adds. */
export const GLOBALS = [
  'AggregateError',
  'Array',
  'ArrayBuffer',
  'AsyncDisposableStack',
  'BigInt',
  'BigInt64Array',
  'BigUint64Array',
  'Boolean',
  'DOMException',
  'DataView',
  'Date',
  'DisposableStack',
  'Error',
  'EvalError',
  'FinalizationRegistry',
  'Float16Array',
  'Float32Array',
  'Float64Array',
  'Function',
  'Infinity',
  'Int16Array',
  'Int32Array',
  'Int8Array',
  'InternalError',
  'Iterator',
  'JSON',
  'Map',
  'Math',
  'NaN',
  'Number',
  'Object',
  'Promise',
  'Proxy',
  'RangeError',
  'ReferenceError',
  'Reflect',
  'RegExp',
  'Set',
  'SharedArrayBuffer',
  'String',
  'SuppressedError',
  'Symbol',
  'SyntaxError',
  'TypeError',
  'URIError',
  'URL',
  'URLSearchParams',
  'Uint16Array',
  'Uint32Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'WeakMap',
  'WeakRef',
  'WeakSet',
  'atob',
  'btoa',
  'console',
  'decodeURI',
  'decodeURIComponent',
  'encodeURI',
  'encodeURIComponent',
  'escape',
  'eval',
  'globalThis',
  'isFinite',
  'isNaN',
  'parseFloat',
  'parseInt',
  'performance',
  'queueMicrotask',
  'structuredClone',
  'tableRows',
  'undefined',
  'unescape',
];
/** What a program over records finds besides. */
export const PROGRAM_GLOBALS = ['records', 'ok', 'by'];

const NETWORK = 'there is no network here: make the request in the call, and read its record';
const MODULES = 'there are no modules here, only the language';
const PAGES = 'there is no DOM here: take what is needed of a page by extract, or of its Markdown by tableRows or a RegExp';
const PROCESS = 'there is no process, file or environment here';
const TIMERS = 'there are no timers here: nothing has to be waited for';
const BYTES = 'for Base64 there are atob and btoa';
const ELSEWHERE: Readonly<Record<string, string>> = {
  fetch: NETWORK,
  XMLHttpRequest: NETWORK,
  WebSocket: NETWORK,
  axios: NETWORK,
  Request: NETWORK,
  Response: NETWORK,
  Headers: NETWORK,
  require: MODULES,
  module: MODULES,
  exports: MODULES,
  _: MODULES,
  lodash: MODULES,
  moment: MODULES,
  dayjs: MODULES,
  process: PROCESS,
  fs: PROCESS,
  os: PROCESS,
  path: PROCESS,
  Deno: PROCESS,
  Bun: PROCESS,
  __dirname: PROCESS,
  __filename: PROCESS,
  window: PAGES,
  document: PAGES,
  DOMParser: PAGES,
  cheerio: PAGES,
  $: PAGES,
  setTimeout: TIMERS,
  setInterval: TIMERS,
  setImmediate: TIMERS,
  clearTimeout: TIMERS,
  requestAnimationFrame: TIMERS,
  Buffer: BYTES,
  TextDecoder: BYTES,
  TextEncoder: BYTES,
  crypto: 'there is no crypto here',
  Intl: 'there is no Intl here; toLocaleString and localeCompare know languages',
};
/** What others call what is given here. */
const GIVEN = new Set(
  (
    'data body bodies item items row rows r rec record res resp response responses result results input output json payload ' +
    'value values answer answers request requests'
  ).split(' '),
);
const RECORDS = 'the records are in `records`, those that succeeded in `ok`, each with its `body`';
const BODY = 'a function gets the body as its first parameter, and {headers, status, vars, url} as its second';

/**
 * What is to be said about a name that is nowhere defined.
 * @param isProgram whether it stands in a program over records, not in a function of a body
 */
export function hintForName(name: string, isProgram: boolean): string {
  const elsewhere = Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined;
  if (elsewhere !== undefined) return elsewhere;
  if (GIVEN.has(name)) return isProgram ? RECORDS : BODY;
  const known = isProgram ? [...PROGRAM_GLOBALS, ...GLOBALS] : GLOBALS;
  const near = closest(name, known);
  const isNear = distance(name.toLowerCase(), near.toLowerCase()) <= (name.length > 4 ? 2 : 1);
  return isNear && name.length > 2 ? `did you mean ${near}?` : isProgram ? RECORDS : BODY;
}
