import path from 'node:path';
import ts from 'typescript';
import { root } from '../support/source-files';

const webConfig = path.join(root, 'web/tsconfig.json');
const schemaFile = path.join(root, 'src/api/demands/view.ts');
const pageFile = path.join(root, 'web/src/console/case/case-head.tsx');

/** What the compiler says of a page of the console when the API's schema of a demand reads otherwise. */
function complaintsWith(change: (schema: string) => string): string[] {
  const { config } = ts.readConfigFile(webConfig, (file) => ts.sys.readFile(file)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, path.dirname(webConfig));
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) => {
    if (path.resolve(file) !== schemaFile) return getSourceFile(file, ...rest);
    return ts.createSourceFile(file, change(ts.sys.readFile(schemaFile)!), ts.ScriptTarget.ESNext);
  };
  const program = ts.createProgram([pageFile], options, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(pageFile))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

describe('the types of the console', () => {
  it('come from the schemas of the API: a field that is renamed there breaks the build of the console', () => {
    // That it builds as it is, the type check says.
    const renamed = complaintsWith((schema) => schema.replace(/^ {4}holder: z$/m, '    bearer: z'));
    expect(renamed.join('\n')).toMatch(/holder/);
  });
});
