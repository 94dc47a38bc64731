import { useDraft } from '../parts/draft';

/** What was answered, by the title of the step. */
export type Answers = Record<string, string>;

/** Kept on this machine until the conclusion is recorded. */
export const useAnswers = (job: string) => useDraft<Answers>(`callback-answers:${job}`, {});

export const answered = (answers: Answers): { question: string; answer: string }[] =>
  Object.entries(answers)
    .map(([question, answer]) => ({ question, answer: answer.trim() }))
    .filter(({ answer }) => answer !== '');
