import { createDocument, type Document } from '../../src/pdf/document';
import { systemFont } from '../../src/pdf/fonts';
import { breakLines } from '../../src/pdf/lines';
import { readPdf } from '../support/pdf-text';

const createdAt = new Date('2026-11-25T09:00:00+08:00');

async function printed(
  draw: (document: Document) => void,
  options: { fontPath?: string; counted?: boolean } = {},
): Promise<{ pages: string[]; text: string; info: string; bytes: Buffer }> {
  const document = await createDocument({ title: '答复函', createdAt, ...options });
  draw(document);
  document.end();
  const chunks: Buffer[] = [];
  for await (const chunk of document.stream) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const { pages, info } = readPdf(bytes);
  return { pages, info, bytes, text: pages.join('\n').replaceAll('\n', '') };
}

describe('lines of Chinese text', () => {
  const byCharacter = (text: string): number => [...text].length;
  const lines = (text: string, width: number): string[] => breakLines(text, width, byCharacter);

  it('never begin with a closing mark and never end with an opening one', () => {
    expect(lines('路灯坏了两周，晚上看不清（东门）。', 6)).toEqual(['路灯坏了两', '周，晚上看不', '清（东门）。']);
    const text = '您好！您反映的“夜间照明不足”一事，我们（龙腾社区）已于11月3日到场查看，并更换路灯12盏。';
    for (let width = 4; width < 30; width += 1) {
      for (const line of lines(text, width).slice(1)) expect(line).not.toMatch(/^[。，！）”]/);
      for (const line of lines(text, width).slice(0, -1)) expect(line).not.toMatch(/[“（]$/);
      expect(lines(text, width).join('')).toBe(text);
    }
  });

  it('keep words and numbers whole, except those longer than a line', () => {
    expect(lines('共 1234567 元', 8)).toEqual(['共', '1234567', '元']);
    expect(lines('见https://example.cn/abcdefghij', 10).join('')).toBe('见https://example.cn/abcdefghij');
    expect(lines('一二\n\n三', 10)).toEqual(['一二', '', '三']);
  });

  it('drop what steers the direction of writing or joins characters', () => {
    expect(lines('\u202e倒着\u200b写\u0007', 10)).toEqual(['倒着写']);
  });
});

describe('a PDF', () => {
  it('gives its Chinese text back when it is copied', async () => {
    const { text, info } = await printed((document) => {
      document.heading('关于龙腾社区路灯问题的答复', 1);
      document.paragraph('您好！经查，西门 12 盏路灯因线路老化熄灭，已于 2026-11-03 全部更换。');
      document.facts([
        ['编号', 'SQ202611030001X'],
        ['办理结果', '已解决'],
      ]);
      document.bars([{ label: '西乡街道', value: 12, text: '12 件' }]);
    });
    for (const part of [
      '关于龙腾社区路灯问题的答复',
      '西门 12 盏路灯因线路老化熄灭',
      'SQ202611030001X',
      '已解决',
      '12 件',
      '第 1 页',
    ])
      expect(text).toContain(part);
    expect(info).toContain('/Title');
  });

  it('takes rare characters from the font of the system, and says 〓 where no font has one', async () => {
    const fontPath = systemFont();
    const draw = (document: Document): void => document.paragraph('①𠮷龘先生😀来信');
    const alone = await printed(draw);
    expect(alone.text).toContain('先生〓来信');
    if (fontPath === undefined) return;
    const { text } = await printed(draw, { fontPath });
    expect(text).toContain('①𠮷龘先生〓来信');
  });

  it('keeps long texts whole over pages, and repeats the header of a table on each', async () => {
    const long = Array.from({ length: 400 }, (_, index) => `第${index}句话说的是园区西门停车。`).join('');
    const rows = Array.from({ length: 120 }, (_, index) => [`行${index}止`, index === 60 ? long : '已办结']);
    const { pages, text } = await printed(
      (document) => {
        document.paragraph(long);
        document.nextPage();
        document.table([{ title: '事项名' }, { title: '结果', share: 0.4 }], rows);
      },
      { counted: true },
    );
    const body = pages
      .flatMap((page) => page.split('\n').filter((line) => !/^(答复函|第 \d.*页|事项名|结果|行\d+止)$/.test(line)))
      .join('');
    expect(body.split(long)).toHaveLength(3);
    rows.forEach(([name]) => expect(text).toContain(name));
    const withTable = pages.filter((page) => page.includes('已办结'));
    expect(withTable.length).toBeGreaterThan(3);
    for (const page of withTable) expect(page).toContain('事项名');
    pages.forEach((page, index) => expect(page).toContain(`第 ${index + 1} 页，共 ${pages.length} 页`));
  });
});
