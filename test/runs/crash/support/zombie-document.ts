/** docs/zombie-slices.md: what came of each case, for readers. */
import type { SliceEnd, StopPoint, Zombie } from './zombie.js';

export interface ZombieRow {
  readonly when: string;
  readonly down: string;
  readonly dueAt: string;
  readonly stop: StopPoint;
  readonly came: Zombie;
}

const HEAD = `# The slice that was on its way

Ten slices a minute apart on a market with New York's sessions, ten shares each. Three are sent; then the process ends at the fourth, and another one begins later on
what is in its file. What happens to the fourth hangs on whether it had reached the venue, to the others on how late they are and whether the market is open
(RCV-3: \`execution.restart.misfireGrace\` is 60 s, and overdue slices leave one every 10 s, or at their own interval where that is shorter).

Times are New York's, when the venue took the order. A venue that keeps ids for ever and one at which they are free again once an order is over come to the
same. In every case the venue has each slice once at most, the engine has the venue's executions and no other, and no invariant is broken. Made by
\`test/runs/crash/zombie-slices.test.ts\`, which states each cell by hand.
`;

export function zombieDocument(rows: readonly ZombieRow[]): string {
  const groups = [...new Set(rows.map(({ when }) => when))];
  return [
    HEAD,
    ...groups.map((when) =>
      section(
        when,
        rows.filter((row) => row.when === when),
      ),
    ),
  ].join('\n');
}

function section(when: string, rows: readonly ZombieRow[]): string {
  const lines = rows.map(
    ({ down, stop, dueAt, came }) =>
      `| ${down} | ${stop} | ${told(came.slices[3]!, dueAt)} | ${others(came.slices.slice(4), dueAt)} | ${filledOf(came)} | ${came.warned ? 'yes' : 'no'} |`,
  );
  return [
    `## The fourth slice is due ${when}\n`,
    '| down | ended | slice 4 | slices 5 to 10 | filled | told that one is late |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

const NEW_YORK = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

const told = ({ acceptedAfter, status }: SliceEnd, dueAt: string): string =>
  acceptedAfter === null
    ? status
    : NEW_YORK.format(new Date(Date.parse(dueAt) + Math.floor(acceptedAfter) * 1_000)).replace(
        ',',
        '',
      );

function others(slices: readonly SliceEnd[], dueAt: string): string {
  const ends = slices.map((slice) => told(slice, dueAt));
  const [first = '', ...rest] = ends;
  const last = rest.at(-1) ?? '';
  return rest.every((end) => end === first) ? `all ${first}` : `${first} to ${last}`;
}

const filledOf = ({ result }: Zombie): string =>
  [...result.state.parents.entries()]
    .map(([, { filled, request }]) => `${filled} of ${request.quantity}`)
    .join();
