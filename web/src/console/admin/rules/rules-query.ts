import { queryOptions } from '@tanstack/react-query';
import type { RuleSet, RulesPreview } from '../../../../../src/api/contract';
import { get } from '../../../api/request';

/** A version of the rules; `current` is the one in force. */
export const ruleSetQuery = (version: string) =>
  queryOptions({ queryKey: ['rules', version], queryFn: () => get<RuleSet>(`/rules/${version}`) });

export const rulesPreviewQuery = (id: string, revision: number) =>
  queryOptions({
    queryKey: ['drafts', 'rules-preview', id, revision],
    queryFn: () => get<RulesPreview>(`/drafts/${id}/preview`),
    staleTime: 60_000,
  });
