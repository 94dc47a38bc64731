import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Search } from '../search';

/** A figure that opens its list. Nothing opens where there is nothing. */
export function FigureLink({
  count,
  of,
  search,
  children,
}: {
  count: number;
  /** What is counted, for whoever reads by ear: «已超时». */
  of: string;
  search: Search;
  children?: ReactNode;
}) {
  const shown = children ?? count;
  if (count === 0) return <span className="number muted">{shown}</span>;
  return (
    <Link to="/demands" search={search} className="number" aria-label={`${of} ${count} 件，打开列表`}>
      {shown}
    </Link>
  );
}

/** A count of what is late: red only when there is any, and linked like all others. */
export function LateLink(props: { count: number; of: string; search: Search }) {
  if (props.count === 0) return <FigureLink {...props} />;
  return (
    <span className="clock" data-time="late">
      <FigureLink {...props} />
    </span>
  );
}
