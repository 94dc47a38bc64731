import { TreeSelect } from 'antd';
import type { Me, TreeUnit } from '../../../../../src/api/contract';
import { unitsWithRole, useMe } from '../../session';
import type { UnitTree } from './unit-tree';
import { useUnitTree } from './units-query';

interface Option {
  value: string;
  title: string;
  disabled: boolean;
  children: Option[];
}

/** Closed units stay visible where they were chosen, but nobody can choose them anew. */
function optionOf(tree: UnitTree, unit: TreeUnit): Option {
  return {
    value: unit.id,
    title: unit.closed ? `${unit.name}（已关闭）` : unit.name,
    disabled: unit.closed,
    children: tree.childrenOf(unit.id).map((child) => optionOf(tree, child)),
  };
}

interface UnitSelectProps {
  id?: string;
  value?: string;
  onChange?: (unit: string | undefined) => void;
  label: string;
  placeholder?: string;
  allowClear?: boolean;
  className?: string;
}

/** One unit out of those that the person administers, found by its name. Fits into a form of antd. */
export function UnitSelect({ label, placeholder = '选择单位', ...props }: UnitSelectProps) {
  const me = useMe();
  const tree = useUnitTree();
  const roots = tree ? rootsOf(tree, me) : [];
  return (
    <TreeSelect<string, Option>
      {...props}
      aria-label={label}
      placeholder={placeholder}
      treeData={tree ? roots.map((root) => optionOf(tree, root)) : []}
      loading={!tree}
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeDefaultExpandedKeys={roots.map(({ id }) => id)}
      popupMatchSelectWidth={320}
    />
  );
}

/** The highest units that the person administers; what lies below hangs on them. */
function rootsOf(tree: UnitTree, me: Me): TreeUnit[] {
  const administered = new Set(unitsWithRole(me, 'administrator').map(({ id }) => id));
  return tree.all.filter(
    ({ id }) =>
      administered.has(id) &&
      !tree
        .pathOf(id)
        .slice(0, -1)
        .some((above) => administered.has(above.id)),
  );
}
