import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { launchCommand, ROOT } from './client.ts';

/** What a command came to. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the built `fetch-many` with these arguments to its end, this on its stdin; it may ask this machine.
 * @param onOutput told what it has printed so far, each time that there is more
 */
export function runCommand(words: readonly string[], input = '', onOutput?: (stdout: string) => void): Promise<Ran> {
  const { command, args } = launchCommand();
  return run(command, [...args, '--allow', '127.0.0.1', ...words], process.env, input, onOutput);
}

/** Whether a command is there that others make something of our output with. */
export function isInstalled(command: string): boolean {
  try {
    execFileSync(command, ['--version']);
    return true;
  } catch {
    return false;
  }
}

/** Runs a line in a shell in which `fetch-many` is the built one, and may ask this machine. */
export function runInShell(line: string): Promise<Ran> {
  const { command, args } = launchCommand();
  return inShell(line, `cd '${fileURLToPath(ROOT)}' && exec '${command}' ${args.join(' ')} --allow 127.0.0.1 "$@"`);
}

/** What a shell makes of a line whose last command is `fetch-many`: its arguments, and what is on its standard input. */
export async function readByShell(line: string): Promise<{ readonly words: readonly string[]; readonly input: string }> {
  const { stdout } = await inShell(line, `printf '%s\\0' "$@" && exec cat`);
  const parts = stdout.split('\0');
  return { words: parts.slice(0, -1), input: parts.at(-1) ?? '' };
}

/** Runs a line in a shell in which `fetch-many` is this script. */
function inShell(line: string, script: string): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'fetch-many-shell-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'fetch-many');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return run('sh', ['-c', line], { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` }, '');
}

function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input: string,
  onOutput?: (stdout: string) => void,
): Promise<Ran> {
  const child = spawn(command, args, { cwd: ROOT, env });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    onOutput?.(stdout);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => {}).end(input); // it may have gone before it read all
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}
