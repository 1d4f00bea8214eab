/** Commands that belong to parts not built yet: typing one says so instead of calling it a typo. */
export const LATER: ReadonlyMap<string, string> = new Map([['completion', 'shell completion']]);
