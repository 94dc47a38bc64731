import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { hasRole, useMe } from '../session';
import { staffingQuery } from './staffing-query';

/** Says to whoever plans that tomorrow's callers are too few. */
export function ShortTomorrow() {
  const me = useMe();
  const { data } = useQuery({ ...staffingQuery(undefined), enabled: hasRole(me, 'supervisor', 'administrator') });
  const tomorrow = data?.items[1];
  if (!data || !tomorrow || tomorrow.shortfall === 0) return null;
  return (
    <p className="small">
      <span className="clock" data-time="soon">
        明天人手不足
      </span>{' '}
      {data.unit.name}约 {tomorrow.open + Math.ceil(tomorrow.expected)} 件，在岗能办 {tomorrow.capacity} 件。
      <Link to="/callbacks" search={{ tab: 'staffing' }}>
        去排班
      </Link>
    </p>
  );
}
