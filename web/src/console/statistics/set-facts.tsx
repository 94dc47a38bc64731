import { setLines, type Set } from './set-lines';

/** A set; beside another one what differs is marked in words. */
export function SetFacts({ set, base }: { set: Set; base?: Set | null }) {
  const before = base ? setLines(base) : null;
  return (
    <table className="admin-table">
      <thead>
        <tr>
          <th scope="col">项目</th>
          <th scope="col">{before ? '草案' : '规定'}</th>
          {before ? <th scope="col">现行</th> : null}
        </tr>
      </thead>
      <tbody>
        {setLines(set).map(([name, words], i) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{before && before[i]![1] !== words ? <strong>{words}（改）</strong> : words}</td>
            {before ? <td className="muted">{before[i]![1]}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
