import type { Connected } from '../../support/client.ts';

/** All that a model is told before its first call: the instructions, and of each tool what clients pass on. */
export async function wordsOf({ client }: Connected): Promise<string> {
  const { tools } = await client.listTools();
  const told = tools.map(({ name, title, description, inputSchema }) => {
    return `# ${name}: ${title}\n\n${description}\n\n${JSON.stringify(inputSchema)}\n`;
  });
  return [`# Instructions\n\n${client.getInstructions() ?? ''}\n`, ...told].join('\n');
}
