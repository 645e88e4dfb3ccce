import { clip } from '../../clip.ts';
import { isObject, shape } from '../../result/select/shape.ts';

const MAX_KEYS = 6;
const MAX_TEXT = 30;
const MAX_SAMPLE = 300;
const MAX_DEPTH = 4;

/** A body's shape and a few of its values: `an array of 25, the first an object with the key a, such as [{"a":1}, 24 more]`. */
export function shapeAndSample(body: unknown): string {
  const sample = sampleOf(body, 0);
  const shown = clip(sample, MAX_SAMPLE);
  if (body === null || /^(?:\[\]|\{\})$/.test(shown)) return shape(body);
  return `${shape(body)}, ${isObject(body) ? 'such as ' : ''}${shown}`;
}

function sampleOf(value: unknown, depth: number): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    if (depth >= MAX_DEPTH) return `[${value.length} items]`;
    return `[${sampleOf(value[0], depth + 1)}${value.length > 1 ? `, ${value.length - 1} more` : ''}]`;
  }
  if (typeof value === 'string') return JSON.stringify(clip(value, MAX_TEXT));
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value);
  if (depth >= MAX_DEPTH) return `{${keys.length} keys}`;
  const members = keys.slice(0, MAX_KEYS).map((key) => `${JSON.stringify(key)}:${sampleOf(value[key], depth + 1)}`);
  return `{${members.join(', ')}${keys.length > MAX_KEYS ? `, ${keys.length - MAX_KEYS} more` : ''}}`;
}
