import { count, markdownTable } from '../../bench/support/statistics.ts';
import type { Cost } from './ledger.ts';

/** What became of one job. */
export interface Verdict {
  readonly job: string;
  /** What was answered; undefined if nothing was. */
  readonly answer: string | undefined;
  /** What is wrong with the answer, or with the world after it. */
  readonly wrong: readonly string[];
  readonly ideal: number;
  readonly cost: Cost;
}

const MAX_PROBLEMS = 5;
const HEADINGS = ['job', 'answer', 'calls (ideal)', 'arguments', 'results', 'in all'];

/**
 * The table of a run in Markdown, and below it what was wrong. Jobs that were neither answered nor worked on are left out.
 * @param words the tokens of what a model is told; they count once
 */
export function resultTable(verdicts: readonly Verdict[], words: number): string {
  const done = verdicts.filter(({ answer, cost }) => answer !== undefined || cost.calls > 0);
  const rows = done.map(({ job, answer, wrong, ideal, cost }) => {
    return [job, answer === undefined ? 'none' : wrong.length > 0 ? 'wrong' : 'right', ...cells(cost, ideal)];
  });
  const total: Cost = {
    calls: sum(done, ({ cost }) => cost.calls),
    arguments: sum(done, ({ cost }) => cost.arguments),
    results: sum(done, ({ cost }) => cost.results),
  };
  const right = done.filter(({ answer, wrong }) => answer !== undefined && wrong.length === 0).length;
  const ideal = sum(done, (each) => each.ideal);
  const last = ['in all', `${right} of ${done.length} right`, ...cells(total, ideal)];
  last[last.length - 1] = count(total.arguments + total.results + words);
  const table = markdownTable([HEADINGS, ...rows, ['words, once', '', '', '', '', count(words)], last]);
  const ratio = ideal > 0 ? `\n\n${(total.calls / ideal).toFixed(2)} times the ideal number of calls.` : '';
  const wrong = done.filter((each) => each.wrong.length > 0).map(explanation);
  return `${table}${ratio}${wrong.join('')}`;
}

function cells({ calls, arguments: args, results }: Cost, ideal: number): string[] {
  return [`${calls} (${ideal})`, count(args), count(results), count(args + results)];
}

function explanation({ job, answer, wrong }: Verdict): string {
  const more = wrong.length > MAX_PROBLEMS ? `; and ${wrong.length - MAX_PROBLEMS} more` : '';
  return `\n\n${job}: ${wrong.slice(0, MAX_PROBLEMS).join('; ')}${more}\n  answered: ${answer ?? 'nothing'}`;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
