import { Button } from 'antd';
import type { Duty } from '../../../../../src/api/contract';

interface DutyTableProps {
  duties: readonly Duty[];
  mayEdit: (duty: Duty) => boolean;
  onEdit: (duty: Duty) => void;
}

export function DutyTable({ duties, mayEdit, onEdit }: DutyTableProps) {
  const isAnyEdited = duties.some(mayEdit);
  return (
    <div className="duties-scroll">
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">编号</th>
            <th scope="col">类别</th>
            <th scope="col">事项</th>
            <th scope="col">责任单位</th>
            <th scope="col">关键词</th>
            <th scope="col">依据</th>
            {isAnyEdited ? <th scope="col">操作</th> : null}
          </tr>
        </thead>
        <tbody>
          {duties.map((duty) => (
            <tr key={duty.id}>
              <th scope="row" className="number">
                {duty.code}
              </th>
              <td>{duty.category}</td>
              <td className="words">
                {duty.name}
                {duty.retired ? <span className="tag">已停用</span> : null}
                {duty.because ? <Because words={duty.because} /> : null}
              </td>
              <td>{duty.unit.name}</td>
              <td className="words">{duty.words.join('、') || <span className="muted">没有</span>}</td>
              <td className="words muted small">{duty.basis || '—'}</td>
              {isAnyEdited ? (
                <td>
                  {mayEdit(duty) ? (
                    <Button size="small" onClick={() => onEdit(duty)} aria-label={`修改 ${duty.code}`}>
                      修改
                    </Button>
                  ) : null}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const Because = ({ words }: { words: readonly string[] }) => (
  <span className="small muted duties-because">对上了：{words.join('、')}</span>
);
