import type { DecisionOutcome } from '../../../../src/domain/actions/conferring';

export const OUTCOME_LABELS: Record<DecisionOutcome, string> = {
  assigned: '交主办单位签收',
  passed_up: '超出本级范围，上报上一级分拨',
  told: '记录决定，告知办理单位',
};
