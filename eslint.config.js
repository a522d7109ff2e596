import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** The pages alone: oxlint looks at all code (.oxlintrc.json), and does not know these rules. */
export default tseslint.config({
  files: ['apps/portal/**/*.ts', 'apps/portal/**/*.tsx'],
  extends: [tseslint.configs.base, reactHooks.configs.flat['recommended-latest']],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        // What providers send is hostile: it is shown as text and nothing else.
        selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
        message: 'Show text as a text node.',
      },
    ],
  },
});
