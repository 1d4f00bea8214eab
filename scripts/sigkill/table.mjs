/** What all rounds together came to. */
export function tableOf(rounds, seconds) {
  const sum = (of) => rounds.reduce((total, round) => total + of(round), 0);
  const kinds = ['start', 'time', 'submit'].map((kind) => [
    `  ${kind}`,
    sum((round) => round.kinds[kind] ?? 0),
  ]);
  const rows = [
    ['rounds', rounds.length],
    ['killed with SIGKILL', sum(({ kills }) => kills)],
    ...kinds,
    ['begun again on a state', sum(({ audit }) => audit?.restarts ?? 0)],
    ['orders accepted', sum(({ audit }) => audit?.orders ?? 0)],
    ['executions', sum(({ audit }) => audit?.executions ?? 0)],
    ['parents', sum(({ audit }) => audit?.parents ?? 0)],
    ['blocks', sum(({ audit }) => audit?.blocks ?? 0)],
    ['wrong', sum(({ findings }) => findings.length)],
    ['longest life, ms', Math.max(...rounds.map(({ slowestMs }) => slowestMs))],
    ['seconds', seconds],
  ];
  return rows.map(([name, count]) => `${name.padEnd(26)}${String(count).padStart(8)}`).join('\n');
}
