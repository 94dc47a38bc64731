import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useEffect, useRef } from 'react';
import type { TakenDemand } from '../../../../src/api/contract';
import { CLOCKS, STAGES } from '../../../../src/domain/vocabulary';
import { QrCode } from '../../phone/parts/qr-code';
import { moment } from '../../time/format';
import { copyText } from '../parts/copy-text';
import { serviceQuery } from '../session';

/** After filing: the number for the books, the link for the reporter, and the next one. */
export function FiledReceipt({ taken, onAgain }: { taken: TakenDemand; onAgain: () => void }) {
  const { message } = App.useApp();
  const publicUrl = useQuery(serviceQuery).data?.publicUrl ?? location.origin;
  const link = `${publicUrl}/m/track#${taken.trackingToken}`;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const copy = async () => {
    if (await copyText(link)) void message.success('已复制，可以发给诉求人。');
    else void message.info('浏览器不让复制，请选中链接后自己复制。');
  };
  const running = taken.clocks.find(({ state }) => state === 'running');
  return (
    <section className="filing-done" aria-labelledby="filed">
      <h2 id="filed" ref={heading} tabIndex={-1}>
        已登记：<span className="number">{taken.number}</span>
      </h2>
      <p className="words">{taken.title}</p>
      <p>
        {STAGES[taken.stage]}
        {running
          ? `，${CLOCKS[running.name]}最迟 ${moment(running.dueAt)}${running.provisional ? '（暂定）' : ''}`
          : ''}
        。
        <Link to="/demands/$number" params={{ number: taken.number }}>
          打开这件诉求
        </Link>
      </p>
      <div className="filing-link panel">
        <QrCode text={link} label={`查询 ${taken.number} 进度的二维码，内容与旁边的链接相同`} size={184} />
        <div>
          <h3>请把查询链接交给诉求人</h3>
          <p className="muted">
            对方在眼前，请他用手机扫码；是来电，请把链接发到他的手机上。凭它查进度、补充材料、评价，不用登录。以后丢了，本单位的收集人员可以在这件诉求里再给一次，记入审计。
          </p>
          <p className="words filing-url">{link}</p>
          <Button onClick={() => void copy()}>复制链接</Button>
        </div>
      </div>
      <div className="filing-actions">
        <Button type="primary" onClick={onAgain}>
          再登记一件
        </Button>
        <span className="muted small">所在地、渠道和征集表会保留。</span>
      </div>
    </section>
  );
}
