/** Characters below which a text is too common to be told from others. */
const MIN_LENGTH = 6;
/** A user name that is as long as this is a token: some servers take theirs in its place. */
const MIN_TOKEN_LENGTH = 16;

/** Why a text cannot be kept out of what is shown; undefined if it can. */
export function secretProblem(secret: string): string | undefined {
  if (secret.trim() === '') return 'is empty';
  if (!/^[\x20-\x7e]*$/.test(secret)) return 'has a line break or another character that is not printable ASCII';
  if (secret.length < MIN_LENGTH) {
    return (
      `has fewer than ${MIN_LENGTH} characters: it could not be told from other text to keep it out of results; ` +
      'what is no secret can be sent by the caller'
    );
  }
  // In their place JSON has numbers, and what is redacted is text.
  if (/^[-+.\deE]*$/.test(secret)) return 'is a number: it could not be told from others to keep it out of results';
  return undefined;
}

/** What a header's value reveals beside what is written in it: `Basic` has a password (RFC 7617). */
export function secretsOf(value: string): string[] {
  const encoded = /^basic +([a-z0-9+/_-]+=*)$/i.exec(value.trim())?.[1];
  if (encoded === undefined) return [];
  const pair = Buffer.from(encoded, 'base64').toString('latin1');
  const colon = pair.indexOf(':');
  if (colon < 0) return [];
  const [user, password] = [pair.slice(0, colon), pair.slice(colon + 1)];
  const userIsToken = user.length >= MIN_TOKEN_LENGTH || secretProblem(password) !== undefined;
  return [pair, password, ...(userIsToken ? [user] : [])].filter((each) => secretProblem(each) === undefined);
}
