import { dayName, daysOf, spansWords, WEEKDAYS, type Day, type Days } from './day-kinds';
import { holidaysOf, type Holiday } from './holidays';

/** The exceptions in the words of the State Council's notice: which holiday, from when to when, and which weekends are worked. */
export function HolidayList({ year, days }: { year: number; days: Days }) {
  const all = daysOf(year, days);
  const rows: [name: string, words: string][] = [
    ...holidaysOf(year, days).map((holiday): [string, string] => [holiday.name, holidayWords(holiday)]),
    ...row('调休上班', all.filter(({ kind }) => kind === 'makeup').map(dayOfWeek)),
    ...row('半日或自定时段', all.filter(({ kind }) => kind === 'hours').map(hoursWords)),
  ];
  return (
    <section className="section" aria-labelledby="calendar-holidays">
      <h2 id="calendar-holidays">放假与调休</h2>
      {rows.length === 0 ? (
        <p className="muted">没有与周一至周五不同的日子。</p>
      ) : (
        <table className="admin-table">
          <thead>
            <tr>
              <th scope="col">节日</th>
              <th scope="col">日子</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, words]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{words}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const row = (name: string, words: string[]): [string, string][] => (words.length > 0 ? [[name, words.join('、')]] : []);
const dayOfWeek = (day: Day): string => `${dayName(day)}（周${WEEKDAYS[day.weekday]!}）`;
const hoursWords = (day: Day): string => `${dayOfWeek(day)} ${spansWords(day.rule as [number, number][])}`;

const holidayWords = ({ from, to, length }: Holiday): string =>
  from.key === to.key ? `${dayOfWeek(from)}，1 天` : `${dayOfWeek(from)}至${dayOfWeek(to)}，共 ${length} 天`;
