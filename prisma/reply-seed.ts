import type { Database } from '../src/database/client';
import { ALWAYS_REQUIRED, type ReplyRequirement } from '../src/domain/reply';
import type { NewTemplate } from '../src/database/reply-templates';

// 示例: which matters need pictures is this project's own guess; no authority has confirmed it.
const elements = [...ALWAYS_REQUIRED];
const requirements: ReplyRequirement[] = [
  { kind: null, category: null, elements, evidence: 'none' },
  { kind: null, category: '装修工程', elements, evidence: 'before_after' },
  { kind: null, category: '施工占道', elements, evidence: 'after' },
];

type Template = Omit<NewTemplate, 'unitId'>;
const any = { kind: null, category: null, result: null };
const contact = '【单位】【经办部门】，办公电话【区号-号码】';

const templates: Template[] = [
  {
    ...{ ...any, result: 'resolved', name: '已解决（示例）' },
    texts: {
      found: '您好！收到您反映的情况后，我们于【日期】到【地点】查看，情况属实：【查明的情况】。',
      done: '我们已【采取的措施】，于【完成日期】办理完毕。',
      basis: '【文件名称和条款】',
      contact,
    },
  },
  {
    ...{ ...any, result: 'explained', name: '解释说明（示例）' },
    texts: {
      found: '您好！您反映的问题，我们于【日期】向【有关单位】核实：【查明的情况】。',
      done: '按照现行规定，【结论和原因】。您还可以【其他途径】。',
      basis: '【文件名称和条款】',
      contact,
    },
  },
  {
    ...{ ...any, kind: 'suggestion', result: 'adopted', name: '建议采纳（示例）' },
    texts: {
      found: '您好！感谢您的建议。我们于【日期】组织【参加单位】研究，认为【研究情况】。',
      done: '建议予以采纳，由【责任单位】于【日期】前落实。',
      basis: '【会议纪要或文件名称】',
      contact,
    },
  },
];

/** Fixed ids, so that what somebody took out of force does not come back. */
const idOf = (group: number, index: number): string =>
  `00000000-0000-4000-800${group}-${String(index + 1).padStart(12, '0')}`;

/** What replies must hold, and templates to write them with. */
export async function seedReplies(database: Database, unitId: string): Promise<void> {
  await database.replyRequirement.createMany({
    data: requirements.map((requirement, i) => ({ id: idOf(1, i), ...requirement, updatedBy: 'seed' })),
    skipDuplicates: true,
  });
  await database.replyTemplate.createMany({
    data: templates.map((template, i) => ({ id: idOf(2, i), unitId, ...template, updatedBy: 'seed' })),
    skipDuplicates: true,
  });
}
