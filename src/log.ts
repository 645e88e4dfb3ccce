import { LOG_LEVELS, type LogLevel } from './config.ts';

/** Writes to stderr; stdout belongs to the protocol. Never give it a header's value or a query string. */
export type Log = (level: Exclude<LogLevel, 'silent'>, message: string) => void;

/** @param threshold what is told: this level and those before it */
export function createLog(threshold: LogLevel, write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  return (level, message) => {
    if (LOG_LEVELS.indexOf(level) <= LOG_LEVELS.indexOf(threshold)) write(`fetch-many ${level}: ${message}\n`);
  };
}
