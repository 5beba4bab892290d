// The layers of docs/architecture.md, checked. Arrows point down: web -> (HTTP) -> api -> labels -> domain.
const SPEC = '[.](spec|medium-spec|medium-suite|e2e-spec|web-spec)[.]tsx?$';
const BUILTIN = { dependencyTypes: ['core'] };

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Files that need each other cannot be read, loaded or tested one at a time. Types alone may.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-resolves',
      comment: 'An import of something that is not there, or is not in package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['(^|/)dist/', '[?]url$', '^[.]/schema[.]js$'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'libs/domain imports only its own files: same input, same answer, for ever.',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: SPEC },
      to: { pathNot: '^libs/domain/' },
    },
    {
      name: 'concepts-meet-at-their-index',
      comment: 'What a concept does not export is its own business.',
      severity: 'error',
      from: { path: '^libs/domain/src/([^/]+)/', pathNot: SPEC },
      to: { path: '^libs/domain/src/[^/]+/', pathNot: ['^libs/domain/src/$1/', '^libs/domain/src/[^/]+/index[.]ts$'] },
    },
    {
      name: 'domain-and-labels-are-entered-by-their-index',
      comment: 'Import #domain/<concept> or #labels.',
      severity: 'error',
      from: { path: '^(apps|bench|migrations)/' },
      to: {
        path: '^libs/(domain|labels)/',
        pathNot: ['^libs/domain/src/[^/]+/index[.]ts$', '^libs/labels/src/index[.]ts$'],
      },
    },
    {
      name: 'labels-know-only-the-domain',
      comment: 'libs/labels turns facts into documents; it knows no database row and no user.',
      severity: 'error',
      from: { path: '^libs/labels/', pathNot: SPEC },
      to: { path: '^(apps|migrations|test|bench)/' },
    },
    {
      name: 'one-importer-of-pdfkit',
      comment: 'Only the PDF renderer knows the PDF library, so that it can be replaced.',
      severity: 'error',
      from: { path: '^(apps|libs|bench)/', pathNot: ['^libs/labels/src/render/', SPEC] },
      to: { path: '(^|/)node_modules/(@types/)?pdfkit/' },
    },
    {
      name: 'one-importer-of-bwip-js',
      comment: 'Only libs/labels/src/symbol knows the symbol library.',
      severity: 'error',
      from: { path: '^(apps|libs|bench)/', pathNot: ['^libs/labels/src/symbol/', SPEC] },
      to: { path: '(^|/)node_modules/(@types/)?bwip-js/' },
    },
    {
      name: 'web-talks-http',
      comment: 'apps/web uses the generated client; of ours it imports only #domain/*.',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^(apps/api|libs/labels|migrations|test|bench)/' },
    },
    {
      name: 'web-runs-in-a-browser',
      severity: 'error',
      from: { path: '^apps/web/src/', pathNot: SPEC },
      to: BUILTIN,
    },
    {
      name: 'api-knows-no-web',
      severity: 'error',
      from: { path: '^apps/api/', pathNot: SPEC },
      to: { path: '^(apps/web|test|bench)/' },
    },
    {
      name: 'platform-knows-no-module',
      comment: 'What is below does not know what stands on it; only the list of entities names them.',
      severity: 'error',
      from: {
        path: '^apps/api/src/platform/',
        pathNot: ['^apps/api/src/platform/database/entities[.]ts$', SPEC],
      },
      to: { path: '^apps/api/src/modules/' },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration must do for ever what it did on its day: it imports nothing but the types of TypeORM.',
      severity: 'error',
      from: { path: '^migrations/', pathNot: ['^migrations/index[.]ts$', SPEC] },
      to: { pathNot: '(^|/)node_modules/typeorm/' },
    },
    {
      name: 'product-needs-no-tool',
      comment: 'What runs in a pharmacy imports no development dependency. (The web is bundled.)',
      severity: 'error',
      from: { path: '^(apps/api|libs|migrations)/', pathNot: SPEC },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '(^|/)node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|[.]dist-next|apps/web/dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
    },
  },
};
