import { escapeControls } from './escape-controls.ts';

/** Writes a line to stderr; stdout belongs to the protocol. Never give it a header's value or a query string. */
export type Log = (level: Exclude<LogLevel, 'silent'>, message: string) => void;

/**
 * @param threshold what is told: this level and those before it
 * @param redact takes secrets out of what is told
 */
export function createLog(threshold: LogLevel, redact: (text: string) => string): Log {
  return (level, message) => {
    if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(threshold)) return;
    process.stderr.write(`fetch-many ${level}: ${escapeControls(redact(message))}\n`);
  };
}

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];
