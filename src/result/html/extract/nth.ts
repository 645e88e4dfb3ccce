/** An+B of CSS (Selectors 4, 6.6.5): what a position is asked to be. */
interface Nth {
  readonly step: number;
  readonly offset: number;
}

/** @returns undefined for what is no An+B; `of S` is none here */
export function parseNth(text: string): Nth | undefined {
  const rule = text.trim().toLowerCase();
  if (rule === 'even') return { step: 2, offset: 0 };
  if (rule === 'odd') return { step: 2, offset: 1 };
  if (/^[+-]?\d{1,9}$/.test(rule)) return { step: 0, offset: Number(rule) };
  const [, step, sign = '+', offset = '0'] = /^([+-]?\d{0,9})n(?:\s*([+-])\s*(\d{1,9}))?$/.exec(rule) ?? [];
  if (step === undefined) return undefined;
  const times = /\d/.test(step) ? Number(step) : step === '-' ? -1 : 1;
  return { step: times, offset: Number(`${sign}${offset}`) };
}

/** @param position counted from 1 */
export function isNth(position: number, { step, offset }: Nth): boolean {
  const rest = position - offset;
  return step === 0 ? rest === 0 : rest % step === 0 && rest / step >= 0;
}
