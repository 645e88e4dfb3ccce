export function closes(api: string, call: (signal: AbortSignal) => Promise<unknown>): Promise<boolean>;
