import type { Callback } from '../../../../src/api/contract';
import { hasRole, useMe } from '../session';
import { scriptOf } from './script';

/** What to say, made from what the case is about. */
export function ScriptPane({ job, reporter }: { job: Callback; reporter: string | null }) {
  const me = useMe();
  const caller = job.claimedBy?.name ?? (hasRole(me, 'callback') ? me.name : '×××');
  return (
    <section className="callback-script" aria-labelledby="callback-script">
      <h3 id="callback-script">通话提纲</h3>
      {scriptOf({ job, caller, reporter }).map(({ title, lines }) => (
        <div key={title} className="callback-script-part">
          <h4>{title}</h4>
          <ol>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}
