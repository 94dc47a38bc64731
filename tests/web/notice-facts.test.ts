import type { Notice } from '../../src/api/contract';
import {
  addresseeOf,
  limitOf,
  matterOf,
  delayOf,
  subjectOf,
  targetOf,
} from '../../web/src/console/notices/notice-facts';

const notice = (more: Partial<Notice> = {}): Notice => ({
  ...{ id: '7', kind: 'task', label: '新任务', clock: null, at: '2026-11-25T10:00:00+08:00', lateBySeconds: 0 },
  ...{ demand: { number: 'SQ20261125000515', title: '东门道闸损坏无人处理' }, unit: null, role: null, data: {} },
  read: false,
  ...more,
});

describe('what a notice is about', () => {
  it.each([
    [
      'the clock and how much of it is used',
      { kind: 'reminder', clock: 'handle', data: { percent: 80 } },
      '办理时限已用 80%',
    ],
    ['the clock alone', { kind: 'supervised', clock: 'reply' }, '反馈时限'],
    ['which call is due', { kind: 'callback_due', clock: 'callback', data: { attempt: 2 } }, '第 2 次通话'],
    ['the task', { data: { task: 'accept' } }, '签收'],
    ['the task of handling', { data: { task: 'handle' } }, '办理'],
    ['what is to be approved', { kind: 'approval', data: { task: 'decide_deferral' } }, '审批挂账'],
    ['an approval that was given', { kind: 'decision', data: { about: 'deferral', approve: true } }, '挂账申请已同意'],
    ['one that was not', { kind: 'decision', data: { about: 'extension', approve: false } }, '延期申请未同意'],
    ['a draft that waits for review', { kind: 'draft_submitted', data: {} }, '请您看过改动和影响，批准或退回'],
    ['one that was published', { kind: 'draft_decided', data: { approve: true, version: 3 } }, '已发布为第 3 版'],
    ['a withdrawal', { kind: 'decision', data: { about: 'withdrawn' } }, '诉求人已撤回'],
    ['nothing more for information that came', { kind: 'information', data: { task: 'handle' } }, null],
  ] as [string, Partial<Notice>, string | null][])('is %s', (_, more, matter) => {
    expect(matterOf(notice(more))).toBe(matter);
  });
});

describe('a notice', () => {
  const fuyong = { id: 'fuyong', name: '福永街道', kind: 'street', level: 'B' } as const;

  it('says to whom it went', () => {
    expect(addresseeOf(notice())).toBe('发给您本人');
    expect(addresseeOf(notice({ unit: fuyong, role: 'supervisor' }))).toBe('发给福永街道 督办员');
  });

  it('says by when', () => {
    expect(limitOf(notice({ data: { dueAt: '2099-11-27T11:12:00+08:00' } }))).toMatch(/^到期 .*11月27日 .* 11:12$/);
    expect(limitOf(notice({ data: { windowEnd: '2099-11-27T11:30:00+08:00' } }))).toMatch(/^时段到 /);
    expect(limitOf(notice())).toBeNull();
  });

  it('says how late it went out, from a minute on', () => {
    expect(delayOf(notice({ lateBySeconds: 59 }))).toBeNull();
    expect(delayOf(notice({ lateBySeconds: 7_200 }))).toBe('比计划晚 2 小时发出');
  });

  it('of a report is named by it and leads to it', () => {
    const ready = notice({
      kind: 'analysis_ready',
      demand: null,
      data: { analysis: 'a1', title: '福永街道十月专题分析' },
    });
    expect([subjectOf(ready), targetOf(ready)]).toEqual(['福永街道十月专题分析', { to: '/analyses/a1', search: {} }]);
  });

  it('of a topic is named by it and leads to it', () => {
    const owned = notice({ kind: 'topic_owned', demand: null, data: { topic: 't1', title: '道闸故障' } });
    expect([subjectOf(owned), targetOf(owned)]).toEqual(['道闸故障', { to: '/topics/t1', search: {} }]);
  });

  it('leads to the case, a callback to its job, and nowhere when the case is out of sight', () => {
    expect(targetOf(notice())).toEqual({ to: '/demands/SQ20261125000515', search: {} });
    expect(targetOf(notice({ kind: 'callback_due', data: { job: 'd1-1' } }))).toEqual({
      to: '/callbacks',
      search: { job: 'd1-1' },
    });
    expect(targetOf(notice({ demand: null }))).toBeNull();
    const data = { draft: 'd7', draftKind: 'calendar', target: '2027' };
    const aboutDraft = notice({ kind: 'draft_submitted', demand: null, data });
    expect(targetOf(aboutDraft)).toEqual({ to: '/admin/calendars', search: { year: '2027', draft: 'd7' } });
    expect(subjectOf(aboutDraft)).toBe('日历草案（2027）');
  });
});
