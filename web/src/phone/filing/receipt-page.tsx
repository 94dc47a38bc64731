import { CopyButton } from '../parts/copy-button';
import { Link } from '../parts/link';
import { Notice } from '../parts/notice';
import { Page } from '../parts/page';
import { QrCode } from '../parts/qr-code';
import type { Recent } from '../recent';
import { filePath, HOME, trackPath } from '../paths';
import { dueWords } from '../tracking/due-words';

/** The end of filing: its number, the one link to follow it, and what happens now. */
export function ReceiptPage({ filed, code }: { filed: Recent; code: string }) {
  const { number, title, place, next, remark, token } = filed;
  const link = `${location.origin}${trackPath(token)}`;
  return (
    <Page title="已经收到">
      {remark ? (
        <Notice>
          <p>{remark}</p>
        </Notice>
      ) : null}
      <p className="words">
        {title} · {place}
      </p>
      <dl className="m-number">
        <dt>编号</dt>
        <dd className="number">{number}</dd>
      </dl>
      {next ? (
        <p className="m-next">
          下一步：{next.step}，<span className="m-whole">{dueWords(next)}。</span>
        </p>
      ) : null}
      <p>办理的每一步都会写在进度里；要补充材料、请您评价，也在那里。</p>
      <section className="m-group" aria-labelledby="keep">
        <h2 id="keep">请保存查询链接</h2>
        <p>查进度只能用这条链接，编号不能代替它。请复制发给自己，或截屏保存二维码。</p>
        <QrCode text={link} label={`查询 ${number} 进度的二维码，内容与下面的链接相同`} />
        <CopyButton text={link} label="复制查询链接" look="primary" />
        <p className="small muted">链接相当于钥匙，谁有它谁就能看到这件诉求，请不要公开转发。</p>
      </section>
      <div className="m-actions">
        <Link className="m-button" data-look="plain" href={trackPath(token)}>
          看进度
        </Link>
        <Link className="m-button" data-look="plain" href={filePath(code)}>
          再反映一件
        </Link>
        <Link className="m-button" data-look="plain" href={HOME}>
          回首页
        </Link>
      </div>
    </Page>
  );
}
