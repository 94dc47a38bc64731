import { onlineManager } from '@tanstack/react-query';
import { Button } from 'antd';
import type { Me } from '../../../../src/api/contract';
import { remove, setViewedAs } from '../../api/request';

/** While an administrator looks at the service as somebody else: says so, everywhere, and ends it. */
export function ViewAsBanner({ me }: { me: Me }) {
  if (!me.viewedBy) return null;
  const end = async () => {
    // What would still be asked as that person until the page is left would be refused.
    onlineManager.setOnline(false);
    try {
      await remove('/view-as');
    } finally {
      setViewedAs(null);
      location.assign('/console/admin/people');
    }
  };
  return (
    <div className="view-as" role="status">
      <span>
        {me.viewedBy.name} 正在以 <strong>{me.name}</strong>（{me.username}）的身份查看：只读，全程记入审计。
      </span>
      <Button size="small" onClick={() => void end()}>
        退出查看
      </Button>
    </div>
  );
}
