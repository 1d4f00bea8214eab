/** Which runs to list, as a plain form that asks by address: it works without JavaScript, and a link keeps what was asked. */
import { VERDICTS } from '../run-catalog.js';
import { type ListAsked, filterPairs, listUrl } from './runs-query.js';

const VERDICT_WORDS: Readonly<Record<(typeof VERDICTS)[number], string>> = {
  good: 'good in all',
  incomplete: 'trade not complete',
  wrong: 'engine was wrong',
  unknown: 'truth not known',
};

interface FilterProps {
  /** The page it filters. */
  readonly path: string;
  readonly asked: ListAsked;
  /** Names to choose from. */
  readonly scenarios: readonly string[];
}

export function FilterForm({ path, asked, scenarios }: FilterProps) {
  const { sort, campaign } = asked;
  return (
    <form class="filter" method="get" action={path} role="search" aria-label="Which runs">
      <label>
        Scenario
        <input type="text" name="scenario" value={asked.scenario} list="scenarios" maxlength={64} />
        <datalist id="scenarios">
          {scenarios.map((name) => (
            <option value={name}></option>
          ))}
        </datalist>
      </label>
      <label>
        Symbol
        <input type="text" name="symbol" value={asked.symbol} maxlength={32} size={10} />
      </label>
      <label>
        Verdict
        <select name="verdict">
          <option value="">any</option>
          {VERDICTS.map((verdict) => (
            <option value={verdict} selected={asked.verdict === verdict}>
              {VERDICT_WORDS[verdict]}
            </option>
          ))}
        </select>
      </label>
      <label class="filter__tick">
        <input type="checkbox" name="failed" value="1" checked={asked.failed === true} />
        failed expectations
      </label>
      {sort !== undefined && sort !== 'newest' && <input type="hidden" name="sort" value={sort} />}
      {campaign !== undefined && <input type="hidden" name="campaign" value={campaign} />}
      <button type="submit">Show</button>
      {filterPairs(asked).length > 0 && (
        <a href={listUrl(path, sort === undefined ? {} : { sort })}>Show all</a>
      )}
    </form>
  );
}
