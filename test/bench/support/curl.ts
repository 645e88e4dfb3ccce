import { present, timed, type Timed } from './timed-command.ts';

/**
 * What curl can do, as it says itself.
 * @throws {NotInstalled} if it is not there
 */
export function curlVersion(): Promise<string> {
  return present('curl', ['--version'], 'apt-get install curl');
}

/** Gets URLs with `curl --parallel`, a process for all of them; what comes is thrown away. @param urls may have ranges such as `[1-9]` */
export function curl(
  urls: readonly string[],
  inFlight: number,
  more: readonly string[] = ['--parallel-immediate'],
): Promise<Timed> {
  const options = ['-sS', '--fail', '--parallel', '--parallel-max', String(inFlight), ...more];
  return timed('curl', [...options, ...urls.flatMap((url) => ['-o', '/dev/null', url])]);
}
