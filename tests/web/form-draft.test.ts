import { blankForm, changed, moved, publishedFields, withNewField } from '../../web/src/console/admin/forms/form-draft';
import { campaignOf, valuesOf } from '../../web/src/console/campaigns/campaign-fields';
import { spanText } from '../../web/src/console/campaigns/span-text';
import type { Campaign } from '../../src/api/contract';
import type { FormField } from '../../src/domain/form';

const field = (name: string, more: Partial<FormField> = {}): FormField => ({
  ...{ name, label: name, kind: 'text', required: false },
  ...more,
});
const names = (fields: FormField[]) => fields.map(({ name }) => name);

describe('a form being built', () => {
  it('gets fields under names that no other has', () => {
    expect(names(withNewField([field('field2')]))).toEqual(['field2', 'field3']);
    expect(names(withNewField(blankForm('baoan').fields))).toEqual(['field1']);
  });

  it('has its fields moved one up or down, and never out of the list', () => {
    const fields = [field('a'), field('b'), field('c')];
    expect(names(moved(fields, 2, -1))).toEqual(['a', 'c', 'b']);
    expect(names(moved(fields, 0, 1))).toEqual(['b', 'a', 'c']);
    expect([names(moved(fields, 0, -1)), names(moved(fields, 2, 1))]).toEqual([names(fields), names(fields)]);
    expect(changed(fields, 1, { label: '新' })[1]).toMatchObject({ name: 'b', label: '新' });
  });

  it('is published without empty lines, and with options only where one chooses', () => {
    const options = [' 一号线 ', '', '一号线', '二号线'];
    expect(
      publishedFields([
        field('line', { kind: 'choice', options, categories: [], help: ' ' }),
        field('plain', { options, label: ' 说明 ', help: ' 写清楚 ', categories: ['交通出行'] }),
      ]),
    ).toEqual([
      { name: 'line', label: 'line', kind: 'choice', required: false, options: ['一号线', '二号线'] },
      { name: 'plain', label: '说明', kind: 'text', required: false, help: '写清楚', categories: ['交通出行'] },
    ]);
  });
});

describe('a campaign being written', () => {
  const campaign = {
    ...{
      kind: 'forum',
      name: '论坛',
      unit: { id: 'fuyong' },
      host: '甲',
      location: '乙',
      channel: '微论坛',
      form: null,
    },
    ...{ startsAt: '2026-03-01T09:00:00.000+08:00', endsAt: '2026-03-01T11:30:00.000+08:00' },
  } as Campaign;

  it('has its times in Beijing, whatever the clock of the machine says', () => {
    expect(valuesOf(campaign)).toMatchObject({
      startsAt: '2026-03-01T09:00',
      endsAt: '2026-03-01T11:30',
      unit: 'fuyong',
    });
    expect(campaignOf(valuesOf(campaign))).toMatchObject({
      ...{ startsAt: '2026-03-01T09:00:00+08:00', endsAt: '2026-03-01T11:30:00+08:00', form: null },
    });
  });

  it('names the day once when it begins and ends on it', () => {
    expect(spanText(campaign)).toMatch(/3月1日 周日 09:00 – 11:30$/);
    expect(spanText({ ...campaign, endsAt: '2026-03-02T11:30:00.000+08:00' })).toMatch(/09:00 – .*3月2日 周一 11:30$/);
  });
});
