export type RecordedKind = 'voice' | 'video';

/** Seconds that a recording may last. */
export const LONGEST: Record<RecordedKind, number> = { voice: 300, video: 180 };

/** What to do instead, by what the browser said. */
export function refusalOf(error: unknown, kind: RecordedKind): string {
  const device = kind === 'voice' ? '麦克风' : '麦克风和摄像头';
  const otherwise = `也可以用手机自带的${kind === 'voice' ? '录音机' : '相机'}录好，再作为文件添加。`;
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError')
    return `没有得到使用${device}的许可。请点地址栏旁的图标或在浏览器设置里允许，再录一次；${otherwise}`;
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return `这台设备上没有找到${device}。${otherwise}`;
  if (name === 'NotReadableError') return `${device}正被别的程序使用，请关掉它再录一次；${otherwise}`;
  return `这里现在录不了${kind === 'voice' ? '音' : '像'}。${otherwise}`;
}

export const noRecorder = (kind: RecordedKind): string =>
  `这个浏览器不能录${kind === 'voice' ? '音' : '像'}。请用手机自带的${kind === 'voice' ? '录音机' : '相机'}录好，再作为文件添加；或换用系统自带的浏览器打开本页。`;

/** Stopped before the first sound or picture came. */
export const nothingRecorded = (kind: RecordedKind): string =>
  `什么也没有录到，没有加到附件里。请再试一次，看到时间走起来再${kind === 'voice' ? '说话' : '拍'}，录完再按停止。`;
