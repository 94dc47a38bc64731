interface ListCountProps {
  list: { isPending: boolean; isError: boolean };
  shown: number;
  /** How many there are, in words. */
  words: string;
}

/** Beside the name of a list: how many there are, or why that is not known. */
export function ListCount({ list: { isPending, isError }, shown, words }: ListCountProps) {
  const isUnread = isError && shown === 0;
  return (
    <span className="small muted number" role="status">
      {isPending ? '正在载入' : null}
      {isUnread ? '没有读到' : null}
      {isPending || isUnread ? null : words}
    </span>
  );
}
