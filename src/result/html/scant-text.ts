import type { Addresses } from './markdown/links.ts';
import { destination } from './markdown/links.ts';
import { articleBody, dataOf, saidOf } from './page-data.ts';
import type { PageFacts } from './page-facts.ts';
import { scriptTarget } from './sends-on.ts';
import { rawText } from './walk.ts';

/** A page with fewer letters hardly has a text. */
const HARDLY_TEXT = 200;
/** One that sends browsers on shows the way if it has fewer. */
const HARDLY_WAITING = 300;
/** So many bytes of scripts in the page are enough to draw it. */
const DRAWING_SCRIPT = 5_000;

/** Frames that are linked of a page that has hardly any text beside them. */
const MAX_FRAMES = 5;

interface Page {
  /** Of the text that can be seen. */
  readonly letters: number;
  readonly facts: PageFacts;
  readonly addresses: Addresses;
  readonly url: string;
  /** Where it sends browsers on to. */
  readonly target: string | undefined;
}

/** What is added to a page with hardly any text: the way on, its article or description from the head; and what to know of it. */
export function scantText({ letters, facts, addresses, url, target }: Page): { texts: string[]; notes: string[] } {
  const texts: string[] = [];
  const notes: string[] = [];
  const { scripts, frames, description, awaitsScript } = facts;
  const scripted = letters < HARDLY_TEXT && target === undefined ? scriptTarget(scripts, addresses, url) : undefined;
  const on = target ?? scripted;
  if (on !== undefined && letters < HARDLY_WAITING) texts.push(`[${on}](${destination(on)})`);
  if (scripted !== undefined) notes.push(`a script of this page sends browsers on to ${scripted}`);
  if (letters >= HARDLY_TEXT) return { texts, notes };
  const framed = new Set(frames.map((frame) => addresses.image(frame)).filter((frame) => frame !== undefined));
  texts.push(...[...framed].slice(0, MAX_FRAMES).map((frame) => `[embedded page](${destination(frame)})`));
  const data = dataOf(scripts);
  const article = articleBody(data);
  if (article !== '') {
    texts.push(article);
    notes.push('the page itself has hardly any text: its article is taken from its JSON-LD');
  } else if (description !== '') {
    texts.push(description);
    notes.push('the page itself has hardly any text: its description is added');
  }
  const inline = scripts.reduce((sum, script) => sum + rawText(script).length, 0);
  const isDrawn =
    scripts.length > 0 && on === undefined && article === '' && (awaitsScript || data.length > 0 || inline > DRAWING_SCRIPT);
  if (isDrawn) notes.push(`a script draws this page: it holds ${letters} letters of text without it${saidOf(data)}`);
  return { texts, notes };
}
