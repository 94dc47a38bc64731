import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { Precedent } from '../../../../src/api/contract';
import { dayText } from '../../time/format';
import { precedentsQuery } from './case-queries';
import './precedents.css';

/** Earlier rulings on like cases, beside the forms of dispatch and ruling. One click takes the unit over. */
export function Precedents({ number, onTake }: { number: string; onTake: (unit: string) => void }) {
  const items = useQuery(precedentsQuery(number)).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="case-note" aria-label="裁决先例">
      <h3>裁决先例</h3>
      <ul className="case-precedents">
        {items.map((each, i) => (
          <li key={i}>
            <p className="case-precedent">
              <span>
                裁给 <strong>{each.leadUnit.name}</strong>（{each.ruledBy ? `${each.ruledBy.name} ` : ''}
                {dayText(each.at)} 裁决）
              </span>
              {each.usable ? (
                <Button size="small" onClick={() => onTake(each.leadUnit.id)} aria-label={`选用 ${each.leadUnit.name}`}>
                  选用
                </Button>
              ) : null}
            </p>
            {each.reason ? <p className="words">{each.reason}</p> : null}
            <p className="small muted">
              {each.why}
              <Case precedent={each} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Case({ precedent: { number, title } }: { precedent: Precedent }) {
  if (number === null) return <>；那件诉求不在您的可见范围</>;
  return (
    <>
      ；<Link to={`/demands/${number}`}>{number}</Link> {title}
    </>
  );
}
