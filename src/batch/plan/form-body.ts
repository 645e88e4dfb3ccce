import { fillFields, textsOf, type FieldValues } from './fields.ts';
import { splitText, wholeName } from './fill-text.ts';
import { countOnce, type BodyUse, type Fillable } from './fillable.ts';
import { textOf, valueOf } from './variable-value.ts';

/** A form, as `application/x-www-form-urlencoded` text. */
export function formFillable(form: FieldValues): Fillable {
  const whole: { readonly field: string; readonly name: string }[] = [];
  const parts = new Map<string, number>();
  // Each field ends in one more character, "&", but the last.
  let fixed = -1;
  for (const [field, given] of Object.entries(form)) {
    for (const value of [given].flat()) {
      const name = typeof value === 'string' ? wholeName(value) : undefined;
      if (name !== undefined) whole.push({ field, name });
      else if (value !== null) {
        fixed += encodedLength(field) + 2;
        for (const [index, piece] of splitText(String(value)).entries()) {
          if (index % 2 === 0) fixed += encodedLength(piece);
          else parts.set(piece, (parts.get(piece) ?? 0) + 1);
        }
      }
    }
  }
  const sizeOf = countOnce(encodedLength);
  const uses: BodyUse[] = [
    ...whole.map(({ name }) => ({ name, isWhole: true })),
    ...Array.from(parts.keys(), (name) => ({ name, isWhole: false })),
  ];
  return {
    uses,
    size: (row) => {
      let size = fixed;
      for (const [name, count] of parts)
        size += count * (Object.hasOwn(row, name) ? sizeOf(textOf(valueOf(row, name))) : encodedLength(`{${name}}`));
      for (const { field, name } of whole) {
        const texts = Object.hasOwn(row, name) ? textsOf(valueOf(row, name)) : [`{${name}}`];
        for (const text of texts) size += encodedLength(field) + 2 + sizeOf(text);
      }
      return Math.max(0, size);
    },
    fill: (row) => {
      const params = new URLSearchParams();
      for (const [field, text] of fillFields(form, row)) params.append(field, text);
      return params.toString();
    },
  };
}

/** Characters of a text as URL-encoded form data (URL Standard, application/x-www-form-urlencoded serializing). */
function encodedLength(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) length += isPlain(code) ? 1 : 3;
    else length += code < 0x8_00 ? 6 : code < 0x1_00_00 ? 9 : 12;
  }
  return length;
}

/** Letters, digits, `*-._`, and the space, which is written as "+". */
function isPlain(code: number): boolean {
  const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
  const isDigit = code >= 0x30 && code <= 0x39;
  return isLetter || isDigit || code === 0x20 || code === 0x2a || code === 0x2d || code === 0x2e || code === 0x5f;
}
