import { liveSchema } from '../../src/api/demands/live';
import { livePhase } from '../../src/domain/live';
import { lengthWords, mediaKindOf } from '../../src/domain/media';
import { liveHost, liveTime } from '../../web/src/media/live-words';
import { noRecorder, refusalOf } from '../../web/src/media/recording-words';
import { problemFrom } from '../../src/api/error-handler';
import { speakChinese } from '../../src/api/validation-messages';

const at = (time: string): string => `2026-11-28T${time}:00+08:00`;
const live = { url: 'https://live.example.com/room/1', startsAt: at('15:00'), endsAt: at('16:30') };
const november = Date.parse('2026-11-20T09:00:00+08:00');

describe('a live stream', () => {
  it('is told with its day and time, in Beijing', () => {
    expect(liveTime(live, november)).toBe('11月28日 周六 15:00–16:30');
    expect(liveTime({ ...live, endsAt: undefined }, november)).toBe('11月28日 周六 15:00 开始');
    const overnight = { ...live, endsAt: '2026-11-29T00:30:00+08:00' };
    expect(liveTime(overnight, november)).toBe('11月28日 周六 15:00–11月29日 周日 00:30');
  });

  it('is ahead, on, and over; without an end it is thought to last two hours', () => {
    const phaseAt = (time: string, of: Parameters<typeof livePhase>[0] = live) => livePhase(of, Date.parse(at(time)));
    expect([phaseAt('14:59'), phaseAt('15:00'), phaseAt('16:29'), phaseAt('16:30')]).toEqual([
      'ahead',
      'on',
      'on',
      'over',
    ]);
    const open = { url: live.url, startsAt: live.startsAt };
    expect([phaseAt('16:59', open), phaseAt('17:00', open)]).toEqual(['on', 'over']);
  });

  it.each([
    ['http://live.example.com', '/url'],
    ['javascript:alert(1)', '/url'],
    ['https://official.gov.cn@evil.example/', '/url'],
    ['直播间', '/url'],
    [`https://a.cn/${'x'.repeat(500)}`, '/url'],
  ])('by the address %s is refused', (url, path) => {
    speakChinese();
    const { error } = liveSchema.safeParse({ ...live, url });
    const problem = problemFrom(error);
    expect([problem.code, problem.errors?.[0]?.path]).toEqual(['invalid_input', path]);
    expect(problem.errors?.[0]?.message).toMatch(/[\u4e00-\u9fff]/);
  });

  it('ends after it begins, within a day, at times with an offset', () => {
    const pathOf = (change: object): unknown =>
      liveSchema.safeParse({ ...live, ...change }).error?.issues[0]?.path[0] ?? 'taken';
    expect(pathOf({})).toBe('taken');
    expect(pathOf({ endsAt: undefined })).toBe('taken');
    expect(pathOf({ endsAt: at('15:00') })).toBe('endsAt');
    expect(pathOf({ endsAt: '2026-11-30T15:00:00+08:00' })).toBe('endsAt');
    expect(pathOf({ startsAt: '2026-11-28 15:00' })).toBe('startsAt');
    expect(liveSchema.safeParse({ ...live, title: '甲' }).success).toBe(false);
  });

  it('names the host to which its link leads, and follows no other', () => {
    expect([liveHost(live.url), liveHost('http://a.cn'), liveHost('甲')]).toEqual(['live.example.com', null, null]);
  });
});

describe('a recording', () => {
  it('has its length told as a clock', () => {
    expect([0.4, 65, 599.6, 3_725].map(lengthWords)).toEqual(['0:00', '1:05', '10:00', '1:02:05']);
  });

  it('is voice or film by its type, and what is neither is a document', () => {
    expect(['audio/webm', 'video/mp4', 'image/png', 'application/pdf'].map(mediaKindOf)).toEqual([
      ...['voice', 'video', 'picture', 'document'],
    ]);
  });

  it.each([
    ['NotAllowedError', /许可.*允许/],
    ['NotFoundError', /没有找到麦克风/],
    ['NotReadableError', /正被别的程序使用/],
    ['AbortError', /现在录不了/],
  ])('that the browser refuses with %s says what to do', (name, says) => {
    for (const kind of ['voice', 'video'] as const) {
      expect(refusalOf(new DOMException('x', name), kind)).toMatch(says);
      expect(refusalOf(new DOMException('x', name), kind)).toMatch(/作为文件添加。$/);
    }
    expect(noRecorder('video')).toMatch(/不能录像.*换用系统自带的浏览器/);
  });
});
