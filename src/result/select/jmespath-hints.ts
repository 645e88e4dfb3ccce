interface Slip {
  readonly pattern: RegExp;
  readonly advice: string;
}

/** What models write, and what they mean. */
const SLIPS: readonly Slip[] = [
  { pattern: /[=!<>]=?\s*"/, advice: 'double quotes name a field; a literal is \'x\' or `"x"`' },
  { pattern: /[=!<>]=?\s*-?\d/, advice: 'a number is written in backticks: `1`' },
  { pattern: /[=!]=\s*(true|false|null)\b/, advice: 'true, false and null are written in backticks: `true`' },
  { pattern: /\{\s*[\w"]+\s*[,}]/, advice: 'an object needs values: {id: id, name: name}' },
  { pattern: /^\s*\./, advice: 'JMESPath has no leading dot: begin with the first key, or [] for an array' },
  { pattern: /\|\s*(map|select|length)\b(?!\()|\.\[\]/, advice: 'this is JMESPath, not jq: a[].b, length(a), a[?b == `1`]' },
  { pattern: /\.\./, advice: 'JMESPath has no recursive descent: write the whole path' },
  { pattern: /-/, advice: 'a key with a dash is quoted: "key-with-dash"' },
];

/** What is likely wrong with an expression that is not valid or gave nothing. */
export function likelySlip(expression: string): string | undefined {
  return SLIPS.find(({ pattern }) => pattern.test(expression))?.advice;
}
