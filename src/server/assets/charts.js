/**
 * Draws the charts of a run's page from the series of the API. One request for the whole page; each figure names its
 * parent and its kind. Colors come from the style sheet and follow it into the dark. Sent to the browser as it is.
 */

const HEIGHT = 280;
/** Of all charts, so that their times stand below each other. */
const PRICE_AXIS_WIDTH = 76;
const FONT = '12px system-ui, sans-serif';
/** Seconds between ticks of the time axis. */
const TIME_STEPS = [
  0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400,
];
/** News older than this gets a line from what happened to when it was known, seconds. */
const DELAY_SHOWN = 0.25;

const figures = [...document.querySelectorAll('figure[data-chart]')];
const answers = new Map();
const plots = new Map();

function fetchSeries(url) {
  if (!answers.has(url))
    answers.set(
      url,
      fetch(url).then((answer) => answer.json()),
    );
  return answers.get(url);
}

const color = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const two = (value) => String(value).padStart(2, '0');

/** m:ss, with tenths below a second's step, with hours where there are any. */
function clock(seconds, tenths) {
  const whole = Math.floor(seconds + 1e-6);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = tenths ? `.${Math.floor((seconds - whole) * 10 + 1e-6)}` : '';
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}${rest}`;
}

const stepOf = ([first = 0, second = first + 1]) => second - first;
const digitsOf = (step) => Math.max(0, -Math.floor(Math.log10(step) + 1e-9));

const grouped = (text) => text.replace(/\B(?=(\d{3})+(?!\d)(?<!\.\d*))/g, ',');

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

/** Times as seconds since the start of the run. */
function readParent(series, name) {
  const parent = series.parents.find((each) => each.name === name);
  const since = (at) => (at === null ? null : (at - series.startMicros) / 1e6);
  const steps = ({ atMicros, quantity }) => ({ at: atMicros.map(since), quantity });
  return {
    ...parent,
    end: since(series.endMicros),
    scheduled: steps(parent.scheduled),
    believed: steps(parent.believed),
    actual: steps(parent.actual),
    fills: parent.fills.map((fill) => ({
      ...fill,
      at: since(fill.atMicros),
      known: since(fill.knownAtMicros),
    })),
  };
}

/** The order's own time with a little air, inside the run. */
function spanOf({ scheduled, fills, end }) {
  const known = fills.flatMap(({ at, known: later }) => [at, later]).filter((at) => at !== null);
  const first = Math.min(lastOf(scheduled.at.slice(0, 1), 0), ...known);
  const last = Math.max(lastOf(scheduled.at, end), ...known);
  const air = Math.max((last - first) * 0.04, 1);
  return [Math.max(0, first - air), Math.min(end, last + air)];
}

function axes() {
  const shared = {
    stroke: color('muted'),
    font: FONT,
    grid: { stroke: color('faint'), width: 1 },
    ticks: { stroke: color('line'), width: 1, size: 4 },
  };
  return [
    {
      ...shared,
      incrs: TIME_STEPS,
      size: 32,
      space: 70,
      values: (_, ticks) => ticks.map((tick) => clock(tick, stepOf(ticks) < 1)),
    },
    {
      ...shared,
      size: PRICE_AXIS_WIDTH,
      values: (_, ticks) => ticks.map((tick) => grouped(tick.toFixed(digitsOf(stepOf(ticks))))),
    },
  ];
}

const timeSeries = { label: 'Time', value: (_, at) => (at === null ? '–' : clock(at, true)) };

function line(label, name, more) {
  return {
    label,
    stroke: color(name),
    width: 1.5,
    points: { show: false },
    paths: uPlot.paths.stepped({ align: 1 }),
    value: (_, value) =>
      value === null || value === undefined ? '–' : grouped(String(+value.toFixed(8))),
    ...more,
  };
}

const optionsOf = (parent, figure) => ({
  height: HEIGHT,
  cursor: { sync: { key: figure.dataset.parent }, y: false, points: { size: 6 } },
  legend: { markers: { width: 2 } },
  scales: { x: { time: false, range: () => spanOf(parent) } },
  axes: axes(),
});

/** Instants at which the schedule rises; the rest of its points only carry the line on. */
const dueTimes = ({ scheduled: { at, quantity } }) =>
  at.filter((_, index) => quantity[index] > (index === 0 ? 0 : quantity[index - 1]));

function drawSlices(plot, parent) {
  const { ctx, bbox } = plot;
  const due = dueTimes(parent);
  const height = due.length > 60 ? 8 * uPlot.pxRatio : bbox.height;
  ctx.strokeStyle = color('scheduled');
  ctx.globalAlpha = 0.55;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.setLineDash([2 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
  ctx.beginPath();
  for (const at of due) {
    const x = Math.round(plot.valToPos(at, 'x', true));
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x, bbox.top + bbox.height - height);
  }
  ctx.stroke();
}

function drawFill(plot, { at, known, price, liquidity }) {
  const { ctx } = plot;
  const y = plot.valToPos(price, 'y', true);
  const happened = at ?? known;
  const x = plot.valToPos(happened, 'x', true);
  const wrong = at === null || known === null;
  if (!wrong && known - at > DELAY_SHOWN) {
    ctx.strokeStyle = color('delay');
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(plot.valToPos(known, 'x', true), y);
    ctx.stroke();
  }
  ctx.strokeStyle = color(wrong ? 'bad' : 'mark');
  ctx.fillStyle = liquidity === 'maker' || wrong ? color('card') : color('mark');
  ctx.beginPath();
  ctx.arc(x, y, 3.5 * uPlot.pxRatio, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
}

function clipped(plot, draw) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}

function drawMarks(plot, parent) {
  clipped(plot, () => drawSlices(plot, parent));
  clipped(plot, () => {
    plot.ctx.lineWidth = 2 * uPlot.pxRatio;
    for (const fill of parent.fills) drawFill(plot, fill);
  });
}

function priceChart(figure, series, parent) {
  const { atMicros, bid, ask } = series.prices.find(({ symbol }) => symbol === parent.symbol);
  const times = atMicros.map((at) => (at - series.startMicros) / 1e6);
  const prices = parent.fills.map(({ price }) => price);
  const range = (_, low, high) => {
    if (low === null) return [0, 1];
    const bottom = Math.min(low, ...prices);
    const top = Math.max(high, ...prices);
    const air = (top - bottom || 1) * 0.08;
    return [bottom - air, top + air];
  };
  const options = optionsOf(parent, figure);
  const mid = bid.map((price, index) => (price + ask[index]) / 2);
  const thin = { width: 1 };
  return {
    options: {
      ...options,
      scales: { ...options.scales, y: { range } },
      series: [
        timeSeries,
        line('Bid', 'bid', thin),
        line('Ask', 'ask', thin),
        line('Mid', 'muted', { width: 0.5 }),
      ],
      bands: [{ series: [2, 1], fill: color('band') }],
      hooks: { draw: [(plot) => drawMarks(plot, parent)] },
    },
    columns: [times, bid, ask, mid],
  };
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
        y: { range: (_plot, __, high) => [(high || 1) * -0.02, (high || 1) * 1.06] },
      },
      series: [
        timeSeries,
        line('True', 'actual', { width: 6 }),
        line('Scheduled', 'scheduled', { dash: [5, 4] }),
        line('Believed', 'believed', { width: 2 }),
      ],
    },
    columns: [times, carried(actual, times), carried(scheduled, times), carried(believed, times)],
  };
}

const KINDS = { price: priceChart, inventory: inventoryChart };

function draw(figure, series) {
  const place = figure.querySelector('.chart__plot');
  const parent = readParent(series, figure.dataset.parent);
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
