import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { AUDIT_ACTIONS, type AuditAction } from '../../../../../src/domain/audit';
import type { Search } from '../../search';

const ACTIONS = Object.keys(AUDIT_ACTIONS) as AuditAction[];

export function AuditFilters({ filters, onChange }: { filters: Search; onChange: (change: Search) => void }) {
  const text = (name: 'user' | 'target', label: string, placeholder: string) => (
    <Input.Search
      key={`${name}-${filters[name] ?? ''}`}
      allowClear
      className="admin-filter-text"
      defaultValue={filters[name]}
      placeholder={placeholder}
      aria-label={label}
      onSearch={(value) => onChange({ [name]: value.trim() || undefined })}
    />
  );
  const day = (name: 'from' | 'to', label: string) => (
    <label className="admin-filter-day">
      {label}
      <DatePicker
        value={filters[name] ? dayjs(filters[name]) : null}
        minDate={dayjs('2000-01-01')}
        maxDate={dayjs('2199-12-30')}
        placeholder="年-月-日"
        onChange={(_, text) => onChange({ [name]: String(text) || undefined })}
      />
    </label>
  );
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  return (
    <div className="admin-filters" role="search" aria-label="筛选审计记录">
      <Select
        allowClear
        aria-label="按操作筛选"
        placeholder="全部操作"
        value={filters.action}
        options={ACTIONS.map((action) => ({ value: action, label: AUDIT_ACTIONS[action].label }))}
        onChange={(action?: string) => onChange({ action })}
      />
      {text('user', '按操作人的用户名筛选', '操作人的用户名')}
      {text('target', '按对象筛选', '用户名、单位编号或诉求编号')}
      {day('from', '从')}
      {day('to', '到')}
      {isFiltered ? (
        <Button
          onClick={() =>
            onChange({ action: undefined, user: undefined, target: undefined, from: undefined, to: undefined })
          }
        >
          清除条件
        </Button>
      ) : null}
    </div>
  );
}
