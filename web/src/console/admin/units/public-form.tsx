import { Button, QRCode } from 'antd';
import { useRef } from 'react';
import type { TreeUnit } from '../../../../../src/api/contract';
import { palettes } from '../../../design/tokens';
import { printPoster } from './print-poster';

const SIZE = 160;

/** Every unit has a page where anybody files a demand without login: its address and its code, to send, to print, to hang up. */
export function PublicForm({ unit }: { unit: TreeUnit }) {
  const box = useRef<HTMLDivElement>(null);
  const address = `${location.origin}/m/file/${unit.id}`;
  const picture = () => box.current!.querySelector('canvas')!.toDataURL('image/png');

  const download = () => {
    const link = document.createElement('a');
    link.href = picture();
    link.download = `${unit.name}-登记二维码.png`;
    link.click();
  };

  return (
    <section className="section" aria-labelledby="unit-form">
      <h2 id="unit-form">公开登记页</h2>
      <p className="muted">不用登录。手机扫码打开,所在单位已经选好;贴在前台、电梯间,或发到群里。</p>
      <div className="admin-form-code">
        <div ref={box}>
          <QRCode
            type="canvas"
            aria-label={`${unit.name}登记页的二维码`}
            value={address}
            size={SIZE}
            marginSize={2}
            errorLevel="M"
            bordered={false}
            // A reader wants dark on light, whatever the theme.
            color={palettes.light.text}
            bgColor={palettes.light.surface}
          />
        </div>
        <div className="admin-form-link">
          <a href={address} target="_blank" rel="noreferrer">
            {address}
          </a>
          <div className="page-actions">
            <Button onClick={download}>下载二维码</Button>
            <Button onClick={() => printPoster({ name: unit.name, address, picture: picture() })}>打印张贴页</Button>
          </div>
        </div>
      </div>
    </section>
  );
}
