import { PageHeader } from '../parts/page-header';
import { EmptyState } from '../parts/states';

/** A page that somebody reached by its address without a role for it. */
export function NotForYou({ title, who }: { title: string; who: string }) {
  return (
    <div className="page">
      <PageHeader title={title} />
      <EmptyState title={`这一页给${who}看`}>您在当前单位没有这个角色。需要查看时，请联系本单位管理员。</EmptyState>
    </div>
  );
}
