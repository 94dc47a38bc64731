import { ROLE_LABELS, STAGES } from '../../domain/vocabulary';

/** What a parameter means wherever its own schema does not say; by where it stands and its name. */
export const PARAMETERS: Record<string, string> = {
  'header idempotency-key':
    '幂等键：为每一次意图取一个新值（如 UUID），重试时用同一个。同键同内容得到同一个回答，不会办两次；同键不同内容答 422 idempotency_conflict',
  'header last-event-id': '上次收到的最后一条通知的编号，补收其后的',
  'query limit': '一页最多几项',
  'query cursor': '下一页：上一页回答里的 nextCursor，原样带回；其余条件不变',
  'query kind': '类型',
  'query state': '状态',
  'query category': '类别',
  'query unit': '单位的 id',
  'query level': '层级：A 区、B 街道、C 园区或社区',
  'query supervised': '正在督办的（true），或没有督办的（false）',
  'query sort': '次序；前加 - 为倒序',
  'query format': '文件格式',
  'query stage': `环节：${Object.entries(STAGES)
    .map(([name, label]) => `${name} ${label}`)
    .join('、')}`,
  'query overdue': '已超时的（true），或没有超时的（false）',
  'query q': '要查找的文字',
  'query role': `角色：${Object.entries(ROLE_LABELS)
    .map(([name, label]) => `${name} ${label}`)
    .join('、')}`,
  'query action': '审计的操作',
  'query team': '队伍（单位）的 id',
  'query enterprise': '企业的 id',
  'query change': '哪一种变化',
  'query queue': '队列：mine 轮到我的，unit 本单位的，overdue 已超时的……',
  'query urgency': '缓急',
  'query risk': '风险',
  'query unread': '只列未读的',
  'query apply': 'true 为写入，否则只核对',
  'query version': '第几版；不填为现行版本',
  'path id': 'id，取自列表或新建时的回答',
  'path number': '诉求编号，如 SQ20261126000019',
  'path token': '链接里的口令：登记时给出的 trackingToken，或反馈后给出的 ratingToken',
  'path code': '编号',
  'path unit': '单位的 id',
  'path version': '第几版；current 为现行版本',
  'path year': '年份',
  'path username': '用户名',
  'path form': '征集表的编号',
  'path action': '操作',
};
