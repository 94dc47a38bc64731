import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const pages = ['web/src/**/*.ts', 'web/src/**/*.tsx'];
const typeScript = [
  'src/**/*.ts',
  'workflows/**/*.ts',
  'activities/**/*.ts',
  'prisma/**/*.ts',
  'tests/**/*.ts',
  ...pages,
];

const onlyFrom = (regex, message) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex, message, allowTypeImports: true }] }],
});

const pure =
  'src/domain imports only itself: the rules are pure, and the console and the workflow bundle use them too.';

/** Chinese sentences have Chinese signs (GB/T 15834): a half-width one after a Chinese character is a slip. */
const halfWidth = String.raw`/[\u3400-\u9fff”》][,;:?!]|[\u3400-\u9fff]\(/`;
const chineseSigns = [
  `Literal[value=${halfWidth}]`,
  `TemplateElement[value.raw=${halfWidth}]`,
  `JSXText[value=${halfWidth}]`,
  // Between two values of a page, or after the name of one.
  String.raw`JSXExpressionContainer + JSXText[value=/^[,;:?!(]/]`,
  String.raw`JSXText[value=/^\($/]`,
];

export default defineConfig(
  { ignores: ['dist*/', '.data*/', 'coverage/', 'node_modules/', 'src/database/generated/'] },
  {
    files: typeScript,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // `async` without `await` turns a throw into a rejection, which is what callers of a promise expect.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: [...typeScript, 'scripts/**/*.mjs'],
    // There half-width signs are part of patterns and of a table.
    ignores: [
      'tests/**',
      'src/domain/holiday-notice.ts',
      'src/domain/personal-numbers.ts',
      'src/similarity/concepts.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...chineseSigns.map((selector) => ({ selector, message: 'Use full-width signs in Chinese sentences.' })),
      ],
    },
  },
  {
    files: ['workflows/**/*.ts'],
    rules: onlyFrom(
      String.raw`^(?!@temporalio/(workflow|common)$|\./|\.\./src/domain/)`,
      'Workflow code is replayed and bundled: it may import @temporalio/workflow, @temporalio/common, src/domain and, as types only, activities.',
    ),
  },
  { files: ['src/domain/*.ts'], rules: onlyFrom(String.raw`^(?!\./)`, pure) },
  { files: ['src/domain/*/*.ts'], rules: onlyFrom(String.raw`^(?!\./|\.\./(?!\.))`, pure) },
  {
    files: pages,
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: String.raw`^(\.\./)+src/(?!domain/)`,
              message: 'Pages take values from src/domain only; of the API they know types.',
              allowTypeImports: true,
            },
            {
              regex: String.raw`^(\.\./)+(workflows|activities|prisma)|^(\.\./)+src/(?!domain/|api/contract$)`,
              message: 'Types of the API come from src/api/contract.ts.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      // Answers of the service are read as plain JSON: what the test expects is the check.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
