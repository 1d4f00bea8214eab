/** Tries the examples of one document, one after the other, as a reader does: in a folder of its own, that has the checkout's files in it. */
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { EXAMPLES, fencesOf, firstLineOf } from './documents.mjs';
import { KEYS, ran, stand } from './served.mjs';

const ROOT = join(import.meta.dirname, '../..');

/** How many were tried, and how many failed; those in Python where there is one. */
export async function examplesOf(document, python) {
  const { port: written, before, blocks } = EXAMPLES[document];
  const count = { tried: 0, failed: 0 };
  if (blocks.length === 0) return count;
  const port = await freePort();
  const atPort = (text) => (written === '' ? text : text.replaceAll(written, port));
  const place = placeOf(python);
  if (before !== undefined) await place.venue({ code: atPort(before) });
  for (const [nth, fence] of fencesOf(document).entries()) {
    const block = blocks[nth];
    const tell = (outcome, more = '') =>
      console.log(
        `${outcome.padEnd(7)} ${document}  ${block.name ?? firstLineOf(fence).trim().slice(0, 60)}${more}`,
      );
    if (block.how === 'part' || block.how === 'untried') continue;
    if (python === null && (block.isPython === true || block.name?.endsWith('.py') === true)) {
      tell('skipped');
      continue;
    }
    count.tried += 1;
    const wrong = await place[block.how]({ ...block, code: atPort(fence.code) });
    if (wrong === null) {
      tell('ok');
      continue;
    }
    count.failed += 1;
    tell('FAILED', `\n${wrong}`);
  }
  await place.leave();
  return count;
}

/** Each way of trying returns what is wrong, or null. */
function placeOf(python) {
  const folder = folderWith(python);
  const at = (name) => join(folder, name);
  const env = { ...KEYS, PATH: `${folder}${delimiter}${process.env.PATH ?? ''}` };
  let standing = null;
  let last = '';
  const end = async () => {
    const ended = await standing?.end();
    standing = null;
    return ended ?? null;
  };
  const run = async (command, args) => {
    const { all, code } = await ran(command, args, { cwd: folder, env });
    last = all;
    return code === 0 ? null : `it ended with ${code}\n${all}`;
  };
  return {
    file: ({ name, code }) => {
      writeFileSync(at(name), code);
      return null;
    },
    venue: async ({ code }) => {
      await end();
      const [, flags = ''] = /^node bin\/squall\.mjs venue (.+)$/m.exec(code) ?? [];
      standing = await stand(flags.split(' '), { cwd: folder });
      return null;
    },
    program: ({ name, code }) => {
      writeFileSync(at(name), code);
      return run(name.endsWith('.py') ? python : process.execPath, [at(name)]);
    },
    shell: async ({ code, files = {} }) => {
      // It has a venue of its own, then.
      if (Object.keys(files).length > 0) await end();
      for (const [name, from] of Object.entries(files)) put(at(name), from);
      const wrong = await run('bash', ['-c', code]);
      return wrong ?? missingOf(code.split('\n').flatMap(commentIn), last);
    },
    said: ({ code }) =>
      missingOf(
        code.split('\n').filter((line) => /^[^\d]+$/.test(line)),
        last,
      ),
    end: async ({ code }) => {
      const { code: exit, out } = await end();
      return exit === 1 ? missingOf([code.trim()], out) : `it ended with ${exit}\n${out}`;
    },
    faults: async ({ code, of }) => {
      writeFileSync(at('faults.yaml'), withFaults(of, code));
      const venue = ['bin/squall.mjs', 'venue', '--scenario', 'faults.yaml', '--duration', '1s'];
      return run(process.execPath, venue);
    },
    leave: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As a checkout, with `squall` on the path and the packages in Python there. */
function folderWith(python) {
  const folder = mkdtempSync(join(tmpdir(), 'squall-examples-'));
  for (const name of ['bin', 'dist', 'docs', 'node_modules', 'package.json', 'scenarios'])
    symlinkSync(join(ROOT, name), join(folder, name));
  symlinkSync(join(ROOT, 'bin/squall.mjs'), join(folder, 'squall'));
  if (python !== null) symlinkSync(dirname(dirname(python)), join(folder, 'venv'));
  return folder;
}

const withFaults = (scenario, faults) =>
  readFileSync(join(ROOT, scenario), 'utf8').replace(/^faults:\n( .+\n)+/m, faults);

/** A bot stays where what it imports is. */
function put(to, from) {
  if (from.endsWith('.mjs')) writeFileSync(to, `import './${from}';\n`);
  else copyFileSync(join(ROOT, from), to);
}

const commentIn = (line) => (line.startsWith('# ') ? [line.slice(2)] : []);

function missingOf(wanted, said) {
  const missing = wanted.find((text) => !asSaid(text).test(said));
  return missing === undefined ? null : `it does not say\n  ${missing}\nbut\n${said}`;
}

/** Numbers, ids that are cut off, and what is left out are another run's; lines break elsewhere. */
const asSaid = (text) =>
  new RegExp(
    text
      .replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
      .replaceAll(/[\w-]+…/g, String.raw`\S+`)
      .replaceAll('…', String.raw`[\s\S]*?`)
      .replaceAll(/\d+((\\\.|:)\d+)*/g, String.raw`[\d.:]+`)
      .replaceAll(/\s+/g, String.raw`\s+`),
  );

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(String(port)));
    });
  });
