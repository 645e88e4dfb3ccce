/**
 * Names the first of many: `3, 5 and 12 more`.
 * @param most that are named
 */
export function nameSome(all: readonly (string | number)[], most: number): string {
  const more = all.length > most ? ` and ${all.length - most} more` : '';
  return `${all.slice(0, most).join(', ')}${more}`;
}
