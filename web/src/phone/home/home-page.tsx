import { useState } from 'react';
import { moment } from '../../time/format';
import { dropDraft, unfinished } from '../filing/draft';
import { Button } from '../parts/button';
import { Link } from '../parts/link';
import { Page } from '../parts/page';
import { forgetRecent, recents } from '../recent';
import { DEFAULT_FORM, filePath, trackPath } from '../paths';
import { PasteLink } from '../tracking/paste-link';

/** What this is, and the two things one comes for. */
export function HomePage() {
  return (
    <Page title="有诉求、有建议，直接反映" name="首页">
      <p>
        企业、员工和党员的诉求建议，由园区、街道、区里的党组织接收，逐级办理，每一步都有时限。不用登录，办到哪里、谁在办，随时看得到。
      </p>
      <Unfinished />
      <div className="m-actions">
        <Link className="m-button" data-look="primary" href={filePath(DEFAULT_FORM)}>
          反映诉求
        </Link>
      </div>
      <p className="small muted">园区或楼宇里贴有二维码的，用手机相机或微信扫一下，会直接打开那里的登记表。</p>
      <section className="m-group" aria-labelledby="track">
        <h2 id="track">查进度</h2>
        <PasteLink />
      </section>
      <RecentList />
    </Page>
  );
}

function Unfinished() {
  const [drafts, setDrafts] = useState(unfinished);
  const drop = (code: string) => {
    void dropDraft(code);
    setDrafts(unfinished());
  };
  if (drafts.length === 0) return null;
  return (
    <section className="m-group" aria-labelledby="unfinished">
      <h2 id="unfinished">还没有提交</h2>
      <ul className="m-list">
        {drafts.map(({ code, title, isWaiting }) => (
          <li key={code} className="m-recent">
            <Link href={filePath(code, 3)} className="m-row">
              <span className="words">{title || '写了一半的诉求'}</span>
              <span className="small muted">{isWaiting ? '等网络恢复后提交' : '接着写'}</span>
            </Link>
            <Button look="quiet" onClick={() => drop(code)} aria-label={`删除没有提交的：${title || '写了一半的诉求'}`}>
              删除
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RecentList() {
  const [items, setItems] = useState(recents);
  const remove = (token: string) => {
    forgetRecent(token);
    setItems(recents());
  };
  if (items.length === 0) return null;
  return (
    <section className="m-group" aria-labelledby="recent">
      <h2 id="recent">在这部手机上反映过的</h2>
      <ul className="m-list">
        {items.map(({ token, number, title, createdAt }) => (
          <li key={token} className="m-recent">
            <Link href={trackPath(token)} className="m-row">
              <span className="words">{title}</span>
              <span className="small muted">
                <span className="number">{number}</span> · {moment(createdAt)}
              </span>
            </Link>
            <Button look="quiet" onClick={() => remove(token)} aria-label={`从这部手机上移除：${title}`}>
              移除
            </Button>
          </li>
        ))}
      </ul>
      <p className="small muted">只记在这部手机上。与别人共用手机时，看完可以移除；移除不影响办理。</p>
    </section>
  );
}
