// Who may import whom, as the table in ARCHITECTURE.md says. Checked by `npm run check`.

// dependency-cruiser 17.4 reads our files with @swc/core 1.16, and does not tell it about JSX; the walker it uses throws on `using`,
// which for imports is a plain declaration. Both are mended here, before it loads them.
const swc = require('@swc/core');
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') });
const { Visitor } = require('@swc/core/Visitor.js');
const { visitStatement } = Visitor.prototype;
Visitor.prototype.visitStatement = function visit(statement) {
  return statement.type === 'UsingDeclaration'
    ? this.visitVariableDeclaration({ ...statement, declarations: statement.decls })
    : visitStatement.call(this, statement);
};

const onlyFrom = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^(engine|electron|renderer|e2e)/', pathNot: [from, ...allowed] },
});
/** What each screen, and what screens share, may import of the page, with more folders that lie below it. */
const below = (...more) =>
  `^renderer/(${['ui', 'stores', 'verbs', 'objects', 'client', 'i18n', 'errors', ...more].join('|')})/`;
const never = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from,
  to,
});

module.exports = {
  forbidden: [
    never(
      'no-cycles',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
      'A cycle has no layers.',
    ),
    onlyFrom('contract-is-pure', '^engine/contract/', [], 'The contract is browser-safe and imports nothing of ours.'),
    onlyFrom('commands-are-pure', '^engine/commands/', ['^engine/contract/'], 'Used by both sides.'),
    onlyFrom(
      'platform-is-the-floor',
      '^engine/platform/',
      ['^engine/contract/'],
      'Platform knows the system, not Docker.',
    ),
    onlyFrom(
      'docker',
      '^engine/docker/',
      ['^engine/(contract|platform)/'],
      'docker ← connections, daemon, mirror, logs',
    ),
    onlyFrom('daemon', '^engine/daemon/', ['^engine/(contract|platform|docker)/'], 'daemon knows docker only'),
    onlyFrom(
      'connections',
      '^engine/connections/',
      ['^engine/(contract|platform|docker|daemon)/'],
      'connections find engines',
    ),
    onlyFrom('mirror', '^engine/mirror/', ['^engine/(contract|platform|docker)/'], 'mirror copies what docker says'),
    onlyFrom('logs', '^engine/logs/', ['^engine/(contract|platform|docker)/'], 'logs read what docker says'),
    onlyFrom(
      'terminals',
      '^engine/terminals/',
      ['^engine/(contract|platform|docker)/'],
      'terminals run what docker can run',
    ),
    onlyFrom(
      'registries',
      '^engine/registries/',
      ['^engine/(contract|platform|docker|daemon)/', '^engine/mirror/collection\\.ts$'],
      'registries know secrets and the registries themselves',
    ),
    onlyFrom(
      'jobs',
      '^engine/jobs/',
      ['^engine/(contract|platform|docker)/', '^engine/mirror/collection\\.ts$'],
      'jobs know no kind of job',
    ),
    onlyFrom(
      'transfers',
      '^engine/transfers/',
      ['^engine/(contract|platform|docker|jobs)/'],
      'transfers carry what docker can carry',
    ),
    onlyFrom(
      'engines',
      '^engine/engines/',
      ['^engine/(contract|commands|platform|docker|daemon|connections|mirror|registries|transfers)/'],
      'a session is all that belongs to one engine',
    ),
    onlyFrom(
      'journal',
      '^engine/journal/',
      ['^engine/(contract|platform)/', '^engine/mirror/collection\\.ts$'],
      'the journal knows lines, not engines',
    ),
    onlyFrom(
      'services',
      '^engine/services/',
      [
        '^engine/(contract|platform|docker|connections|engines|mirror|logs|terminals|registries|jobs|transfers|journal)/',
      ],
      'services are the verbs',
    ),
    onlyFrom(
      'nouns-of-the-service',
      '^engine/nouns/',
      ['^engine/(mirror|services)/'],
      'the list of nouns knows what each is made of',
    ),
    onlyFrom('engine-stands-alone', '^engine/', [], 'The engine service is a plain Node program.'),
    onlyFrom('electron-is-thin', '^electron/', ['^engine/contract/'], 'Electron only starts the service.'),
    onlyFrom(
      'renderer',
      '^renderer/',
      ['^engine/(contract|commands)/'],
      'The page knows the contract and the commands.',
    ),
    onlyFrom('ui-is-ours-alone', '^renderer/ui/', [], 'The design system imports nothing of ours.'),
    onlyFrom('client', '^renderer/client/', ['^engine/contract/'], 'The wire knows the contract.'),
    onlyFrom('i18n', '^renderer/i18n/', [], 'Words know nothing else.'),
    onlyFrom(
      'errors',
      '^renderer/errors/',
      ['^engine/contract/', '^renderer/(client|i18n)/'],
      'What the page says of a problem.',
    ),
    onlyFrom(
      'objects',
      '^renderer/objects/',
      ['^engine/(contract|commands)/', '^renderer/i18n/'],
      'What rows mean, in plain functions.',
    ),
    onlyFrom('stores', '^renderer/stores/', ['^engine/(contract|commands)/', '^renderer/client/'], 'stores ← verbs'),
    onlyFrom(
      'verbs',
      '^renderer/verbs/',
      ['^engine/(contract|commands)/', '^renderer/(stores|client|objects|i18n|errors|ui)/'],
      'stores ← verbs ← screens',
    ),
    onlyFrom('page', '^renderer/page/', ['^engine/(contract|commands)/', below()], 'What several screens share.'),
    onlyFrom('logs-view', '^renderer/logs/', ['^engine/(contract|commands)/', below('page')], 'The log view.'),
    onlyFrom('jobs-view', '^renderer/jobs/', ['^engine/(contract|commands)/', below('page')], 'The view of jobs.'),
    onlyFrom(
      'terminal',
      '^renderer/terminal/',
      ['^engine/(contract|commands)/', below('page')],
      'Terminals as the page shows them.',
    ),
    onlyFrom(
      'features',
      '^renderer/features/',
      ['^engine/(contract|commands)/', below('page', 'logs', 'jobs', 'terminal')],
      'Screens that are no noun.',
    ),
    onlyFrom(
      'nouns',
      '^renderer/nouns/',
      ['^engine/(contract|commands)/', below('page', 'logs', 'jobs', 'terminal', 'features')],
      'The nouns and their screens.',
    ),
    never(
      'features-stand-alone',
      { path: '^renderer/features/([^/]+)/' },
      { path: '^renderer/(features|nouns|app)/', pathNot: '^renderer/features/$1/' },
      'Features never import each other, nor nouns, nor the frame.',
    ),
    never(
      'nouns-stand-alone',
      { path: '^renderer/nouns/([^/]+)/' },
      { path: '^renderer/(nouns/[^/]+|app)/', pathNot: '^renderer/nouns/$1/' },
      'Nouns never import each other, nor the frame.',
    ),
    never(
      'dockerode-in-one-place',
      { path: '^(engine|electron|renderer|e2e)/', pathNot: '^engine/docker/' },
      { path: 'node_modules/(dockerode|docker-modem)' },
      'One folder knows dockerode.',
    ),
    never(
      'electron-in-one-place',
      { path: '^(engine|renderer)/' },
      { path: '(^|node_modules/)electron(/|$)' },
      'The service and the page run without Electron.',
    ),
    never(
      'react-on-the-page',
      { path: '^(engine|electron)/' },
      { path: 'node_modules/react' },
      'React is for the page.',
    ),
    never(
      'tests-stay-apart',
      { path: '^(engine|renderer|electron)/', pathNot: '(\\.test\\.tsx?$|/test/)' },
      { path: '(\\.test\\.tsx?$|^engine/test/|^e2e/)' },
      'Product code never needs test code.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
