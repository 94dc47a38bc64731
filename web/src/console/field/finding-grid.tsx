import type { Finding } from '../../../../src/api/contract';
import { FINDING_CATEGORIES, FINDING_RISKS, type FindingCategory } from '../../../../src/domain/inspection';
import { RISKS, type Risk } from '../../../../src/domain/vocabulary';
import type { Cell } from './inspection-page';

interface Props {
  findings: readonly Finding[];
  chosen: Cell | null;
  /** Absent when nothing can be added. */
  onChoose?: (cell: Cell) => void;
}

/** Five categories by three risks; every cell says how many were found and takes one more. */
export function FindingGrid({ findings, chosen, onChoose }: Props) {
  const countOf = (category: FindingCategory, risk: Risk): number =>
    findings.filter((each) => each.category === category && each.risk === risk).length;
  return (
    <table className="risk-grid">
      <caption className="visually-hidden">按类别和风险等级记录发现</caption>
      <thead>
        <tr>
          <th scope="col" className="muted">
            类别
          </th>
          {RISKS.map((risk) => (
            <th key={risk} scope="col">
              {FINDING_RISKS[risk].label}
              <span className="visually-hidden">:{FINDING_RISKS[risk].follows}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {FINDING_CATEGORIES.map((category) => (
          <tr key={category}>
            <th scope="row">{category}</th>
            {RISKS.map((risk) => {
              const count = countOf(category, risk);
              return (
                <td key={risk}>
                  <button
                    type="button"
                    className="risk-cell number"
                    data-found={count > 0}
                    disabled={!onChoose}
                    aria-expanded={chosen?.category === category && chosen.risk === risk}
                    aria-label={`${category} ${FINDING_RISKS[risk].label}：已记 ${count} 条${onChoose ? '，再记一条' : ''}`}
                    onClick={() => onChoose?.({ category, risk })}
                  >
                    {count > 0 ? count : onChoose ? '+' : '—'}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
