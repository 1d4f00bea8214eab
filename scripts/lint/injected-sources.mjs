/**
 * Lint rule `squall/injected-sources`: time and randomness reach the pure layers only as arguments. RxJS operators
 * that count time must name their scheduler, and the d3-random distributions must be built with `.source(…)`; without
 * them both fall back to the system clock and to `Math.random`. It knows the names as imported, not re-exports.
 */

/** Operators whose last argument is the scheduler, and how many arguments a call that names one has. */
const SCHEDULED = new Map([
  ['interval', 2],
  ['timer', 2],
  ['delay', 2],
  ['debounceTime', 2],
  ['throttleTime', 2],
  ['auditTime', 2],
  ['sampleTime', 2],
  ['bufferTime', 2],
  ['windowTime', 2],
  ['timestamp', 1],
  ['timeInterval', 1],
]);

/** Operators whose configuration object must have a `scheduler`. */
const CONFIGURED = new Set(['timeout']);

const hasScheduler = (argument) =>
  argument?.type === 'ObjectExpression' &&
  argument.properties.some((property) => property.key?.name === 'scheduler');

function fault(source, name, args) {
  if (source === 'd3-random') {
    return name === 'randomLcg' ? null : `${name} draws from Math.random: use ${name}.source(…)`;
  }
  const needed = SCHEDULED.get(name);
  if (needed !== undefined && args.length < needed) return `${name} needs the scheduler given`;
  if (CONFIGURED.has(name) && !hasScheduler(args[0])) return `${name} needs { scheduler }`;
  return null;
}

export const injectedSourcesRule = {
  meta: { type: 'problem', schema: [], messages: { ambient: '{{fault}}.' } },
  create(context) {
    /** Local name -> [package, imported name]. */
    const imported = new Map();
    return {
      ImportSpecifier(node) {
        const source = node.parent.source.value;
        if (source === 'd3-random' || source === 'rxjs' || source.startsWith('rxjs/')) {
          imported.set(node.local.name, [source, node.imported.name]);
        }
      },
      CallExpression(node) {
        const origin = imported.get(node.callee.name);
        if (origin === undefined) return;
        const found = fault(...origin, node.arguments);
        if (found !== null) context.report({ node, messageId: 'ambient', data: { fault: found } });
      },
    };
  },
};
