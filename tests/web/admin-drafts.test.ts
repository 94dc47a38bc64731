import type { Draft } from '../../src/api/contract';
import { NOTICES } from '../support/holiday-notices';
import { noticeText } from '../../web/src/console/admin/calendars/read-notice-file';
import { isTelling, progressWords, stateWords } from '../../web/src/console/admin/drafts/draft-words';
import { underData } from '../../web/src/console/admin/drafts/under-data';

const aDraft = (more: Partial<Draft>): Draft => ({
  ...{ id: 'd', kind: 'policy', target: null, baseVersion: 1, note: '', state: 'published', revision: 1, version: 2 },
  ...{ appliesToRunning: true, author: { username: 'a', name: '甲' }, createdAt: '', updatedAt: '', submittedAt: null },
  ...{ reviewer: null, reviewedAt: null, reviewNote: null, progress: null },
  ...more,
});

describe('a draft says where it stands', () => {
  it.each<[string, Partial<Draft>, string, string]>([
    ['in review', { state: 'in_review', version: null }, '待审定', ''],
    ['published and not told yet', {}, '已发布为第 2 版', '正在告知在办诉求'],
    [
      'being told',
      { progress: { told: 500, of: 1_200, finishedAt: null } },
      '已发布为第 2 版',
      '已通知 500 件，共 1200 件',
    ],
    ['told', { progress: { told: 1_199, of: 1_200, finishedAt: 'now' } }, '已发布为第 2 版', '已通知 1199 件在办诉求'],
    ['for new demands only', { appliesToRunning: false }, '已发布为第 2 版', ''],
    ['of rules, which nobody is told', { kind: 'rules', appliesToRunning: false }, '已发布为第 2 版', ''],
  ])('%s', (_what, more, state, progress) => {
    expect([stateWords(aDraft(more)), progressWords(aDraft(more))]).toEqual([state, progress]);
  });

  it('and is asked for again only while it is being told', () => {
    expect(isTelling(aDraft({ kind: 'calendar', appliesToRunning: false }))).toBe(true);
    expect(isTelling(aDraft({ state: 'in_review' }))).toBe(false);
    expect(isTelling(aDraft({ progress: { told: 1, of: 1, finishedAt: 'now' } }))).toBe(false);
  });
});

describe('a file of the notice', () => {
  it.each([
    ['UTF-8', Uint8Array.from(Buffer.from('元旦\uff1a1月1日放假'))],
    ['UTF-8 with its mark', Uint8Array.from(Buffer.from('\ufeff元旦\uff1a1月1日放假'))],
    // 元旦:1月1日放假 in GBK.
    ['GBK', Uint8Array.from(Buffer.from('d4aab5a9a3ba31d4c231c8d5b7c5bcd9', 'hex'))],
  ])('is read in %s', (_encoding, bytes) => {
    expect(noticeText(bytes.buffer)).toBe('元旦\uff1a1月1日放假');
  });

  it('of some length is read whole', () => {
    const bytes = Uint8Array.from(Buffer.from(NOTICES[2026]!));
    expect(noticeText(bytes.buffer)).toBe(NOTICES[2026]);
  });
});

it('errors of a draft are shown at the fields of its editor', () => {
  expect(underData({ '/data/budgets/1/minutes': '太长', '/note': '必填', '/data': '全错' })).toEqual({
    ...{ '/budgets/1/minutes': '太长', '/note': '必填', '': '全错' },
  });
});
