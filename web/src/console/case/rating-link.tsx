import { Typography } from 'antd';
import type { HookAPI } from 'antd/es/modal/useModal';

/** After a reply: the link by which the reporter rates. It goes to the reporter; nobody else is shown it again. */
export function showRatingLink(modal: HookAPI, token: string): void {
  const link = `${location.origin}/m/rate#${token}`;
  modal.info({
    title: '请把评价链接交给诉求人',
    content: (
      <>
        <p>诉求人打开链接就能评价，不用登录。这个链接只显示这一次；诉求人在进度页上也能评价。</p>
        <Typography.Text copyable>{link}</Typography.Text>
      </>
    ),
    okText: '知道了',
    width: 560,
  });
}
