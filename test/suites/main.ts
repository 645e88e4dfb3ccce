/** `npm run suites -- DIRECTORY [SUITE...]`: other people's test data, through the front door; prints what differs, and why. */
import { argv, stderr, stdout } from 'node:process';
import { openFront } from './front.ts';
import { SUITES, type SuiteResult } from './suite.ts';

const [directory, ...wanted] = argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(SUITES, name));
if (directory === undefined || unknown.length > 0) {
  const names = Object.keys(SUITES).join(', ');
  stderr.write(
    `suites: expected a directory and suites among ${names}${unknown.length > 0 ? `, got ${unknown.join(', ')}` : ''}\n`,
  );
  process.exitCode = 2;
} else {
  const front = await openFront();
  try {
    for (const [name, load] of Object.entries(SUITES)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      stdout.write(`\n## ${name}\n\n`);
      const { suite } = await load();
      for (const result of await suite({ directory, front })) stdout.write(lines(result));
    }
  } finally {
    await front.close();
  }
}

/** The ratio, and each difference with its reason; those that share a reason together. */
function lines({ title, total, differences }: SuiteResult): string {
  const byReason = new Map<string, string[]>();
  for (const { name, reason } of differences) byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  const reasons = [...byReason].map(([reason, names]) => `  - ${names.join(', ')}: ${reason}\n`);
  return `- ${title}: ${total - differences.length} of ${total}\n${reasons.join('')}`;
}
