import { Checkbox, Input, Select } from 'antd';
import { ROLES } from '../../../../../src/domain/vocabulary';
import { ROLE_LABELS } from '../../../words/labels';
import type { Search } from '../../search';
import { UnitSelect } from '../units/unit-select';

interface PeopleFiltersProps {
  filters: Search;
  onChange: (change: Search) => void;
  /** Colleagues are found by name and role; other units and disabled people are for administrators. */
  isAdministrator: boolean;
}

export function PeopleFilters({ filters, onChange, isAdministrator }: PeopleFiltersProps) {
  return (
    <div className="admin-filters" role="search" aria-label="筛选人员">
      <Input.Search
        key={filters.q ?? ''}
        allowClear
        className="admin-filter-text"
        defaultValue={filters.q}
        placeholder="姓名或用户名"
        aria-label="按姓名或用户名查找"
        onSearch={(q) => onChange({ q: q.trim() || undefined })}
      />
      {isAdministrator ? (
        <UnitSelect
          allowClear
          label="按单位筛选"
          placeholder="全部单位"
          value={filters.unit}
          onChange={(unit) => onChange({ unit })}
        />
      ) : null}
      <Select
        allowClear
        aria-label="按角色筛选"
        placeholder="全部角色"
        value={filters.role}
        options={ROLES.map((role) => ({ value: role, label: ROLE_LABELS[role] }))}
        onChange={(role?: string) => onChange({ role })}
      />
      {isAdministrator ? (
        <Checkbox
          checked={filters.includeDisabled === 'true'}
          onChange={({ target }) => onChange({ includeDisabled: target.checked ? 'true' : undefined })}
        >
          也列出停用的人员
        </Checkbox>
      ) : null}
    </div>
  );
}
