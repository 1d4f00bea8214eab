/** Other ways to write the sound scenario: YAML's own freedom, and what does not reach the journal. */
import { parse, parseDocument, stringify, visit } from 'yaml';
import { SOUND_SCENARIO, edit } from './damage.js';

type Tree = Record<string, unknown>;

const tree = (): Tree => parse(SOUND_SCENARIO, { schema: 'core' }) as Tree;
const lines = (): string[] => SOUND_SCENARIO.split('\n');

export function equalTexts(below: (n: number) => number): ReadonlyMap<string, string | Uint8Array> {
  const texts = new Map<string, string | Uint8Array>();
  for (let i = 0; i < 4; i += 1) texts.set(`a comment line, ${i}`, withComment(below));
  for (let i = 0; i < 4; i += 1)
    texts.set(`top-level keys in another order, ${i}`, shuffled(below));
  texts.set(
    'keys of an order in another order',
    edit(
      'at: 2s, strategy: demo, algo: twap, side: buy',
      'side: buy, algo: twap, strategy: demo, at: 2s',
    ),
  );
  texts.set(
    'comments behind values',
    SOUND_SCENARIO.replaceAll(/^( +\w+: \S+)$/gm, '$1 # said again'),
  );
  texts.set('blank lines', SOUND_SCENARIO.replaceAll('\n', '\n\n'));
  texts.set('blanks at the ends of lines', SOUND_SCENARIO.replaceAll('\n', '  \n'));
  texts.set('Windows line ends', SOUND_SCENARIO.replaceAll('\n', '\r\n'));
  texts.set('no line end at the end', SOUND_SCENARIO.trimEnd());
  texts.set('a byte order mark', `\ufeff${SOUND_SCENARIO}`);
  texts.set('a document start', `---\n${SOUND_SCENARIO}`);
  texts.set('a document start and end', `---\n${SOUND_SCENARIO}...\n`);
  texts.set('a YAML directive', `%YAML 1.2\n---\n${SOUND_SCENARIO}`);
  texts.set('JSON', JSON.stringify(tree()));
  texts.set('JSON, indented', JSON.stringify(tree(), null, 2));
  texts.set('block style', blockStyle());
  texts.set('flow style', stringify(tree(), { collectionStyle: 'flow', lineWidth: 0 }));
  texts.set('four blanks a level', stringify(tree(), { indent: 4 }));
  texts.set(
    'all text in double quotes',
    stringify(tree(), { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }),
  );
  texts.set(
    'all text in single quotes',
    stringify(tree(), {
      defaultStringType: 'QUOTE_SINGLE',
      singleQuote: true,
      defaultKeyType: 'PLAIN',
    }),
  );
  texts.set('keys in quotes', stringify(tree(), { defaultKeyType: 'QUOTE_DOUBLE' }));
  texts.set(
    'an anchor and an alias of a value',
    edit('feed: 5ms, submit: 20ms, ack: 20ms', 'feed: 5ms, submit: &fast 20ms, ack: *fast'),
  );
  texts.set('an anchor nobody uses', edit('venue:', 'venue: &venue'));
  texts.set(
    'two aliases of one value',
    edit('submit: 20ms, ack: 20ms', 'submit: &fast 20ms, cancel: *fast, ack: *fast'),
  );
  texts.set('a quoted instant', edit('2024-08-08T12:00:00Z', '"2024-08-08T12:00:00Z"'));
  texts.set('an instant with fractions', edit('2024-08-08T12:00:00Z', '2024-08-08T12:00:00.000Z'));
  texts.set('a duration in another unit', edit('duration: 40s', 'duration: 40000ms'));
  texts.set('a duration with a fraction', edit('feed: 5ms', 'feed: 0.005s'));
  texts.set('a duration in microseconds', edit('stream: 10ms', 'stream: 10000us'));
  texts.set('a seed in hexadecimal', edit('seed: 7', 'seed: 0x7'));
  texts.set('a probability with an exponent', edit('probability: 0.5', 'probability: 5e-1'));
  texts.set('basis points as text', edit('takerBps: 5', 'takerBps: "5"'));
  texts.set('another spelling of true', edit('shorting: true', 'shorting: True'));
  texts.set(
    'defaults written out',
    edit(
      'type: market, duration',
      'type: market, timeInForce: ioc, completion: leave, postOnly: false, duration',
    ),
  );
  texts.set('a default left out', edit('  idempotency: forever\n', ''));
  texts.set('another name', edit('name: sound', 'name: quite-another-name'));
  texts.set('other words', edit('a short run to be damaged', 'Ένα δοκίμι — 短い実行 🌬'));
  texts.set('nothing it shows', edit('shows: a short run to be damaged\n', ''));
  texts.set(
    'folded words',
    edit('shows: a short run to be damaged', 'shows: >-\n  a short run\n  to be damaged'),
  );
  texts.set(
    'expectations in another order',
    edit(
      '  - filledShare > 0\n  - invariantViolations == 0\n',
      '  - invariantViolations == 0\n  - filledShare > 0\n',
    ),
  );
  texts.set('no expectations', SOUND_SCENARIO.slice(0, SOUND_SCENARIO.indexOf('expect:')));
  return texts;
}

function withComment(below: (n: number) => number): string {
  const all = lines();
  all.splice(below(all.length), 0, '# a remark: { with, "brackets" and: colons');
  return all.join('\n');
}

function shuffled(below: (n: number) => number): string {
  const entries = Object.entries(tree());
  for (let i = entries.length - 1; i > 0; i -= 1) {
    const j = below(i + 1);
    [entries[i], entries[j]] = [entries[j]!, entries[i]!];
  }
  return stringify(Object.fromEntries(entries));
}

function blockStyle(): string {
  const document = parseDocument(SOUND_SCENARIO, { schema: 'core' });
  visit(document, {
    Collection: (_, node) => {
      node.flow = false;
    },
  });
  return document.toString();
}
