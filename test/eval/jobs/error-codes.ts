import type { WorldData } from '../world/world.ts';
import type { Job } from './job.ts';

/** A part of one very long page. */
export const errorCodes: Job = {
  name: 'error-codes',
  question: (
    { manual },
    data,
  ) => `${manual}/errors lists the error codes of our product: for each part of it a section with a table whose \
columns are Code, Name, Meaning, Retryable (yes or no) and Status. Which codes in the section "Storage" are retryable, and what is the name of \
the code ${askedFor(data).code}?`,
  expected: (data) => {
    const retryable = data.manual.codes.filter(({ section, isRetryable }) => section === 'Storage' && isRetryable);
    const asked = askedFor(data);
    const others = data.manual.codes.filter((each) => !retryable.includes(each) && each !== asked);
    return { facts: [asked.name], rows: retryable.map(({ code }) => ({ key: code })), others: others.map(({ code }) => code) };
  },
  ideal: {
    calls: ({ manual }, data) => [
      {
        tool: 'fetch_many',
        args: {
          requests: [`${manual}/errors`],
          js: `const page = ok[0].body;
const storage = page.split(/^#+ /m).find((s) => s.startsWith('Storage\\n'));
[tableRows(storage).filter((r) => r.Retryable === 'yes').map((r) => r.Code), tableRows(page).find((r) => r.Code === '${askedFor(data).code}').Name]`,
        },
      },
    ],
  },
};

function askedFor({ manual }: WorldData): { readonly code: string; readonly name: string } {
  const found = manual.codes.find(({ section }) => section === 'Scheduler');
  if (!found) throw new Error('the manual has no Scheduler');
  return found;
}
