import type { Random } from '../../support/random.ts';
import { momentIn, token } from './random.ts';

const WORDS =
  'after also batch before behind between board cable carried case check clear copy draft early error field first group handle late level light line list made mark may moved never note order part paper plan press quick rather report review round scope several sheet short since small stage still table team test third under until usual week while without write'.split(
    ' ',
  );

/** So many words, as sentences. */
export function prose(random: Random, words: number): string {
  const sentences: string[] = [];
  for (let left = words; left > 0;) {
    const length = Math.min(left, random.int(6, 14));
    const sentence = Array.from({ length }, () => WORDS[random.int(0, WORDS.length - 1)]).join(' ');
    sentences.push(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`);
    left -= length;
  }
  return sentences.join(' ');
}

/**
 * What an object of a real API has beside what anybody asks for: thirty fields, of which no job wants one. They make a
 * whole body expensive.
 */
export function filler(random: Random, kind: string, id: number | string): Record<string, unknown> {
  return {
    object: kind,
    node_id: token(random, 20),
    created_at: momentIn(random, 2021),
    updated_at: momentIn(random, 2024),
    description_html: `<p>${prose(random, 24)}</p>`,
    tags: Array.from({ length: random.int(1, 4) }, () => token(random, 6)),
    color: `#${random.int(0x100000, 0xffffff).toString(16)}`,
    locale: random.pick(['en', 'de', 'fr', 'sv']),
    time_zone: random.pick(['Europe/Berlin', 'UTC', 'America/New_York']),
    external_url: null,
    is_template: false,
    is_locked: random.next() < 0.1,
    checksum: token(random, 32),
    revision: random.int(1, 40),
    permissions: { admin: false, push: random.next() < 0.5, pull: true, share: random.next() < 0.5 },
    created_by: { id: random.int(1_000, 9_999), type: 'User', avatar_url: `https://img.example.com/${token(random, 10)}.png` },
    metadata: {
      source: random.pick(['web', 'import', 'api']),
      batch: token(random, 8),
      reviewed: null,
      weight: random.int(1, 900),
    },
    links: { self: `/${kind}s/${id}`, html: `https://app.example.com/${kind}s/${id}`, history: `/${kind}s/${id}/history` },
  };
}
