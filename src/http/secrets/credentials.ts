import type { Redactor } from './redact.ts';
import type { Profile } from './profile.ts';

export interface Credentials {
  readonly profiles: readonly Profile[];
  readonly redactor: Redactor;
}
