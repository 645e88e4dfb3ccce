/**
 * What clients put where a value is to come: `${user_config.allow}` of an MCP bundle, `${input:token}` of VS Code,
 * `${VARIABLE}` of others. One that is still there was never filled in.
 */
const PLACEHOLDER = /\$\{[^{}]{1,200}\}/;

/**
 * What is wrong with a text that still holds a client's placeholder.
 * @returns words that name the placeholder and nothing else of the text, which may be a secret; undefined if it holds none
 */
export function placeholderProblem(text: string): string | undefined {
  const [placeholder] = PLACEHOLDER.exec(text) ?? [];
  if (placeholder === undefined) return undefined;
  return `${placeholder} is a placeholder that the client has not filled in; give it a value in the client's settings, or leave this out`;
}
