import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { DemoAccount } from '../../../../src/api/contract';
import { get, post, RequestError, setViewedAs } from '../../api/request';
import { ROLE_LABELS } from '../../words/labels';
import { PageName } from '../parts/page-name';
import { sentenceOf } from '../parts/states';
import { serviceQuery } from '../session';

interface Credentials {
  username: string;
  password: string;
}

export function LoginPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { next }: { next?: string } = useSearch({ strict: false });
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isDemo = useQuery(serviceQuery).data?.demo ?? false;

  async function signIn({ username, password }: Credentials): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      await post('/sessions', { username: username.trim(), password });
      setViewedAs(null);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'service' });
      await navigate({ to: next?.startsWith('/') ? next : '/', replace: true });
    } catch (failure) {
      setError(sentenceOf(failure));
      if (!(failure instanceof RequestError)) throw failure;
    } finally {
      setBusy(false);
    }
  }

  return (
    <main className="login">
      <section className="login-card" aria-label="登录工作台">
        <p className="brand" aria-hidden="true">
          <img src="/favicon.svg" alt="" width="32" height="32" /> 直通车
        </p>
        <PageName name="登录工作台" />
        <p className="muted">企业、员工和党员的诉求建议，从收集到评价，一件不落。</p>
        <Form<Credentials>
          layout="vertical"
          requiredMark={false}
          onFinish={(credentials) => void signIn(credentials)}
          disabled={isBusy}
        >
          <Form.Item label="用户名" name="username" rules={[{ required: true, message: '请输入用户名' }]}>
            <Input autoComplete="username" autoFocus size="large" />
          </Form.Item>
          <Form.Item label="口令" name="password" rules={[{ required: true, message: '请输入口令' }]}>
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          {error ? (
            <p className="form-error" role="alert">
              {error}
            </p>
          ) : null}
          <Button type="primary" htmlType="submit" size="large" block loading={isBusy}>
            登录
          </Button>
        </Form>
        <p className="small muted">
          忘记口令请联系本单位管理员。要反映诉求，不用登录：<a href="/m/">打开诉求登记页</a>。
        </p>
      </section>
      {isDemo ? <DemoAccounts onChoose={signIn} isBusy={isBusy} /> : null}
    </main>
  );
}

/** In demo mode: everybody of the story is one click away. */
function DemoAccounts({ onChoose, isBusy }: { onChoose: (account: Credentials) => Promise<void>; isBusy: boolean }) {
  const accounts = useQuery({
    queryKey: ['service', 'accounts'],
    queryFn: () => get<{ items: DemoAccount[] }>('/demo/accounts'),
    select: ({ items }) => byUnit(items),
    staleTime: Infinity,
  });
  const [shown, setShown] = useState<string[]>(['baoan', 'fuyong', 'zhihui']);
  return (
    <section className="login-demo" aria-labelledby="demo-title">
      <h2 id="demo-title">演示账号</h2>
      <p className="muted">点一下就以此人身份进入。按园区、街道、区三级，各有九种角色。</p>
      {[...(accounts.data ?? [])]
        .filter(([unit]) => shown.length === 0 || shown.includes(unit))
        .map(([unit, people]) => (
          <div key={unit} className="demo-unit">
            <h3>{people[0]!.unit.name}</h3>
            <div className="demo-people">
              {people.map((account) => (
                <Button
                  key={account.username}
                  disabled={isBusy}
                  onClick={() => void onChoose(account)}
                  title={account.username}
                >
                  {ROLE_LABELS[account.role]}
                </Button>
              ))}
            </div>
          </div>
        ))}
      {shown.length > 0 ? (
        <Button type="link" onClick={() => setShown([])}>
          显示全部单位的账号
        </Button>
      ) : null}
    </section>
  );
}

function byUnit(accounts: DemoAccount[]): [string, DemoAccount[]][] {
  const units = new Map<string, DemoAccount[]>();
  for (const account of accounts) units.set(account.unit.id, [...(units.get(account.unit.id) ?? []), account]);
  const depth = { A: 0, B: 1, C: 2 };
  return [...units].sort(([, a], [, b]) => depth[a[0]!.unit.level] - depth[b[0]!.unit.level]);
}
