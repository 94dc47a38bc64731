import { Checkbox, Input } from 'antd';
import { UnitSelect } from '../../parts/unit-select';
import type { Search } from '../../search';

interface DutyFiltersProps {
  filters: Search;
  onChange: (change: Search) => void;
  mayChange: boolean;
}

/** What is typed is looked for as in a demand's text: whole sentences do. */
export function DutyFilters({ filters: { q, unit, category, retired }, onChange, mayChange }: DutyFiltersProps) {
  return (
    <div className="admin-filters" role="search" aria-label="查找职责">
      <Input.Search
        key={q ?? ''}
        className="duties-search"
        aria-label="按文字查找"
        placeholder="输入诉求里的话，例如：隔壁商铺音响太吵"
        defaultValue={q}
        maxLength={200}
        allowClear
        onSearch={(text) => onChange({ q: text.trim() || undefined })}
      />
      <UnitSelect
        aria-label="责任单位"
        style={{ width: 256 }}
        value={unit}
        onChange={(id) => onChange({ unit: id })}
        placeholder="责任单位及其下级"
      />
      <Input.Search
        key={`category ${category ?? ''}`}
        className="duties-category"
        aria-label="类别"
        placeholder="类别"
        defaultValue={category}
        maxLength={50}
        allowClear
        onSearch={(text) => onChange({ category: text.trim() || undefined })}
      />
      {mayChange ? (
        <Checkbox
          checked={retired === 'true'}
          onChange={({ target }) => onChange({ retired: target.checked ? 'true' : undefined })}
        >
          也列出已停用的
        </Checkbox>
      ) : null}
    </div>
  );
}
