/**
 * The examples of the documents for clients, each by its first line, and how it is tried. Tried in the order of the document, in a folder of
 * their own, at the address that the document names; only its port is another.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const VENUE = 'node bin/squall.mjs venue';
const BOTS = 'docs/examples/bots';
const LIVE_MARKET =
  'it needs the public market of Binance; test/cli/live-feed.test.ts does the same at a venue of this machine';

/** Every fenced block of a document: its language, its text without the indent of a list, the comment before it. */
export function fencesOf(document) {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const fences = [];
  for (const [, part = null, indent, language, code] of text.matchAll(FENCE))
    fences.push({ part, language, code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), '') });
  return fences;
}

const FENCE = /(?:<!-- (\S+) -->\n)?^( *)```(\w*)\n([\s\S]*?)^ *```$/gm;

export const firstLineOf = ({ code }) => code.split('\n')[0];

/**
 * `how`: a `file` for what is below; a `venue`, up to the next one, its `end`, or that of the document; a `program` in a file; in a `shell`, where a
 * comment of its own line is what a command says; what the program above `said`; what the venue says at its `end`; `faults` of a scenario that has to
 * be taken; a `part` of a bot that is run as a whole, held to its file by test/cli/bots.test.ts; `untried`, and why.
 */
export const EXAMPLES = {
  'docs/venue-server-alpaca.md': {
    port: '4010',
    blocks: [
      { opens: 'name: lossy', how: 'file', name: 'lossy.yaml' },
      { opens: `${VENUE} --dialect alpaca --scenario lossy.yaml --port 4010`, how: 'venue' },
      { opens: 'V=http://127.0.0.1:4010', how: 'shell' },
      {
        opens: "import { Alpaca, NotFoundError } from '@alpacahq/alpaca-trade-api';",
        how: 'program',
        name: 'trade.mjs',
      },
      { opens: 'new', how: 'said' },
      { opens: 'import time', how: 'program', name: 'trade.py' },
      { opens: 'new', how: 'said', isPython: true },
    ],
  },
  'docs/venue-server-binance.md': {
    port: '7070',
    blocks: [
      {
        opens: `${VENUE} --dialect binance --scenario scenarios/calm.yaml --port 7070`,
        how: 'venue',
      },
      { opens: 'AT=http://127.0.0.1:7070 KEY=SQUALL SECRET=squall-secret', how: 'shell' },
      { opens: "import ccxt from 'ccxt';", how: 'program', name: 'trade.mjs' },
      { opens: 'import asyncio', how: 'program', name: 'trade.py' },
      { opens: 'import asyncio', how: 'program', name: 'binance_trade.py' },
      {
        opens: `${VENUE} --dialect binance-usdm --scenario scenarios/calm.yaml --set venue.account.futures=true --set venue.account.cash=10000 --set venue.account.leverage=10 --port 7070`,
        how: 'venue',
      },
      { opens: "import ccxt from 'ccxt';", how: 'program', name: 'futures.mjs' },
    ],
  },
  'docs/venue-server-sim.md': {
    port: '4010',
    before: `${VENUE} --dialect binance --scenario ${BOTS}/lossy.yaml --port 4010`,
    blocks: [{ opens: 'V=http://127.0.0.1:4010/__sim', how: 'shell' }],
  },
  'docs/test-your-bot.md': {
    port: '4010',
    blocks: [
      {
        opens: `${VENUE} --scenario ${BOTS}/lossy.yaml --dialect binance --port 4010 --judge`,
        how: 'venue',
      },
      { opens: `node ${BOTS}/ccxt-resends.mjs http://127.0.0.1:4010`, how: 'shell' },
      { opens: 'orders taken         4', how: 'end' },
      { opens: '  } catch (error) {', how: 'part' },
      { opens: 'async function bought(clientOrderId) {', how: 'part' },
      {
        opens: `${VENUE} --scenario ${BOTS}/lossy.yaml --dialect alpaca --port 4010 --judge`,
        how: 'venue',
      },
      {
        opens: 'python3 -m venv venv && venv/bin/pip install alpaca-py==0.44.0 ccxt==4.5.90',
        how: 'shell',
        isPython: true,
      },
      { opens: 'orders taken         4', how: 'end', isPython: true },
      { opens: '    try:', how: 'part' },
      {
        opens:
          "  // The library classes errors by Binance's address: let it ask there, and send the request here.",
        how: 'part',
      },
      { opens: 'faults:', how: 'faults', of: `${BOTS}/lossy.yaml` },
      {
        opens:
          'squall venue --scenario bot.yaml --dialect binance --port 4010 --judge --junit bot.xml > venue.log &',
        how: 'shell',
        files: { 'bot.yaml': `${BOTS}/lossy.yaml`, 'my-bot.mjs': `${BOTS}/ccxt-looks-up.mjs` },
      },
    ],
  },
  'docs/alpaca.md': { port: '', blocks: [] },
  'docs/binance.md': {
    port: '',
    blocks: [
      {
        opens: 'export BINANCE_API_KEY=… BINANCE_API_SECRET=… BINANCE_TESTNET=true',
        how: 'untried',
        why: 'it needs keys of Binance',
      },
      {
        opens: 'node bin/squall.mjs doctor --feed binance --scenario my-first.yaml',
        how: 'untried',
        why: LIVE_MARKET,
      },
      {
        opens:
          'node bin/squall.mjs venue --scenario my-first.yaml --feed binance --port 7070 --judge my.state',
        how: 'untried',
        why: LIVE_MARKET,
      },
      {
        opens: 'export BINANCE_API_KEY=… BINANCE_API_SECRET=… BINANCE_TESTNET=true',
        how: 'untried',
        why: 'it needs keys of Binance',
      },
    ],
  },
};
