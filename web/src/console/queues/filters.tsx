import { useQuery } from '@tanstack/react-query';
import { Button, Input, Popover, Select, Tag } from 'antd';
import { FIGURES } from '../../../../src/domain/figures';
import { MILESTONES } from '../../../../src/domain/milestone';
import { KIND_LABELS, KINDS, LEVELS, STAGE_NAMES, STAGES, URGENCIES } from '../../../../src/domain/vocabulary';
import { LEVEL_LABELS, URGENCY_LABELS } from '../../words/labels';
import { campaignQuery } from '../campaigns/queries';
import { importQuery } from '../imports/queries';
import { UnitSelect, useUnits } from '../parts/unit-select';
import { usePageSearch, type Search } from '../search';

/** The search parameters by which a list is filtered; the others say what is open on the page. */
export const FILTERS = [
  ...[
    'q',
    'kind',
    'level',
    'unit',
    'category',
    'urgency',
    'stage',
    'overdue',
    'supervised',
    'open',
    'returned',
    'movedUp',
    'figure',
    'from',
    'to',
    'campaign',
    'batch',
    'milestone',
    'answerable',
    'place',
    'channel',
  ],
  ...['createdFrom', 'createdTo', 'closedFrom', 'closedTo', 'rating', 'provisional', 'dueBefore', 'sort'],
] as const;

export const filtersOf = (search: Search): Search =>
  Object.fromEntries(FILTERS.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])));

const NAMES: Record<string, string> = {
  q: '文字',
  kind: '类型',
  level: '层级',
  unit: '单位',
  category: '类别',
  urgency: '缓急',
  stage: '环节',
  overdue: '超时',
  supervised: '督办',
  open: '未办结',
  returned: '退单拉锯',
  movedUp: '已归上级',
  figure: '指标',
  campaign: '活动',
  batch: '批量导入',
  milestone: '进展',
  answerable: '承办',
  place: '所在地',
  channel: '渠道',
  from: '自',
  to: '至',
  createdFrom: '登记自',
  createdTo: '登记至',
  closedFrom: '办结自',
  closedTo: '办结至',
  rating: '评价',
  provisional: '暂定到期',
  dueBefore: '到期早于',
};

const options = <Word extends string>(words: readonly Word[], labels: Record<Word, string>) =>
  words.map((value) => ({ value, label: labels[value] }));

/** A unit and all under it; with = itself alone, with ! what lies elsewhere. */
function branchWords(value: string, nameOf: (id: string) => string | undefined): string {
  const id = value.replace(/^[=!]/, '');
  const name = nameOf(id) ?? id;
  if (value.startsWith('=')) return `${name}本级`;
  return value.startsWith('!') ? `${name}以外` : name;
}

/** How a filter reads: «类型:投诉». */
export function useFilterWords(search: Search): (filter: [string, string | undefined]) => string {
  const units = useUnits();
  const campaign = useQuery({ ...campaignQuery(search.campaign ?? ''), enabled: search.campaign !== undefined }).data;
  const batch = useQuery({ ...importQuery(search.batch ?? ''), enabled: search.batch !== undefined }).data;
  return ([name, value]) => {
    const labels: Record<string, Record<string, string>> = {
      ...{ kind: KIND_LABELS, level: LEVEL_LABELS, urgency: URGENCY_LABELS, stage: STAGES },
      ...{
        overdue: YES,
        supervised: YES,
        open: YES,
        returned: YES,
        movedUp: YES,
        provisional: YES,
        figure: FIGURES,
        milestone: MILESTONES,
      },
    };
    const named: Record<string, string | undefined> = {
      unit: units.byId.get(value!)?.name,
      answerable: branchWords(value!, (id) => units.byId.get(id)?.name),
      place: branchWords(value!, (id) => units.byId.get(id)?.name),
      campaign: campaign?.name,
      batch: batch?.fileName,
    };
    const word = name in named ? named[name] : labels[name]?.[value!];
    return `${NAMES[name]}：${word ?? value}`;
  };
}

/** Filters of a list: each one set is a tag that can be taken away; all of them stand in the URL. */
export function Filters({ isTasks }: { isTasks: boolean }) {
  const [search, change] = usePageSearch();
  const set = Object.entries(filtersOf(search)).filter(([name]) => name !== 'sort');

  const shown = useFilterWords(search);

  return (
    <div className="filters" data-tour="filters">
      <Popover trigger="click" placement="bottomLeft" content={<FilterForm isTasks={isTasks} />} destroyOnHidden>
        <Button size="small">筛选</Button>
      </Popover>
      {set.map(([name, value]) => (
        <Tag key={name} closable onClose={() => change({ [name]: undefined })}>
          {shown([name, value])}
        </Tag>
      ))}
      {set.length > 1 ? (
        <Button
          size="small"
          type="link"
          onClick={() => change(Object.fromEntries(set.map(([name]) => [name, undefined])))}
        >
          全部清除
        </Button>
      ) : null}
    </div>
  );
}

const YES = { true: '是', false: '否' };

function FilterForm({ isTasks }: { isTasks: boolean }) {
  const [search, change] = usePageSearch();
  const choose = (name: string) => (value?: string) => change({ [name]: value || undefined });
  const select = (name: string, label: string, choices: { value: string; label: string }[]) => (
    <label>
      {label}
      <Select
        allowClear
        value={search[name]}
        onChange={choose(name)}
        options={choices}
        placeholder="不限"
        aria-label={label}
      />
    </label>
  );
  return (
    <div className="filter-form">
      <label>
        编号、标题{isTasks ? '' : '或正文'}
        <Input.Search
          allowClear
          defaultValue={search.q}
          onSearch={(q) => choose('q')(q.trim())}
          placeholder="输入后回车"
          aria-label="编号、标题或正文"
        />
      </label>
      {select('kind', '类型', options(KINDS, KIND_LABELS))}
      {select('level', '层级', options(LEVELS, LEVEL_LABELS))}
      {isTasks ? null : select('stage', '环节', options(STAGE_NAMES, STAGES))}
      {isTasks ? select('urgency', '缓急', options(URGENCIES, URGENCY_LABELS)) : null}
      {isTasks
        ? null
        : select('overdue', '是否超时', [
            { value: 'true', label: '已超时' },
            { value: 'false', label: '未超时' },
          ])}
      {isTasks ? null : select('returned', '退单拉锯', [{ value: 'true', label: '退过两次或经裁决' }])}
      {isTasks ? null : select('movedUp', '已归上级', [{ value: 'true', label: '上交、超时上提的' }])}
      {select('supervised', '是否督办', [
        { value: 'true', label: '督办中' },
        { value: 'false', label: '未督办' },
      ])}
      <label>
        单位（含下级）
        <UnitSelect value={search.unit} onChange={choose('unit')} placeholder="不限" aria-label="单位" />
      </label>
      <label>
        类别
        <Input
          allowClear
          defaultValue={search.category}
          onPressEnter={(event) => choose('category')(event.currentTarget.value.trim())}
          placeholder="输入后回车，如 交通出行"
          aria-label="类别"
        />
      </label>
    </div>
  );
}
