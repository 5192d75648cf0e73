/** Lint rules of the whole workspace; the floors and towers of ARCHITECTURE.md are enforced here. Run it through `nx`. */
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** A library imports only from lower floors; libraries on one floor do not import each other. */
const floors = [0, 1, 2, 3, 4, 5, 6].map((floor) => ({
  sourceTag: `floor:${floor}`,
  onlyDependOnLibsWithTags: Array.from({ length: floor }, (_, below) => `floor:${below}`),
}));

const towers = ['tsdb', 'platform'].map((tower) => ({
  sourceTag: `tower:${tower}`,
  onlyDependOnLibsWithTags: [`tower:${tower}`, 'tower:shared'],
}));

export default tseslint.config(
  { ignores: ['**/dist/**', '**/out-tsc/**', '**/node_modules/**', '**/testdata/**', '**/*.mjs'] },
  ...tseslint.configs.recommended,
  {
    plugins: { '@nx': nx },
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: ['^.*/vitest\\.shared\\.ts$'],
          depConstraints: [
            ...floors,
            ...towers,
            { sourceTag: 'tower:tools', onlyDependOnLibsWithTags: ['*'] },
            { sourceTag: 'tower:shared', onlyDependOnLibsWithTags: ['tower:shared'] },
          ],
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'index.ts lists names: no `export *`.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
      ],
      eqeqeq: 'error',
    },
  },
);
