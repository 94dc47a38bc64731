/** What is planted, so that boards and reports have something to find. Units that the organisation lacks plant nothing. */
export interface Problems {
  /** Handles late, and answers 答非所问. */
  lateAndBesideThePoint: string | null;
  /** One topic that comes again and again in one park: the category and this part of all of its demands there. */
  recurring: { place: string; category: string; title: string; body: string; part: number } | null;
  /** One person who files again and again: so many times. */
  repeatCaller: { place: string; phone: string; name: string; category: string; times: number } | null;
  /** Sends back what it gets. */
  returnsEverything: string | null;
  /** Its demands are rated well on behalf of the persons concerned, and checks find the contrary. */
  contradicted: string | null;
}

/** For the organisation of the demo. */
export const plantedProblems: Problems = {
  lateAndBesideThePoint: 'fuyong-governance',
  recurring: {
    ...{ place: 'zhihui', category: '施工占道', title: '园区南侧夜间施工噪声扰民', part: 0.35 },
    body: '园区南侧工地夜间打桩，噪声大，宿舍区无法休息，反映多次仍未解决。',
  },
  repeatCaller: { place: 'longteng', phone: '13900000123', name: '赵先生', category: '其他', times: 14 },
  returnsEverything: 'hangcheng-welfare',
  contradicted: 'tongfuyu-service',
};

export const noProblems: Problems = {
  lateAndBesideThePoint: null,
  recurring: null,
  repeatCaller: null,
  returnsEverything: null,
  contradicted: null,
};
