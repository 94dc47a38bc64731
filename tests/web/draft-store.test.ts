import { draftsIn } from '../../web/src/console/parts/draft-store';

/** As in a browser, what is kept are the storage's own properties. */
function aMachine() {
  const texts: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => texts[key] ?? null,
    setItem: (key: string, text: string) => void (texts[key] = text),
    removeItem: (key: string) => void delete texts[key],
  };
  for (const [name, value] of Object.entries(methods)) Object.defineProperty(texts, name, { value });
  return { texts, drafts: draftsIn(texts as unknown as typeof methods) };
}

describe('a draft on a machine that several people use', () => {
  it('is there only for the person who wrote it', () => {
    const { drafts } = aMachine();
    drafts.keep('zhihui.handler', 'SQ1:finish', '{"summary":"已约物业"}');
    expect(drafts.kept('zhihui.handler', 'SQ1:finish')).toEqual({ summary: '已约物业' });
    expect(drafts.has('zhihui.handler2', 'SQ1:finish')).toBe(false);
    expect(drafts.kept('zhihui.handler2', 'SQ1:finish')).toBeNull();
  });

  it('is gone once it was sent', () => {
    const { drafts } = aMachine();
    drafts.keep('zhihui.handler', 'file', '{}');
    drafts.forget('zhihui.handler', 'file');
    expect(drafts.has('zhihui.handler', 'file')).toBe(false);
  });

  it('goes with the drafts of everybody when somebody signs out, and nothing else goes', () => {
    const { texts, drafts } = aMachine();
    drafts.keep('zhihui.handler', 'file', '{}');
    drafts.keep('baoan.administrator', 'policy:3', '{}');
    texts.appearance = '{}';
    drafts.forgetAll();
    expect(Object.keys(texts)).toEqual(['appearance']);
  });

  it.each(['{"summary":', '"text"', 'null', '7'])('is forgotten when what is kept is no draft: %s', (text) => {
    const { drafts } = aMachine();
    drafts.keep('zhihui.handler', 'file', text);
    expect(drafts.kept('zhihui.handler', 'file')).toBeNull();
    expect(drafts.has('zhihui.handler', 'file')).toBe(false);
  });
});
