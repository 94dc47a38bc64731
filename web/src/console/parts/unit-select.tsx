import { TreeSelect } from 'antd';
import { useId, useMemo, useState } from 'react';
import type { TreeUnit } from '../../../../src/api/contract';
import { sentenceOf } from './states';
import './unit-select.css';
import { useUnits, type UnitTree } from './units';

export { useUnits } from './units';

interface Shared {
  /** Which units can be chosen; the others stand there only to show the way down. */
  allow?: (unit: TreeUnit) => boolean;
  /** Only this unit and what lies under it. */
  under?: string;
  placeholder?: string;
  id?: string;
  'aria-label'?: string;
  disabled?: boolean;
  className?: string;
  style?: React.CSSProperties;
}
interface One {
  multiple?: false;
  value?: string | null;
  onChange?: (unit: string | undefined) => void;
}
interface Several {
  multiple: true;
  value?: string[];
  onChange?: (units: string[]) => void;
}

interface Chosen {
  value: string;
  label: string;
}
interface Node {
  value: string;
  title: string;
  disabled: boolean;
  children: Node[];
}

/** The branches that lead to something one can choose. */
function branches(tree: UnitTree, units: readonly TreeUnit[], allow: (unit: TreeUnit) => boolean): Node[] {
  return units.flatMap((unit) => {
    const children = branches(tree, tree.childrenOf(unit.id), allow);
    const disabled = !allow(unit);
    return disabled && children.length === 0 ? [] : [{ value: unit.id, title: unit.name, disabled, children }];
  });
}

/** What can be chosen and is called so, without the tree around it: the first stands ready for Enter. */
function named(tree: UnitTree, nodes: readonly Node[], name: string): Node[] {
  return nodes.flatMap((node) => {
    const isFound = !node.disabled && node.title.includes(name);
    const above = tree.byId.get(tree.byId.get(node.value)?.parentId ?? '')?.name;
    const title = above === undefined || node.title.includes(above) ? node.title : `${node.title}（${above}）`;
    return [...(isFound ? [{ ...node, title, children: [] }] : []), ...named(tree, node.children, name)];
  });
}

const everyUnit = () => true;

/** Chooses a unit of the tree, or several; typing searches by name. */
export function UnitSelect({ allow = everyUnit, under, style, ...props }: Shared & (One | Several)) {
  const units = useUnits();
  const root = under === undefined ? undefined : units.byId.get(under);
  const nodes = useMemo(
    () => branches(units, under === undefined ? units.childrenOf(null) : root ? [root] : [], allow),
    [units.byId, under, root, allow],
  );
  const ownId = useId();
  // The library points from the field to this id and gives it to nothing.
  const id = props.id ?? ownId;
  const [name, setName] = useState('');
  const labeled = (id: string): Chosen => ({ value: id, label: units.byId.get(id)?.name ?? id });
  const onChange = (chosen?: Chosen | Chosen[]) => {
    const ids = (chosen === undefined ? [] : [chosen].flat()).map(({ value }) => value);
    if (props.multiple) props.onChange?.(ids);
    else props.onChange?.(ids[0]);
  };
  return (
    <TreeSelect<Chosen | Chosen[] | undefined, Node>
      key={units.isPending ? 'coming' : 'here'}
      id={id}
      aria-label={props['aria-label'] ?? (props.id ? undefined : '单位')}
      className={props.className}
      style={{ width: '100%', ...style }}
      treeData={name.trim() ? named(units, nodes, name.trim()) : nodes}
      treeDefaultExpandedKeys={nodes.map(({ value }) => value)}
      showSearch={{ filterTreeNode: false, treeNodeFilterProp: 'title', searchValue: name, onSearch: setName }}
      classNames={{ popup: { root: 'unit-select-popup' } }}
      onOpenChange={(isOpen) => (isOpen ? undefined : setName(''))}
      allowClear
      multiple={props.multiple ?? false}
      labelInValue
      value={props.multiple ? (props.value ?? []).map(labeled) : props.value ? labeled(props.value) : undefined}
      onChange={onChange}
      placeholder={props.placeholder ?? '选择单位，可输入名称查找'}
      disabled={props.disabled}
      loading={units.isPending}
      popupRender={(list) => <div id={`${id}_list`}>{list}</div>}
      notFoundContent={units.error ? sentenceOf(units.error) : units.isPending ? '正在载入单位…' : '没有符合的单位'}
    />
  );
}
