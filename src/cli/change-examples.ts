/** What can be changed in a recorded session, a line of a file each, as `squall run --help` and docs/record-and-replay.md have it. */
export const CHANGE_EXAMPLES: readonly (readonly [line: string, what: string])[] = [
  ['{ message: acknowledgement, about: P1/3, becomes: lost }', 'the answer to its submit'],
  ['{ message: acknowledgement, about: P1/3, becomes: reset }', 'the connection breaks instead'],
  ['{ message: acknowledgement, about: P1/3, becomes: { delayed: 2s } }', 'it comes later'],
  [
    '{ message: acknowledgement, about: P1/3, becomes: { rejected: no-funds } }',
    'the venue refuses the order',
  ],
  ['{ message: acknowledgement, about: P1/3, kind: cancel, becomes: lost }', 'the one to a cancel'],
  ['{ message: report, about: P1/3.1, becomes: lost }', 'one fill is not told'],
  [
    '{ message: report, about: P1/3, kind: trade, nth: all, becomes: { delayed: 10s } }',
    'all its fills are told late',
  ],
  ['{ message: report, about: P1/3, nth: all, becomes: lost }', 'the order stream is silent on it'],
  ['{ message: answer, kind: positions, nth: 2, becomes: lost }', 'the answer to a question'],
];

export function changeHelp(): string {
  const width = Math.max(...CHANGE_EXAMPLES.map(([line]) => line.length)) + 2;
  return [
    'A file for --change (YAML), and what each line changes:',
    '  changes:',
    ...CHANGE_EXAMPLES.map(([line, what]) => `    - ${line.padEnd(width)}${what}`),
  ].join('\n');
}
