/** Characters a secret may have. The backslash and the ampersand make mixtures of escapes ambiguous. */
export const SECRET_ALPHABET = letters('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=:@!$*(),;');

function letters(text: string): [string, ...string[]] {
  const [first = '', ...others] = text;
  return [first, ...others];
}

/** Every form in which an echo may show a secret, made by what the platform offers, not by the code under test. */
export function formsOf(secret: string): Readonly<Record<string, string>> {
  const json = JSON.stringify(secret).slice(1, -1);
  const hex = [...Buffer.from(secret)].map((byte) => byte.toString(16).padStart(2, '0'));
  return {
    'it is': secret,
    'percent-encoded where it must be': encodeURIComponent(secret),
    'a URL has it': new URL(`http://x/?${encodeURIComponent(secret)}`).search.slice(1),
    'percent-encoded, lower case': hex.map((each) => `%${each}`).join(''),
    'percent-encoded, upper case': hex.map((each) => `%${each.toUpperCase()}`).join(''),
    'percent-encoded twice': encodeURIComponent(encodeURIComponent(secret)),
    'a form has it': new URLSearchParams({ a: secret }).toString().slice(2),
    'JSON has it': json,
    'JSON has it, slashes escaped': json.replaceAll('/', '\\/'),
    'JSON inside JSON has it': JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    'JSON has it, all escaped': hex.map((each) => `\\u00${each}`).join(''),
    'JSON has it, all escaped, upper case': hex.map((each) => `\\u00${each.toUpperCase()}`).join(''),
    'CSV has it': secret.replaceAll('"', '""'),
    'HTML has it': secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
    'HTML has it, by numbers': hex.map((each) => `&#${parseInt(each, 16)};`).join(''),
    'HTML has it, by hexadecimal numbers': hex.map((each) => `&#x${each};`).join(''),
    'in upper case': secret.toUpperCase(),
    'in lower case': secret.toLowerCase(),
    'in any case': secret.replaceAll(/[a-z]/gi, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    ),
    backwards: secret.split('').toReversed().join(''),
    'backwards in upper case': secret.toUpperCase().split('').toReversed().join(''),
    'in hexadecimal': hex.join(''),
    'in hexadecimal, upper case': hex.join('').toUpperCase(),
    'backwards in hexadecimal': hex.toReversed().join(''),
    'JavaScript has it': hex.map((each) => `\\x${each}`).join(''),
  };
}

/** Base64 and base64url of texts that have the secret at each alignment: what of them must not be seen. */
export function base64FormsOf(secret: string): readonly string[] {
  return ['', 'a', 'ab', 'abc: Bearer '].flatMap((before) => {
    const bytes = Buffer.from(`${before}${secret} after`);
    return [bytes.toString('base64'), bytes.toString('base64url')];
  });
}

/** The forms of a secret that a text shows. */
export function shownForms(text: string, secret: string): string[] {
  const plain = Object.entries(formsOf(secret))
    .filter(([, form]) => text.includes(form))
    .map(([name]) => name);
  const encoded = base64FormsOf(secret).filter((form) => text.includes(form.slice(4 + Number(form.length > 40) * 16, -10)));
  return [...plain, ...encoded.map((form) => `base64: ${form}`)];
}
