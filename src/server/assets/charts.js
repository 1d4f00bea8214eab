/**
 * Draws the charts of a run's page from the series of the API. One request for the whole page; each figure names its
 * parent and its kind. Colors come from the style sheet and follow it into the dark. Sent to the browser as it is.
 */
import { axes, clock, grouped, line } from './chart-axes.js';
import { clipped, drawBands, drawFills, drawSlices, isOdd } from './chart-marks.js';
import { View, bindTools } from './chart-view.js';

const HEIGHT = 300;

const figures = [...document.querySelectorAll('figure[data-chart]')];
const bars = [...document.querySelectorAll('.charts__tools')];
const answers = new Map();
const plots = new Map();
const views = new Map();
const parents = new Map();

function fetchSeries(url) {
  if (!answers.has(url))
    answers.set(
      url,
      fetch(url).then((answer) => answer.json()),
    );
  return answers.get(url);
}

/** Cumulative steps carried onto the instants `times`; 0 before the first. */
function carried(steps, times) {
  let next = 0;
  let value = 0;
  return times.map((at) => {
    while (next < steps.at.length && steps.at[next] <= at) value = steps.quantity[next++];
    return value;
  });
}

const lastOf = (list, otherwise) => (list.length === 0 ? otherwise : list[list.length - 1]);

/** Times as seconds since the start of the run; fills in order of time. */
function readParent(series, name) {
  const parent = series.parents.find((each) => each.name === name);
  const since = (at) => (at === null ? null : (at - series.startMicros) / 1e6);
  const steps = ({ atMicros, quantity }) => ({ at: atMicros.map(since), quantity });
  const fills = parent.fills.map((fill) => {
    const [at, known] = [since(fill.atMicros), since(fill.knownAtMicros)];
    const read = { ...fill, at, known, happened: at ?? known };
    return { ...read, odd: isOdd(read) };
  });
  return {
    ...parent,
    end: since(series.endMicros),
    scheduled: steps(parent.scheduled),
    believed: steps(parent.believed),
    actual: steps(parent.actual),
    fills: fills.sort((a, b) => a.happened - b.happened),
  };
}

/** The order's own time with a little air, inside the run. */
function spanOf({ scheduled, fills, end }) {
  let first = lastOf(scheduled.at.slice(0, 1), 0);
  let last = lastOf(scheduled.at, end);
  for (const { happened, known } of fills) {
    first = Math.min(first, happened);
    last = Math.max(last, known ?? happened);
  }
  const air = Math.max((last - first) * 0.04, 1);
  return [Math.max(0, first - air), Math.min(end, last + air)];
}

/** What stands under the cursor, in the one line that every chart has for it. */
function tellValues(plot, figure) {
  const { idx } = plot.cursor;
  const readout = figure.querySelector('.chart__readout');
  if (idx === null || idx === undefined) {
    readout.textContent = figure.dataset.density ?? '';
    return;
  }
  const values = plot.series.slice(1).flatMap(({ label }, index) => {
    const value = plot.data[index + 1][idx];
    return value === null || value === undefined
      ? []
      : [`${label} ${grouped(String(+value.toFixed(8)))}`];
  });
  readout.textContent = [clock(plot.data[0][idx], 1), ...values].join(' · ');
}

function optionsOf(parent, figure) {
  const view = views.get(parent.name);
  return {
    height: HEIGHT,
    legend: { show: false },
    cursor: {
      sync: { key: parent.name },
      y: false,
      points: { size: 6 },
      drag: { x: true, y: false, setScale: false },
      bind: { dblclick: () => () => view.reset() },
    },
    scales: { x: { time: false, range: () => view.shown } },
    axes: axes(figure.dataset.unit),
    hooks: {
      setCursor: [(plot) => tellValues(plot, figure)],
      setSelect: [(plot) => showSelected(plot, view)],
      drawAxes: [(plot) => clipped(plot, () => drawBands(plot, bandsOf(figure), view.whole))],
    },
  };
}

function showSelected(plot, view) {
  const { left, width } = plot.select;
  if (width < 4) return;
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  view.show(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
}

const bandsOf = (figure) => JSON.parse(figure.dataset.bands);

function drawMarks(plot, parent, figure) {
  clipped(plot, () => drawSlices(plot, parent));
  clipped(plot, () => {
    const dense = drawFills(plot, parent.fills);
    figure.dataset.density =
      dense > 0 ? `${grouped(String(dense))} fills, drawn as a density: zoom in for each` : '';
    tellValues(plot, figure);
  });
}

/** Prices of the fills in view, from the lowest to the highest. */
function pricesOf({ name, fills }) {
  const [from, to] = views.get(name).shown;
  let [low, high] = [Infinity, -Infinity];
  for (const { happened, price } of fills) {
    if (happened < from || happened > to) continue;
    low = Math.min(low, price);
    high = Math.max(high, price);
  }
  return [low, high];
}

function priceChart(figure, series, parent) {
  const { atMicros, bid, ask } = series.prices.find(({ symbol }) => symbol === parent.symbol);
  const times = atMicros.map((at) => (at - series.startMicros) / 1e6);
  const range = (_, low, high) => {
    if (low === null) return [0, 1];
    const [lowest, highest] = pricesOf(parent);
    const bottom = Math.min(low, lowest);
    const top = Math.max(high, highest);
    const air = (top - bottom || 1) * 0.08;
    return [bottom - air, top + air];
  };
  const options = optionsOf(parent, figure);
  const thin = { width: 1 };
  return {
    options: {
      ...options,
      scales: { ...options.scales, y: { range } },
      series: [{}, line('bid', 'bid', thin), line('ask', 'ask', thin)],
      bands: [{ series: [2, 1], fill: line('', 'band').stroke }],
      hooks: { ...options.hooks, draw: [(plot) => drawMarks(plot, parent, figure)] },
    },
    columns: [times, bid, ask],
  };
}

function withAir(_, low, high) {
  if (low === null) return [0, 1];
  const air = (high - low || 1) * 0.06;
  return [low - air, high + air];
}

function inventoryChart(figure, _, parent) {
  const { scheduled, believed, actual } = parent;
  const [start, end] = spanOf(parent);
  const times = [...new Set([start, ...scheduled.at, ...believed.at, ...actual.at, end])]
    .filter((at) => at >= start && at <= end)
    .sort((a, b) => a - b);
  const options = optionsOf(parent, figure);
  return {
    options: {
      ...options,
      scales: {
        ...options.scales,
        y: { range: withAir },
      },
      series: [
        {},
        line('true', 'actual', { width: 6 }),
        line('scheduled', 'scheduled', { dash: [5, 4] }),
        line('believed', 'believed', { width: 2 }),
      ],
    },
    columns: [times, carried(actual, times), carried(scheduled, times), carried(believed, times)],
  };
}

const KINDS = { price: priceChart, inventory: inventoryChart };

/** Read once, and its buttons bound once, for both charts. */
function parentOf(series, name) {
  const known = parents.get(name);
  if (known !== undefined) return known;
  const parent = readParent(series, name);
  const view = new View();
  view.whole = spanOf(parent);
  parents.set(name, parent);
  views.set(name, view);
  bindTools(
    bars.find((bar) => bar.dataset.parent === name),
    view,
  );
  view.onChange(() => {
    const [min, max] = view.shown;
    for (const [figure, plot] of plots)
      if (figure.dataset.parent === name) plot.setScale('x', { min, max });
  });
  return parent;
}

function draw(figure, series) {
  const place = figure.querySelector('.chart__plot');
  const parent = parentOf(series, figure.dataset.parent);
  const { options, columns } = KINDS[figure.dataset.chart](figure, series, parent);
  plots.get(figure)?.destroy();
  place.replaceChildren();
  plots.set(figure, new uPlot({ ...options, width: place.clientWidth }, columns, place));
}

async function show(figure) {
  const place = figure.querySelector('.chart__plot');
  try {
    draw(figure, await fetchSeries(figure.dataset.series));
  } catch {
    place.textContent = 'The series could not be read; the tables below say the same.';
  }
}

const resized = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    plots.get(target.closest('figure'))?.setSize({ width: contentRect.width, height: HEIGHT });
  }
});

for (const figure of figures) {
  await show(figure);
  resized.observe(figure.querySelector('.chart__plot'));
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => figures.forEach(show));
