import { Input, Tree, type TreeDataNode } from 'antd';
import { useMemo, useState, type Key } from 'react';
import type { TreeUnit } from '../../../../../src/api/contract';
import { useHeight } from '../height';
import { unitsMatching, type UnitTree } from './unit-tree';

interface UnitTreePanelProps {
  tree: UnitTree;
  chosen: string | undefined;
  onChoose: (unit: string) => void;
}

/** The organisation: found by name, opened branch by branch. */
export function UnitTreePanel({ tree, chosen, onChoose }: UnitTreePanelProps) {
  const [text, setText] = useState('');
  const [opened, setOpened] = useState<Key[]>(() => [
    ...tree.roots.map(({ id }) => id),
    ...(chosen ? tree.pathOf(chosen).map(({ id }) => id) : []),
  ]);
  const [box, height] = useHeight();
  const kept = useMemo(() => unitsMatching(tree, text), [tree, text]);
  const isSearching = text.trim() !== '';
  const nodes = useMemo(() => nodesOf(tree, tree.roots, kept), [tree, kept]);

  return (
    <>
      <Input
        allowClear
        value={text}
        onChange={({ target }) => setText(target.value)}
        placeholder="单位名称或编号"
        aria-label="按名称查找单位"
      />
      <div className="admin-tree" ref={box}>
        {kept.size === 0 ? <p className="muted admin-tree-none">没有名称含“{text.trim()}”的单位。</p> : null}
        {height > 0 && kept.size > 0 ? (
          <Tree
            blockNode
            virtual
            height={height}
            aria-label="组织树"
            treeData={nodes}
            selectedKeys={chosen ? [chosen] : []}
            expandedKeys={isSearching ? [...kept] : opened}
            onExpand={(keys) => setOpened(keys)}
            onSelect={(_, { node }) => onChoose(String(node.key))}
          />
        ) : null}
      </div>
    </>
  );
}

function nodesOf(tree: UnitTree, units: readonly TreeUnit[], kept: ReadonlySet<string>): TreeDataNode[] {
  return units
    .filter(({ id }) => kept.has(id))
    .map((unit) => ({
      key: unit.id,
      title: (
        <span className="admin-tree-name">
          {unit.name}
          {unit.closed ? <span className="tag">已关闭</span> : null}
        </span>
      ),
      children: nodesOf(tree, tree.childrenOf(unit.id), kept),
    }));
}
