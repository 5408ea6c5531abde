// One lint for every TypeScript room: types are checked, promises are awaited, hooks obey their rules.
import js from "@eslint/js";
import globals from "globals";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["**/dist/**", "**/node_modules/**", "**/*.gen.ts", ".venv/**", ".fractafrag/**", "**/*.config.{js,ts}", "**/*.cjs", "**/test-results/**"] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    },
  },
  { files: ["**/*.mjs", "**/*.js"], ...ts.configs.disableTypeChecked, languageOptions: { parserOptions: { projectService: false, project: null }, globals: { ...globals.node, document: "readonly" } } },
  { files: ["web/src/**/*.{ts,tsx}"], plugins: { "react-hooks": hooks }, rules: hooks.configs.recommended.rules },
);
