import { Tour as AntdTour } from 'antd';
import { useEffect, useState } from 'react';

let start: () => void = () => undefined;
export const startTour = (): void => start();

const at = (name: string) => () => document.querySelector<HTMLElement>(`[data-tour="${name}"]`)!;
const STEPS = [
  {
    at: 'navigation',
    title: '左边是您的工作',
    description: '每个队列后面的数字是等着办的件数，随时更新。红字的是已经超时的。',
  },
  { at: 'list', title: '先到期的排在最前', description: '每行右边写着还剩多少工作时间。用 j、k 上下移动，回车打开。' },
  { at: 'filters', title: '筛选会记在网址里', description: '筛好以后可以存成视图，自己用，或与本单位共用。' },
  { at: 'case', title: '右边是这件诉求', description: '谁提的、谁在办、每个时限怎么算出来的、办过什么，都在这里。' },
  { at: 'actions', title: '只有您能做的才能点', description: '暂时不能做的，鼠标停在上面会说明为什么。' },
  { at: 'search', title: '找一件诉求', description: '按 / 直接跳到这里，输入编号或文字。' },
  { at: 'notices', title: '超时升级会马上出现', description: '不用刷新；没看到的都留在这里。' },
  {
    at: 'account',
    title: '外观、快捷键和这份导览',
    description: '深色、高对比、长者模式都在这个菜单里。按 ? 看全部快捷键。',
  },
];

/** For a newcomer: at most eight steps, of what stands on the page now. */
export function Tour() {
  const [isOpen, setOpen] = useState(false);
  const [steps, setSteps] = useState<typeof STEPS>([]);
  useEffect(() => {
    start = () => {
      setSteps(STEPS.filter((step) => at(step.at)() !== null));
      setOpen(true);
    };
  }, []);
  return (
    <AntdTour
      open={isOpen}
      onClose={() => setOpen(false)}
      steps={steps.map((step) => ({ title: step.title, description: step.description, target: at(step.at) }))}
    />
  );
}
