/**
 * `npm run crashes [-- --pairs 100 --nested 20 --down 5s FILE …]`: stops the process of every scenario in which one ends by itself, or of those named, at each of its
 * points, in pairs, and up to five times while it recovers (`squall crash`), and adds the runs up. Exits 1 when one of them ended wrong.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const FOLDERS = ['scenarios/incidents', 'scenarios/directed'];
const RESTARTS = /kind: (?:client-killed|power-lost|disk-full|disk-error|second-instance)\b/;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: 'string', default: '100' },
    nested: { type: 'string', default: '20' },
    down: { type: 'string', default: '5s' },
  },
});

const files = positionals.length > 0 ? positionals : FOLDERS.flatMap(restartedIn);
let runs = 0;
let pairs = 0;
let compared = 0;
let wrong = 0;
for (const file of files) {
  const { pairs: twiceStopped, nested, down } = values;
  const flags = ['--pairs', twiceStopped, '--nested', nested, '--down', down, '--json'];
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['bin/squall.mjs', 'crash', file, ...flags],
    { encoding: 'utf8', maxBuffer: 2 ** 30 },
  );
  if (stdout === '') {
    console.error(`${file}: exit ${status}\n${stderr}`);
    process.exit(2);
  }
  const matrix = JSON.parse(stdout);
  const sum = matrix.runs.reduce((all, row) => all + row.runs, 0);
  const twice = matrix.runs.find(({ stopped }) => stopped === 'twice')?.runs ?? 0;
  runs += sum;
  pairs += twice;
  const alike = Object.values(matrix.compared).reduce((all, count) => all + count, 0);
  compared += alike;
  wrong += matrix.wrong.length;
  console.log(
    `${file.padEnd(64)} ${matrix.points} points, ${sum} runs, ${alike} compared, ${matrix.wrong.length} wrong`,
  );
  if (matrix.wrong.length > 0) console.log(stderr);
}
console.log(
  `${files.length} scenarios, ${runs} runs, ${pairs} of them stopped twice, ${compared} held against one stop alone, ${wrong} wrong`,
);
process.exitCode = wrong === 0 ? 0 : 1;

function restartedIn(folder) {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((file) => file.endsWith('.yaml') && RESTARTS.test(readFileSync(file, 'utf8')));
}
