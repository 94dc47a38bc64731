import { useState } from 'react';
import type { PublicForm } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { keep, kept } from '../kept';
import { codeOf, sentence, useLoad } from '../load';
import { Link } from '../parts/link';
import { Loading } from '../parts/loading';
import { Failure, Notice } from '../parts/notice';
import { Page } from '../parts/page';
import { recentOf } from '../recent';
import { DEFAULT_FORM, filePath, HOME } from '../paths';
import type { Route } from '../route';
import { FilingForm } from './filing-form';
import { ReceiptPage } from './receipt-page';

const TITLE = '反映诉求';
/** There is no such form any more, or not now. */
const GONE = ['not_found', 'campaign_over', 'campaign_not_begun'];
const keptForm = (code: string): string => `phone:form:${code}`;

/** The form of a place. The last one seen is kept, so that it can be filled in without a network. */
export function FilePage({ route }: { route: Route }) {
  const code = codeIn(route.path);
  const filed = route.token ? recentOf(route.token) : undefined;
  if (filed) return <ReceiptPage filed={filed} code={code} />;
  return <OpenForm key={code} code={code} route={route} />;
}

function OpenForm({ code, route }: { code: string; route: Route }) {
  const [before] = useState(() => kept<PublicForm>(keptForm(code)));
  const { data, error, reload } = useLoad(code, async () => {
    const form = await get<PublicForm>(`/public/forms/${encodeURIComponent(code)}`);
    keep(keptForm(code), form);
    return form;
  });
  const isGone = GONE.includes(codeOf(error) ?? '');
  const form = data ?? (isGone ? null : before);
  if (form) return <FilingForm form={form} step={Number(route.query.get('step')) || 1} />;
  return (
    <Page title={TITLE}>
      {codeOf(error) === 'not_found' ? (
        <Notice tone="alert">
          <p>没有这张登记表：二维码可能已经停用，也可能它只由收集人员登记。</p>
          <p>
            请找收集人员登记，或改用<Link href={filePath(DEFAULT_FORM)}>全区的登记表</Link>，再选地点；或回到
            <Link href={HOME}>首页</Link>。
          </p>
        </Notice>
      ) : isGone ? (
        <Notice tone="alert">
          <p>{sentence(error)}</p>
          <p>
            也可以用<Link href={filePath(DEFAULT_FORM)}>全区的登记表</Link>，再选地点。
          </p>
        </Notice>
      ) : error ? (
        <Failure error={error} isPage onRetry={() => void reload()} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}

function codeIn(path: string): string {
  const code = path.split('/')[3];
  try {
    return code ? decodeURIComponent(code) : DEFAULT_FORM;
  } catch {
    return DEFAULT_FORM;
  }
}
