import { withoutLoneSurrogates } from '../../result/decode/surrogates.ts';
import type { GuestValue } from './quickjs.ts';

/** What the library gives as the text of a value where there is no memory for its text. */
export const NO_MEMORY_FOR_TEXT = '<null>';

/**
 * JSON or notes of the driver, without what strict readers of JSON refuse; of anything but a string none.
 * @throws {Error} "out of memory" if there is none for the text
 */
export function textOf(value: GuestValue): string {
  if (!value.isString) return '';
  const text = value.toString();
  if (text === NO_MEMORY_FOR_TEXT) throw new Error('out of memory');
  return withoutLoneSurrogates(text).toWellFormed();
}
