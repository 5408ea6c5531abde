// The TypeScript fences: features do not know each other, ui and lib know nothing above, the runtime stands alone.
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "features-do-not-know-each-other",
      severity: "error",
      from: { path: "^web/src/features/([^/]+)/" },
      to: { path: "^web/src/features/", pathNot: "^web/src/features/$1/" },
    },
    { name: "web-points-down", severity: "error", from: { path: "^web/src/features/" }, to: { path: "^web/src/app/" } },
    {
      name: "ui-and-lib-know-nothing-above",
      severity: "error",
      from: { path: "^web/src/(ui|lib)/" },
      to: { path: "^web/src/(app|features)/" },
    },
    {
      name: "viewer-is-a-page-of-its-own",
      severity: "error",
      from: { path: "^web/viewer/" },
      to: { path: "^(web/src/|renderer/)", pathNot: "^web/src/lib/" },
    },
    { name: "nobody-needs-the-viewer", severity: "error", from: { path: "^(web|renderer|runtime)/src/" }, to: { path: "^web/viewer/" } },
    { name: "lib-does-not-draw", severity: "error", from: { path: "^web/src/lib/" }, to: { path: "^web/src/ui/" } },
    {
      name: "runtime-stands-alone",
      severity: "error",
      from: { path: "^runtime/src/" },
      to: { pathNot: "^(runtime/src/|contract/shader\\.json$)" },
    },
    {
      name: "runtime-by-its-front-door",
      severity: "error",
      from: { path: "^(web|renderer)/(src|viewer|embed)/" },
      to: { path: "^runtime/src/", pathNot: "^runtime/src/(inspection/)?index\\.ts$" },
    },
    {
      // What people put into their own pages: over the engine's front door, and the only room of the runtime that may fetch.
      name: "element-stands-on-the-front-door",
      severity: "error",
      from: { path: "^runtime/element/" },
      to: { pathNot: "^(runtime/element/|runtime/src/index\\.ts$|contract/media\\.json$)" },
    },
    {
      name: "element-by-its-front-door",
      severity: "error",
      from: { path: "^(web|renderer)/(src|viewer)/" },
      to: { path: "^runtime/element/", pathNot: "^runtime/element/index\\.ts$" },
    },
    {
      name: "embed-is-a-page-of-its-own",
      severity: "error",
      from: { path: "^web/embed/" },
      to: { pathNot: "^(web/embed/|runtime/element/index\\.ts$)" },
    },
    { name: "nobody-needs-the-embed", severity: "error", from: { path: "^((web|renderer|runtime)/src|web/viewer|runtime/element)/" }, to: { path: "^web/embed/" } },
    {
      name: "server-sides-stay-apart",
      severity: "error",
      from: { path: "^(web|renderer)/src/" },
      to: { path: "^(web|renderer)/src/", pathNot: "^$1/src/" },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, path: "^(runtime|renderer|web)/(src|viewer|embed|element)/", pathNot: "\\.d\\.ts$|/main\\.tsx?$|/index\\.tsx?$" },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "import", "default"] },
  },
};
