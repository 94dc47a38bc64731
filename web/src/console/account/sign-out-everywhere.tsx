import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { FormError } from '../parts/form-error';
import { signOut } from '../session';

export function SignOutEverywhere() {
  const { modal } = App.useApp();
  const leave = useMutation({ mutationFn: () => signOut('everywhere') });
  const ask = () =>
    void modal.confirm({
      icon: null,
      title: '在所有设备上退出登录？',
      content: '包括这一台。办了一半没有提交的草稿会从这台设备上清除。',
      okText: '全部退出',
      onOk: () => leave.mutate(),
    });
  return (
    <section className="section" aria-labelledby="account-sessions">
      <h2 id="account-sessions">登录</h2>
      <p className="muted">在公用电脑上忘了退出，或怀疑别人用过您的账号时，在这里一次全部退出，然后修改口令。</p>
      <FormError error={leave.error} />
      <Button className="account-leave" loading={leave.isPending} onClick={ask}>
        在所有设备上退出登录
      </Button>
    </section>
  );
}
