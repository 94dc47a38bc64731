import type { Database, Prisma } from '../src/database/client';
import type { ChannelKind } from '../src/domain/channel';
import type { FormData, FormField } from '../src/domain/form';
import { FILED_KINDS } from '../src/domain/vocabulary';

/** The N channels of the «124N» model and those by which people and machines reach the service by themselves. */
const channels: [name: string, kind: ChannelKind][] = [
  ['党群服务中心', 'place'],
  ['书记工作室', 'place'],
  ['暖蜂驿站', 'place'],
  ['微论坛', 'event'],
  ['主题党日', 'event'],
  ['展会', 'event'],
  ['包干队伍', 'team'],
  ['楼宇薪火小站', 'building'],
  ['党建联席会议', 'event'],
  ['电话', 'remote'],
  ['网站', 'remote'],
  ['扫码', 'remote'],
  ['微信', 'remote'],
  ['接口', 'machine'],
];

const categories = [
  ...['政策落地', '施工占道', '交通出行', '托育服务', '安全生产', '装修工程', '劳资纠纷', '欠薪维权', '理财投资'],
  '其他',
];

const spot: FormField = {
  ...{ name: 'spot', label: '具体位置', kind: 'text', required: true, help: '楼栋、楼层或路段' },
  categories: ['安全生产', '装修工程', '施工占道'],
};
const affected: FormField = {
  ...{ name: 'affected', label: '涉及人数', kind: 'number', required: false },
  categories: ['劳资纠纷', '欠薪维权'],
};
const wish: FormField = { name: 'wish', label: '希望怎样解决', kind: 'area', required: false };

// The report names the two forms and no field of theirs.
const forms: ({ code: string } & FormData)[] = [
  {
    code: 'organisation',
    title: '“两企三新”党组织诉求建议征集表',
    intro: '由单建、联建、行业协会党组织填写，反映本组织和所在企业的诉求建议。各栏目为示例，尚未经主管部门确认。',
    subjectTypes: ['sole', 'joint', 'association'],
    ...{ kinds: [...FILED_KINDS], categories, channels: [], asksContact: 'optional' },
    fields: [
      { name: 'members', label: '党员人数', kind: 'number', required: false },
      {
        name: 'enterprise',
        label: '涉及企业',
        kind: 'text',
        required: false,
        help: '诉求来自哪家企业；多家时写主要的',
      },
      ...[spot, affected, wish],
    ],
  },
  {
    code: 'member',
    title: '“两企三新”党组织党员诉求建议征集表',
    intro: '由党员本人填写，也可以反映身边职工的诉求建议。各栏目为示例，尚未经主管部门确认。',
    subjectTypes: ['member'],
    ...{ kinds: [...FILED_KINDS], categories, channels: [], asksContact: 'optional' },
    fields: [{ name: 'branch', label: '所在党组织', kind: 'text', required: true }, ...[spot, affected, wish]],
  },
];

/** Adds what is missing and changes nothing that is there. */
export async function seedCollection(database: Database, unitId: string): Promise<void> {
  const data = channels.map(([name, kind], position) => ({ name, kind, position }));
  await database.channel.createMany({ data, skipDuplicates: true });
  await database.form.createMany({ data: forms.map(({ code }) => ({ code, unitId })), skipDuplicates: true });
  const versions = forms.map(({ code, ...form }) => ({
    ...{ formCode: code, version: 1 },
    data: form as unknown as Prisma.InputJsonObject,
  }));
  await database.formVersion.createMany({ data: versions, skipDuplicates: true });
}
