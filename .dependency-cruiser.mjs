/**
 * The layers of the house (docs/architecture.md), as rules: shells -> desk -> api -> edge -> store -> core -> contract/words. Import
 * yourself or what is below, never above. test/architecture plants each forbidden import and sees it refused by this very file.
 */

/** From the top down. The desk's layer is all that lies in main/ itself, but for the ports. */
const layers = [
  { name: 'shells', path: '^main/(desktop|headless)/' },
  { name: 'desk', path: '^main/(?!ports\\.ts$)[^/]+\\.ts$' },
  { name: 'api', path: '^main/api/' },
  { name: 'edge', path: '^main/edge/' },
  { name: 'store', path: '^main/store/' },
  { name: 'core', path: '^main/core/' },
]
const edgeFolders = ['receiver', 'sns', 'aws', 'tunnel', 'oncall', 'notifications', 'coverage', 'practice']
const views = ['incidents', 'inbound', 'integrations', 'coverage', 'settings', 'first-run', 'aws']

/** The one file beside edge's folders: the round that the confirmer, the escalator and the outbox all make. It knows ports only. */
const rounds = '^main/edge/rounds\\.ts$'

/** Type-only: what the desk needs of the world. Core needs nothing of it, since time, ids and randomness are its arguments. */
const ports = '^main/ports\\.ts$'
const words = '^preload/contract/words\\.ts$'
const product = '^(main|preload|renderer)/'

/** Built-ins that are pure, each with its reason. `crypto` (createHash only): problemKey is the same on every desk because it is a hash. */
const pureBuiltins = '^(node:)?crypto$'
const cryptoInCore = '^main/core/incidents/problem-key\\.ts$'

/** Packages that are pure and that core may use, each with its reason: none so far. @type {string[]} */
const purePackages = []

/** @param {string} name of an npm package, as a pattern */
const packageAt = (name) => `(^|/)node_modules/${name}(/|$)`

/** @typedef {import('dependency-cruiser').IRegularForbiddenRuleType['from']} From @typedef {import('dependency-cruiser').IRegularForbiddenRuleType['to']} To */

/**
 * @param {string} name
 * @param {string} comment
 * @param {From} from
 * @param {To} to
 */
const never = (name, comment, from, to) => ({ name, comment, severity: /** @type {const} */ ('error'), from, to })

const upwards = layers
  .slice(1)
  .map(({ name, path }, depth) =>
    never(
      `${name}-imports-nothing-above`,
      'Calls go one way: down.',
      { path },
      { path: layers.slice(0, depth + 1).map((above) => above.path) },
    ),
  )

/** @param {string} what @param {string} pattern of the package @param {string[]} homes who may import it */
const oneHome = (what, pattern, homes) =>
  never(
    `${what}-has-one-home`,
    `Only ${homes.join(' and ')} may import it.`,
    { path: product, pathNot: homes },
    { path: packageAt(pattern) },
  )

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...upwards,
    never(
      'shells-never-each-other',
      'Desktop and headless share the desk, nothing else.',
      { path: '^main/(desktop|headless)/' },
      { path: '^main/(desktop|headless)/', pathNot: '^main/$1/' },
    ),
    never(
      'edge-folders-never-each-other',
      'They know each other only through ports that desk wires.',
      { path: '^main/edge/([^/]+)/' },
      { path: '^main/edge/[^/]+/', pathNot: '^main/edge/$1/' },
    ),
    never(
      'edge-has-these-folders',
      'A new folder of edge is a decision: name it in this file.',
      { path: '^main/' },
      { path: '^main/edge/', pathNot: [`^main/edge/(${edgeFolders.join('|')})/`, rounds] },
    ),
    never('rounds-know-ports-only', 'What all of edge may import knows none of it.', { path: rounds }, { pathNot: ports }),
    never('core-needs-no-port', 'Time, ids and randomness are arguments of core.', { path: '^main/core/' }, { path: ports }),
    never('ports-import-nothing', 'They are what everybody may know.', { path: ports }, { path: '.+' }),
    never(
      'only-api-knows-the-contract',
      "Api alone turns rows into the contract's shapes; the others may know its words.",
      { path: '^main/', pathNot: '^main/api/' },
      { path: '^preload/', pathNot: words },
    ),
    never('main-knows-no-renderer', 'News travels up only as data.', { path: '^(main|preload)/' }, { path: '^renderer/' }),
    never(
      'the-contract-imports-nothing-of-ours',
      'It is the lowest layer.',
      { path: '^preload/contract/' },
      { path: ['^main/', '^preload/(?!contract/)'] },
    ),
    never('words-import-nothing', 'Plain arrays: core and store may import them.', { path: words }, { path: '.+' }),
    never(
      'the-preload-script-imports-nothing-of-ours',
      'It hands the page a port, nothing else.',
      { path: '^preload/electron\\.ts$' },
      { pathNot: packageAt('electron') },
    ),
    never(
      'renderer-knows-only-the-contract',
      'The console sees the main process through its contract.',
      { path: '^renderer/' },
      { path: '^(main|preload|scripts|bench)/', pathNot: '^preload/contract/' },
    ),
    never('renderer-has-no-built-ins', 'It runs in a page.', { path: '^renderer/' }, { dependencyTypes: ['core'] }),
    never(
      'views-never-each-other',
      'What views share lies in renderer/ui.',
      { path: `^renderer/(${views.join('|')})/` },
      { path: `^renderer/(${views.join('|')})/`, pathNot: '^renderer/$1/' },
    ),
    never(
      'only-app-knows-views',
      'What views share does not know them.',
      { path: '^renderer/', pathNot: `^renderer/(app/|main\\.tsx$|${views.join('/|')}/)` },
      { path: `^renderer/(${views.join('|')})/` },
    ),
    never(
      'views-know-no-app',
      'The app knows its views, not they it.',
      { path: `^renderer/(${views.join('|')}|ui|live)/` },
      { path: '^renderer/(app/|main\\.tsx$)' },
    ),
    never(
      'core-is-without-io',
      'No built-in, but for the pure ones named here.',
      { path: '^main/core/' },
      { dependencyTypes: ['core'], pathNot: pureBuiltins },
    ),
    never(
      'core-hashes-in-one-place',
      'crypto also makes random numbers.',
      { path: '^main/core/', pathNot: cryptoInCore },
      { dependencyTypes: ['core'], path: pureBuiltins },
    ),
    never(
      'core-has-pure-packages-only',
      'They are named here.',
      { path: '^main/core/' },
      { path: '(^|/)node_modules/', pathNot: packageAt(`(${purePackages.join('|')})`) },
    ),
    oneHome('electron', 'electron', ['^main/desktop/', '^preload/electron\\.ts$']),
    oneHome('better-sqlite3', '(@types/)?better-sqlite3', ['^main/store/']),
    oneHome('aws-sdk', '(@aws-sdk|@smithy)', ['^main/edge/aws/', '^main/edge/sns/']),
    oneHome('ngrok', '@ngrok', ['^main/edge/tunnel/']),
    never(
      'practice-is-known-to-roots-only',
      "Practice is no back door: the desk can't tell it from AWS.",
      { path: product, pathNot: ['^main/edge/practice/', '^main/desk\\.ts$', '^main/(desktop|headless)/'] },
      { path: '^main/edge/practice/' },
    ),
    never('product-knows-no-test', 'Nor bench, scripts or tools.', { path: product }, { path: '^(test|bench|scripts|tools|\\.ci)/' }),
    never('no-cycles', 'Two files that need each other are one idea, or three.', {}, { circular: true }),
    never(
      'no-orphans',
      'A file that nobody imports and that imports nobody is dead.',
      { orphan: true, pathNot: ['\\.d\\.ts$', '^test/architecture/'] },
      {},
    ),
    never('no-unresolvable', 'An import that leads nowhere is judged by no rule.', {}, { couldNotResolve: true }),
    never(
      'no-undeclared-packages',
      'What is imported stands in package.json.',
      { path: product },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|release|\\.cache)/' },
    // Also imports that are only types: knowing somebody's type is knowing him.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.css', '.json'],
    },
  },
}
