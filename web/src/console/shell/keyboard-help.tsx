import { useNavigate } from '@tanstack/react-router';
import { Modal } from 'antd';
import { useState } from 'react';
import { activeKeys, useKeys, type Key } from '../keys';

let open: () => void = () => undefined;
export const openKeyboardHelp = (): void => open();

/** The sheet on `?`: what keys do on the page as it stands. */
export function KeyboardHelp() {
  const navigate = useNavigate();
  const [shown, setShown] = useState<[string, Key][] | null>(null);
  const show = () => setShown(activeKeys());
  open = show;
  useKeys({
    '?': { does: '显示这张表', act: show },
    'g m': { does: '去我的待办', act: () => void navigate({ to: '/queues/mine' }) },
    'g o': { does: '去已超时', act: () => void navigate({ to: '/queues/overdue' }) },
    'g a': { does: '去全部诉求', act: () => void navigate({ to: '/demands' }) },
    'g n': { does: '去通知', act: () => void navigate({ to: '/notices' }) },
  });
  return (
    <Modal title="键盘快捷键" open={shown !== null} onCancel={() => setShown(null)} footer={null} width={480}>
      <table className="keys">
        <tbody>
          {(shown ?? []).map(([name, { does }]) => (
            <tr key={name}>
              <th scope="row">
                {name.split(' ').map((each) => (
                  <kbd key={each}>{each}</kbd>
                ))}
              </th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted small">在输入文字或用输入法选字时不起作用；可在右上角菜单中关闭单键快捷键。</p>
    </Modal>
  );
}
