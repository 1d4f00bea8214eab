/** Runs gathered: one line for the runs of a scenario under many seeds or values, with what they varied and how they came out. */
import type { Campaign } from '../campaigns.js';
import { FilterForm } from './filter-form.js';
import { bps, count, plural, utc } from './format.js';
import { Layout } from './layout.js';
import { type ListAsked, listUrl } from './runs-query.js';
import { Badge, Table } from './table.js';

interface CampaignsProps {
  readonly asked: ListAsked;
  readonly campaigns: readonly Campaign[];
  /** Runs that were looked at. */
  readonly lookedAt: number;
}

export const CampaignsPage = ({ asked, campaigns, lookedAt }: CampaignsProps) => (
  <Layout title="Campaigns">
    <header class="head">
      <p class="crumbs">
        <a href={listUrl('/', asked)}>Runs</a> / Campaigns
      </p>
      <h1>Campaigns</h1>
      <p class="muted">
        Runs of one scenario under many seeds or values, together; of the newest{' '}
        {plural(lookedAt, 'run')} that fit.
      </p>
    </header>
    <section class="card">
      <FilterForm
        path="/campaigns"
        asked={asked}
        scenarios={[...new Set(campaigns.map(({ scenario }) => scenario))]}
      />
      <Table
        caption="Campaigns"
        quiet
        columns={[
          { label: 'Scenario' },
          { label: 'Varied' },
          { label: 'Runs', numeric: true },
          { label: 'How they came out' },
          { label: 'Cost of fills, bps', numeric: true, hint: 'mean; from the least to the most' },
          { label: 'Newest' },
          { label: 'Compare' },
        ]}
        rows={campaigns.map(cells)}
        empty="No run fits among those looked at."
      />
    </section>
  </Layout>
);

const cells = (campaign: Campaign) => [
  <a href={`/?campaign=${campaign.id}`}>{campaign.scenario}</a>,
  variedWords(campaign),
  count(campaign.runs.length),
  <Outcomes campaign={campaign} />,
  costWords(campaign),
  <span class="instant">{utc(campaign.runs[0]?.startedAtMicros ?? 0)}</span>,
  campaign.runs.length > 1 ? (
    <a
      href={`/compare?campaign=${campaign.id}`}
      aria-label={`Compare the runs of ${campaign.scenario}, ${variedWords(campaign)}`}
    >
      compare
    </a>
  ) : (
    ''
  ),
];

const VALUES_TOLD = 8;

function variedWords({ seeds, varied }: Campaign): string {
  const keys = [...varied].map(([key, values]) => {
    const more = values.length > VALUES_TOLD ? `, … ${values.at(-1)}` : '';
    return `${key} = ${values.slice(0, VALUES_TOLD).join(', ')}${more}`;
  });
  return [...(seeds > 1 || keys.length === 0 ? [plural(seeds, 'seed')] : []), ...keys].join('; ');
}

function Outcomes({ campaign }: { readonly campaign: Campaign }) {
  const { incomplete, engineWrong, expectationsFailed } = campaign;
  if (incomplete + engineWrong + expectationsFailed === 0)
    return <Badge level="good">all complete, engine never wrong</Badge>;
  return (
    <span class="badges">
      {incomplete > 0 && <Badge level="warn">{count(incomplete)} incomplete</Badge>}
      {engineWrong > 0 && <Badge level="warn">{count(engineWrong)} engine wrong</Badge>}
      {expectationsFailed > 0 && <Badge level="bad">{count(expectationsFailed)} failed</Badge>}
    </span>
  );
}

const costWords = ({ cost }: Campaign): string =>
  cost === null
    ? bps(null)
    : cost.least === cost.most
      ? bps(cost.mean)
      : `${bps(cost.mean)} (${bps(cost.least)} … ${bps(cost.most)})`;
