/** The story of one order or fill: why it was sent, why it filled, why the engine learned of it then. */
import type { RunSummary } from '../../store/stored-run.js';
import { words } from './format.js';
import { Layout } from './layout.js';

export const explainUrl = (runId: string, name: string): string =>
  `/runs/${runId}/explain?of=${encodeURIComponent(name)}`;

interface ExplainPageProps {
  readonly run: RunSummary;
  readonly of: string;
  /** As the command line prints them: the first names it, then questions, and below each its answer, set in. */
  readonly lines: readonly string[];
}

export function ExplainPage({ run, of, lines: [title = of, ...rest] }: ExplainPageProps) {
  const page = `/runs/${run.runId}`;
  const order = orderOf(title);
  return (
    <Layout title={`${of} of ${run.scenario}`}>
      <header class="head">
        <p class="crumbs">
          <a href="/">Runs</a> / <a href={page}>{run.runId}</a> / {of}
        </p>
        <h1>{title}</h1>
        <p>
          <a href={`${page}/events?order=${encodeURIComponent(order)}`}>
            Everything that happened to {order}, step by step
          </a>
        </p>
      </header>
      {sectionsOf(rest).map(({ question, answer }) => (
        <section class="card story">
          {question !== null && <h2>{question}</h2>}
          <ol>
            {answer.map((line) => (
              <li>
                <Line text={line} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </Layout>
  );
}

interface Section {
  readonly question: string | null;
  readonly answer: readonly string[];
}

/** The order a story begins with, by its short name; a fill's: P1/3.1 is of P1/3. */
const orderOf = (title: string): string =>
  title.replace(/[ :(].*$/s, '').replace(/(\/[^./]+)\.\d+$/, '$1');

function sectionsOf(lines: readonly string[]): readonly Section[] {
  const sections: { question: string | null; answer: string[] }[] = [];
  for (const line of lines) {
    const isAnswer = line.startsWith('  ') || TIME.test(line) || line.startsWith('its orders');
    if (!isAnswer) sections.push({ question: line, answer: [] });
    else if (sections.length === 0) sections.push({ question: null, answer: [line.trim()] });
    else sections.at(-1)?.answer.push(line.trim());
  }
  return sections;
}

const TIME = /^(\d{2,}:\d{2}:\d{2}\.\d+) {2}(.*)$/s;

/** Lines that begin with a time have it in a column of its own, and what follows is a kind and its details. */
function Line({ text }: { readonly text: string }) {
  const [, at, told] = TIME.exec(text) ?? [];
  if (at === undefined || told === undefined) return <>{text}</>;
  const [kind = '', ...details] = told.split('  ');
  return (
    <>
      <span class="story__time">{at}</span>{' '}
      {details.length === 0 ? (
        kind
      ) : (
        <>
          <strong>{words(kind)}</strong> {details.join('  ')}
        </>
      )}
    </>
  );
}
