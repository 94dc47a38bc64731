import { MyAbsence } from '../absences/my-absence';
import { PageHeader } from '../parts/page-header';
import { useMe } from '../session';
import '../admin/admin.css';
import { rolesByUnit } from '../admin/people/roles-words';
import './account.css';
import { AppearanceChoice } from './appearance-choice';
import { NoticePreferences } from './notice-preferences';
import { PasswordForm } from './password-form';
import { SignOutEverywhere } from './sign-out-everywhere';

export function AccountPage() {
  const me = useMe();
  return (
    <div className="page">
      <PageHeader title="账号与口令" note="姓名和角色由管理员维护；有误请联系本单位管理员。" />
      <dl className="definitions">
        <dt>姓名</dt>
        <dd>{me.name}</dd>
        <dt>用户名</dt>
        <dd className="number">{me.username}</dd>
      </dl>
      <section className="section" aria-labelledby="account-roles">
        <h2 id="account-roles">我的角色</h2>
        {me.roles.length === 0 ? (
          <p className="muted">您还没有角色，看不到诉求。请联系管理员。</p>
        ) : (
          <dl className="definitions">
            {rolesByUnit(me.roles).map(({ unit, name, roles }) => (
              <div key={unit} className="account-unit">
                <dt>{name}</dt>
                <dd>{roles}</dd>
              </div>
            ))}
          </dl>
        )}
      </section>
      <MyAbsence />
      {me.viewedBy ? null : <NoticePreferences />}
      {me.viewedBy ? null : (
        <>
          <PasswordForm />
          <SignOutEverywhere />
        </>
      )}
      <AppearanceChoice />
    </div>
  );
}
