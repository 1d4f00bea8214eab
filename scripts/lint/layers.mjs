/**
 * Lint rule `squall/layers`: which folder of src may import which, and which npm packages and Node modules each may
 * use. The table is the one of ARCHITECTURE.md. Relative paths are resolved, so depth and detours do not matter;
 * type-only imports and re-exports obey the same directions.
 */
import { isBuiltin } from 'node:module';
import { dirname, resolve, sep } from 'node:path';

const FEATURES = ['core', 'sim', 'live', 'store', 'report', 'data'];

/**
 * Per layer: the folders it may import besides itself (`types`: for types only), its npm packages, and whether it may
 * use Node's own modules (`true`, or the ones listed for single files).
 */
const LAYERS = {
  core: {
    imports: [],
    packages: ['rxjs', '@js-joda/core', '@js-joda/timezone'],
    builtins: { 'core/ground/digest.ts': ['node:crypto'] },
  },
  sim: { imports: ['core'], packages: ['rxjs', 'pure-rand', 'd3-random'], builtins: {} },
  data: {
    imports: ['core', 'sim/tape'],
    types: ['sim/market'],
    packages: ['apache-arrow', 'yauzl'],
    builtins: true,
  },
  live: {
    imports: ['core'],
    packages: ['ccxt', '@alpacahq/alpaca-trade-api', 'rxjs', 'ws'],
    builtins: true,
  },
  store: {
    imports: ['core'],
    types: ['report/schema'],
    packages: ['better-sqlite3'],
    builtins: true,
  },
  report: { imports: ['core'], packages: ['mathjs', 'zod'], builtins: true },
  // tsx: strategies are modules of the user's, in TypeScript more often than not.
  runs: { imports: FEATURES, packages: ['zod', 'yaml', 'piscina', 'tsx'], builtins: true },
  server: {
    imports: [...FEATURES, 'runs'],
    packages: [
      'hono',
      '@hono/node-server',
      '@hono/zod-openapi',
      '@msgpack/msgpack',
      'ws',
      'zod',
      'prom-client',
    ],
    builtins: true,
  },
  cli: {
    imports: [...FEATURES, 'runs', 'server'],
    packages: ['commander', 'pino', 'cli-progress', 'cli-table3', 'picocolors', 'asciichart'],
    builtins: true,
  },
  // The package's public face re-exports and adds nothing.
  'index.ts': { imports: [...FEATURES, 'runs', 'server'], packages: [], builtins: {} },
};

/**
 * Rooms: inside a layer, the folders of it that each of its folders may import. A layer without a line here has no rooms;
 * one with rooms has no files outside of them.
 */
const ROOMS = {
  // Up is one way: a child never calls its parent, and nobody below the engine decides for the whole.
  core: {
    ground: [],
    order: ['ground'],
    plan: ['ground', 'order'],
    state: ['ground', 'order', 'plan'],
    ports: ['ground', 'order', 'state'],
    guard: ['ground', 'order', 'plan', 'state', 'ports'],
    child: ['ground', 'order', 'plan', 'state', 'guard'],
    parent: ['ground', 'order', 'plan', 'state', 'guard', 'child'],
    account: ['ground', 'order', 'plan', 'state', 'guard', 'child', 'parent'],
    engine: ['ground', 'order', 'plan', 'state', 'guard', 'child', 'parent', 'account'],
    host: ['ground', 'order', 'state', 'ports', 'guard', 'engine'],
    // A client nobody should trade with: no room of core may import it, simulations hand it in (FIL-12).
    naive: ['ground', 'order', 'state', 'child'],
  },
  report: {
    schema: [],
    projection: ['schema'],
    text: ['schema'],
    figures: ['schema', 'projection', 'text'],
    telling: ['schema', 'projection', 'text'],
    many: ['schema', 'text'],
    divergence: ['schema', 'projection', 'figures', 'text'],
  },
};

/** Splits an absolute path at its last `src` folder: where that is, and the path inside it. */
function placeInSrc(path) {
  const match = /^(.*\/src)\/(.+)$/.exec(path.split(sep).join('/'));
  return match === null ? null : { root: match[1], inside: match[2] };
}

const layerOf = (inside) => inside.split('/')[0];
const isUnder = (inside, folder) => inside.startsWith(`${folder}/`);
/** A folder of the layer, or a file that is a room by itself. */
const roomOf = (inside) => inside.split('/')[1].replace(/\.[jt]sx?$/, '');

function roomFault(layer, from, to) {
  const rooms = ROOMS[layer];
  if (rooms === undefined) return null;
  if (roomOf(from) === roomOf(to)) return null;
  const allowed = rooms[roomOf(from)];
  if (allowed === undefined) return `${from} belongs to no room of ${layer}`;
  if (allowed.includes(roomOf(to))) return null;
  return `${layer}/${roomOf(from)} may not import ${to}`;
}

function relativeFault({ filename, place, layer, rule }, source, typeOnly) {
  const target = placeInSrc(resolve(dirname(filename), source));
  if (target?.root !== place.root) return `${source} leaves src`;
  if (layerOf(target.inside) === layer) return roomFault(layer, place.inside, target.inside);
  if (rule.imports.some((folder) => isUnder(target.inside, folder))) return null;
  if (rule.types?.some((folder) => isUnder(target.inside, folder))) {
    return typeOnly ? null : `${layer} may import ${target.inside} for types only`;
  }
  return `${layer} may not import ${target.inside}`;
}

function foreignFault({ place, layer, rule }, source) {
  if (isBuiltin(source)) {
    if (rule.builtins === true || rule.builtins[place.inside]?.includes(source)) return null;
    return `${place.inside} may not use Node's ${source}`;
  }
  const name = /^(@[^/]+\/)?[^/]+/.exec(source)?.[0];
  return rule.packages.includes(name) ? null : `${layer} may not use the package ${name}`;
}

/** What is wrong with `source` imported by the file at `filename`, or null. */
function layerFault(filename, source, typeOnly) {
  const place = placeInSrc(filename);
  if (place === null) return null;
  const layer = layerOf(place.inside);
  const rule = LAYERS[layer];
  if (rule === undefined) return `${place.inside} belongs to no layer`;
  const importer = { filename, place, layer, rule };
  return source.startsWith('.') || source.startsWith('/')
    ? relativeFault(importer, source, typeOnly)
    : foreignFault(importer, source);
}

export const layersRule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { layer: '{{fault}} (layers: ARCHITECTURE.md).' },
  },
  create(context) {
    const check = (node, source, typeOnly) => {
      if (typeof source?.value !== 'string') return;
      const fault = layerFault(context.filename, source.value, typeOnly);
      if (fault !== null) context.report({ node, messageId: 'layer', data: { fault } });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, node.source, false),
      TSImportType: (node) => check(node, node.source, true),
    };
  },
};
