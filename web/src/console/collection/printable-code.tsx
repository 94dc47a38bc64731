import { Button, QRCode } from 'antd';
import { useRef, type ReactNode } from 'react';
import { palettes } from '../../design/tokens';
import { printPoster } from '../admin/units/print-poster';
import './collection.css';

const SIZE = 160;

/** An address that people open by its QR code: to send, to download, to print and hang up. */
export function PrintableCode({ name, address, children }: { name: string; address: string; children?: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const picture = () => box.current!.querySelector('canvas')!.toDataURL('image/png');

  const download = () => {
    const link = document.createElement('a');
    link.href = picture();
    link.download = `${name}-登记二维码.png`;
    link.click();
  };

  return (
    <div className="printable-code">
      <div ref={box}>
        <QRCode
          type="canvas"
          aria-label={`${name}登记页的二维码`}
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
      <div className="printable-code-link">
        <a href={address} target="_blank" rel="noreferrer">
          {address}
        </a>
        <div className="page-actions">
          <Button onClick={download}>下载二维码</Button>
          <Button onClick={() => printPoster({ name, address, picture: picture() })}>打印张贴页</Button>
          {children}
        </div>
      </div>
    </div>
  );
}
