const MAX_LINES = 20;
const MAX_CHARACTERS = 2_000;

/** What a program has written to its console: 20 lines, 2,000 characters. */
export class ConsoleLines {
  #lines: string[] = [];
  #characters = 0;
  #leftOut = 0;

  readonly log = (text: string): undefined => {
    const room = MAX_CHARACTERS - this.#characters;
    for (const line of text
      .slice(0, room + 1)
      .toWellFormed()
      .split('\n'))
      this.#add(line, MAX_CHARACTERS - this.#characters);
  };

  #add(line: string, room: number): void {
    if (this.#lines.length >= MAX_LINES || room <= 0) {
      this.#leftOut++;
      return;
    }
    const shown = line.length > room ? `${line.slice(0, room).toWellFormed()}…` : line;
    this.#lines.push(shown);
    this.#characters += shown.length;
  }

  /** Its lines as notes, and what did not fit. */
  take(): string[] {
    const notes = this.#lines.map((line) => `console: ${line}`);
    if (this.#leftOut > 0) notes.push(`console: ${this.#leftOut} more lines were left out (20 lines, 2,000 characters are kept)`);
    this.#lines = [];
    this.#characters = 0;
    this.#leftOut = 0;
    return notes;
  }
}
