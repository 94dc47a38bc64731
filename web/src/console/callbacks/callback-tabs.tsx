import { Segmented } from 'antd';
import { usePageSearch } from '../search';
import { hasRole, useMe } from '../session';

/** The desk, who is on duty, and what is said. */
export function CallbackTabs() {
  const me = useMe();
  const [{ tab }, change] = usePageSearch();
  if (!hasRole(me, 'callback', 'supervisor', 'administrator', 'auditor')) return null;
  return (
    <Segmented
      size="small"
      aria-label="回访台的页面"
      value={tab ?? 'queue'}
      options={[
        { value: 'queue', label: '待回访' },
        { value: 'staffing', label: '排班' },
        { value: 'scripts', label: '提纲' },
      ]}
      onChange={(chosen) => change({ tab: chosen === 'queue' ? undefined : chosen, job: undefined, script: undefined })}
    />
  );
}
