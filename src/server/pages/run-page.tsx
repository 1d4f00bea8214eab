/** The page of one run: the verdict first, then each order, then everything a doubter asks for. */
import type { Instrument } from '../../core/ground/instrument.js';
import type { Report } from '../../report/schema/report.js';
import type { RunSummary } from '../../store/stored-run.js';
import type { Asked } from '../../runs/asked.js';
import { count, fixed, milliseconds, utc } from './format.js';
import type { Units } from './charts.js';
import { faultBandsOf } from './fault-bands.js';
import { Layout } from './layout.js';
import { ParentSection } from './parent-section.js';
import { FaultCosts } from './fault-costs.js';
import { Conditions } from './run-conditions.js';
import { Recovery } from './run-recovery.js';
import { Notes, Troubles } from './run-troubles.js';
import { type Answer, type ToldVerdict, verdictOf } from './verdict.js';
import { engineWords } from '../../report/text/engine-words.js';
import { type Level, SIGNS } from '../../report/text/verdict-words.js';
import type { RunSeries } from '../../report/schema/series.js';

interface RunPageProps {
  readonly run: RunSummary;
  readonly report: Report;
  readonly series: RunSeries | null;
  /** Null for a run whose plan cannot be read. */
  readonly asked: Asked | null;
  /** By symbol; those that are known. */
  readonly instruments: ReadonlyMap<string, Instrument>;
}

const SERIES_POINTS = 1_200;

/** Who followed the orders, where it was not the engine that verifies (FIL-12). */
const Client = ({ report }: { readonly report: Report }) => {
  const words = engineWords(report);
  return words === null ? null : <p class="card">The orders were followed by {words}.</p>;
};

export function RunPage(props: RunPageProps) {
  const { run, report, series } = props;
  const { startMicros } = report.virtual;
  const api = `/api/v1/runs/${run.runId}`;
  return (
    <Layout title={report.scenario} charts>
      <Head {...props} />
      <VerdictBox verdict={verdictOf(report)} />
      <Client report={report} />
      <Tiles report={report} />
      <Troubles report={report} />
      {report.parents.map((parent) => (
        <ParentSection
          runId={run.runId}
          parent={parent}
          series={series}
          seriesUrl={`${api}/series?points=${SERIES_POINTS}`}
          startMicros={startMicros}
          bands={faultBandsOf(report, parent.symbol)}
          units={unitsOf(props.instruments.get(parent.symbol))}
        />
      ))}
      <Recovery report={report} />
      <Notes report={report} />
      <FaultCosts attribution={report.attribution} />
      <Conditions report={report} />
      <footer class="card">
        <h2>Records</h2>
        <ul class="links">
          <li>
            <a href={`/runs/${run.runId}/events`}>Everything that happened, step by step</a>
          </li>
          <li>
            Raw JSON: <a href={api}>report</a>, <a href={`${api}/orders`}>orders</a>,{' '}
            <a href={`${api}/fills`}>fills</a>, <a href={`${api}/events`}>journal</a>,{' '}
            <a href={`${api}/series`}>series</a>
          </li>
        </ul>
        <dl class="hashes">
          <dt>Journal</dt>
          <dd>{run.journalHash}</dd>
          <dt>State</dt>
          <dd>{run.stateHash}</dd>
          <dt>Build</dt>
          <dd>{run.build}</dd>
        </dl>
      </footer>
    </Layout>
  );
}

function Head({ run, report, asked }: RunPageProps) {
  const { shows = null, overrides = [] } = asked ?? {};
  return (
    <header class="head">
      <p class="crumbs">
        <a href="/">Runs</a> / {run.runId}
      </p>
      <h1>{report.scenario}</h1>
      {shows !== null && <p class="lead">{shows}</p>}
      <p class="muted">
        seed {run.seed} · market of {utc(report.virtual.startMicros)}, {runLength(report)} · run{' '}
        {utc(run.startedAtMicros)}
        {run.status === 'finished' ? '' : ` · ${run.status}`}
      </p>
      {overrides.length > 0 && <p>Put over the scenario: {overrides.map(settingCode)}</p>}
    </header>
  );
}

const settingCode = (setting: string) => (
  <>
    <code class="setting">{setting}</code>{' '}
  </>
);

const unitsOf = (instrument: Instrument | undefined): Units =>
  instrument === undefined
    ? { price: 'price', quantity: 'quantity' }
    : { price: instrument.quoteAsset, quantity: instrument.baseAsset };

const runLength = ({ virtual: { startMicros, endMicros } }: Report): string =>
  milliseconds((endMicros - startMicros) / 1_000);

const VerdictBox = ({
  verdict: { level, headline, answers },
}: {
  readonly verdict: ToldVerdict;
}) => (
  <section class={`verdict verdict--${level}`} aria-labelledby="verdict">
    <h2 id="verdict" class="verdict__headline">
      <Sign level={level} />
      {headline}
    </h2>
    <div class="answers">
      {answers.map((answer) => (
        <AnswerBox answer={answer} />
      ))}
    </div>
  </section>
);

const Sign = ({ level }: { readonly level: Level }) => (
  <span class={`sign sign--${level}`} aria-hidden="true">
    {SIGNS[level]}
  </span>
);

const AnswerBox = ({ answer: { name, level, value, sentences } }: { readonly answer: Answer }) => (
  <div class="answer">
    <h3>{name}</h3>
    <p class={`answer__value answer__value--${level ?? 'plain'}`}>
      {level !== null && <Sign level={level} />}
      {value}
    </p>
    {sentences.map((sentence) => (
      <p class="answer__more">{sentence}</p>
    ))}
  </div>
);

/** What the engine made of it, in figures. */
function Tiles({ report }: { readonly report: Report }) {
  const { truth, detection, invariants } = report;
  const wrong = [truth.fillsLate, truth.fillsMissed, truth.fillsDoubled];
  const known = truth.executions !== null;
  return (
    <dl class="tiles">
      <Tile
        name="Fills found"
        value={known ? `${count(truth.fillsDetected)} of ${count(truth.executions)}` : '–'}
        note={
          wrong.every((amount) => amount === 0) ? 'none late, missed or doubled' : wrongWords(wrong)
        }
      />
      <Tile
        name="Known after"
        value={milliseconds(detection.p50Ms)}
        note={`median; 99 % within ${milliseconds(detection.p99Ms)}`}
      />
      <Tile
        name="Position wrong for"
        value={truth.positionErrorSeconds === null ? '–' : `${fixed(truth.positionErrorSeconds)} s`}
        note="belief differed from truth"
      />
      <Tile
        name="Invariants"
        value={invariants.violations === null ? '–' : count(invariants.violations.length)}
        unit="broken"
        note={`in ${count(invariants.checks)} checks`}
      />
    </dl>
  );
}

const wrongWords = ([late = null, missed = null, doubled = null]: readonly (
  number | null
)[]): string => `${count(late)} late, ${count(missed)} missed, ${count(doubled)} doubled`;

interface TileProps {
  readonly name: string;
  readonly value: string;
  readonly unit?: string;
  readonly note: string;
}

const Tile = ({ name, value, unit, note }: TileProps) => (
  <div class="tile">
    <dt>{name}</dt>
    <dd class="tile__value">
      {value}
      {unit !== undefined && <span class="tile__unit"> {unit}</span>}
    </dd>
    <dd class="tile__note">{note}</dd>
  </div>
);
