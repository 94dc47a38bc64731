/**
 * The types of what the API takes and answers, drawn from the routes' own schemas. The console and the phone pages are built
 * against these and nothing else of the API: rename a field in a schema, and their build breaks. Types only.
 */
import type { z } from 'zod';
import type { optionSchema as appealOptionSchema } from './appeals/file';
import type { appealSchema } from './appeals/view';
import type { absenceSchema, newAbsenceSchema } from './absences';
import type {
  analysisDataSchema,
  analysisDetailSchema,
  analysisSchema,
  improvementSchema,
} from './analyses/analysis-schema';
import type { newImprovementSchema } from './analyses/improvements';
import type { newAnalysisSchema } from './analyses/ordering';
import type { auditLineSchema } from './audit';
import type { readNoticeSchema } from './calendar-notice';
import type { acceptedSchema, publishedYearSchema } from './calendars';
import type { callbackSchema } from './callbacks/view';
import type { chosenScriptSchema, newScriptSchema, scriptSchema } from './callbacks/script-schema';
import type { staffingSchema } from './callbacks/staffing';
import type { campaignResultSchema, campaignSchema } from './campaign-view';
import type { newCampaignSchema } from './campaign-hosting';
import type { channelSchema } from './channels';
import type { applyResultSchema } from './conferences/apply';
import type {
  agendaItemSchema,
  candidateSchema,
  conferenceSchema,
  conferenceWithAgendaSchema,
  minutesSchema,
} from './conferences/view';
import type { actedSchema, optionSchema } from './demands/actions';
import type { actionBodies } from './demands/action-bodies';
import type { BulkAction as Bulk } from './demands/bulk';
import type { bulkResultSchema } from './demands/bulk-report';
import type { asOfSchema } from './demands/as-of-view';
import type { caseSchema } from './demands/case';
import type { certificateSchema } from './demands/certificate-view';
import type { newDemandSchema, takenSchema } from './demands/intake';
import type { holdersSchema } from './demands/holders';
import type { precedentSchema } from './demands/precedents';
import type { figuresPreviewSchema } from './drafts/figures-drafts';
import type { movesSchema } from './drafts/moves-view';
import type { draftDetailSchema, draftSchema } from './drafts/view';
import type { clockLedgerSchema } from './demands/ledger-view';
import type { likeDemandSchema } from './demands/similar';
import type { eventSchema } from './demands/timeline';
import type { toldNoticeSchema } from './demands/told-view';
import type { awaySchema, clockBadgeSchema, demandSchema } from './demands/view';
import type { demoAccountSchema } from './demo';
import type { problemSchema } from './errors';
import type { collectionFormSchema, newFormSchema } from './form-schema';
import type { buildingPageSchema, buildingSchema } from './field/buildings';
import type { collectedDemandSchema } from './field/collected-view';
import type { enterpriseSchema } from './field/enterprise-view';
import type { enterpriseChangeSchema, newEnterpriseSchema } from './field/enterprises';
import type { correctionSchema, fileFindingSchema, newFindingSchema } from './field/findings';
import type {
  findingSchema as inspectionFindingSchema,
  inspectionPageSchema,
  inspectionSchema,
} from './field/inspection-view';
import type { newInspectionSchema } from './field/inspections';
import type { teamSchema } from './field/teams';
import type { visitCorrectionSchema } from './field/visit-actions';
import type { plannedVisitsSchema, visitPageSchema, visitSchema } from './field/visit-view';
import type { newVisitsSchema } from './field/visits';
import type { importDetailSchema, importRowSchema, importSchema } from './imports/view';
import type { meSchema } from './me';
import type {
  endpointChangeSchema,
  endpointMadeSchema,
  endpointSchema,
  newEndpointSchema,
  testedSchema,
} from './endpoint-view';
import type { messageDetailSchema, messageSchema } from './message-view';
import type { noticePreferencesSchema, preferencesChangeSchema } from './preferences';
import type { noticeSchema, noticesSchema } from './notices';
import type {
  demandDutiesSchema,
  dutyImportSchema,
  dutyRulesSchema,
  dutySchema,
  newDutySchema,
} from './duties/duty-schema';
import type { policyVersionSchema, publishedPolicySchema } from './policy-schema';
import type { ballotsSchema } from './polls/ballots';
import type { promiseCountsSchema } from './promises/routes';
import type { promiseSchema, publicPromiseSchema } from './promises/view';
import type { pollSchema, publicPollSchema } from './polls/view';
import type { publicFilingSchema } from './public/filing';
import type { exportRunSchema } from './exports/routes';
import type { formSchema } from './public/forms';
import type { ballotViewSchema } from './public/polls';
import type { ratingSchema } from './public/rating-view';
import type { serviceSchema } from './public/service';
import type { similarSchema } from './public/similar';
import type { publicDemandSchema, publicViewSchema, receiptSchema } from './public/view';
import type { figuresSchema } from './statistics/figures-schema';
import type { figureSetSchema, newFigureSetSchema } from './statistics/figure-set-schema';
import type { overviewSchema } from './statistics/overview-schema';
import type { workloadSchema } from './statistics/workload-view';
import type { dryRunSchema, findingSchema, rulesPreviewSchema } from './rules/check-view';
import type { replyCheckSchema, replyFormSchema } from './replies/case-routes';
import type { Evidence as NamedEvidence } from './replies/evidence';
import type { requirementLineSchema, requirementSchema } from './replies/requirements';
import type { newReplyTemplateSchema, replyTemplateSchema } from './replies/templates';
import type { trackingLinkSchema } from './demands/tracking-link';
import type { rulesSchema, ruleSetSchema, ruleSetVersionSchema } from './rules/rule-schema';
import type { ruleSheetSchema } from './rules/sheet-routes';
import type { newSavedViewSchema, savedViewSchema } from './saved-views';
import type { taskSchema } from './task-view';
import type { queueSchema, tasksSchema } from './tasks';
import type { newTopicSchema, topicChangeSchema } from './topics/changing';
import type { topicSchema } from './topics/view';
import type { spotCheckPlanSchema } from './spot-checks/plans';
import type { listedCheckSchema, spotCheckSchema } from './spot-checks/view';
import type { treeUnitSchema, unitSchema } from './units';
import type { attachmentSchema } from './uploads';
import type { userSchema } from './users';
import type { vacantSeatSchema } from './vacant-seats';
import type { viewAsSchema } from './view-as';
import type { newRehearsalSchema } from './rehearsals/new-rehearsal';
import type { rehearsableDraftSchema } from './rehearsals/routes';
import type { changedCaseSchema, rehearsalResultSchema, rehearsalSchema } from './rehearsals/view';

export type Problem = z.output<typeof problemSchema>;
export type Unit = z.output<typeof unitSchema>;
export type Holders = z.output<typeof holdersSchema>;
export type Precedent = z.output<typeof precedentSchema>;
export type Absence = z.output<typeof absenceSchema>;
export type NewAbsence = z.input<typeof newAbsenceSchema>;
export type VacantSeat = z.output<typeof vacantSeatSchema>;
export type Away = z.output<typeof awaySchema>;
export type Demand = z.output<typeof demandSchema>;
export type NewDemand = z.input<typeof newDemandSchema>;
export type TakenDemand = z.output<typeof takenSchema>;
export type ClockBadge = z.output<typeof clockBadgeSchema>;
export type ClockLedger = z.output<typeof clockLedgerSchema>;
export type DemandEvent = z.output<typeof eventSchema>;
export type Callback = z.output<typeof callbackSchema>;
export type CallbackScript = z.output<typeof scriptSchema>;
export type NewCallbackScript = z.input<typeof newScriptSchema>;
export type ChosenCallbackScript = z.output<typeof chosenScriptSchema>;
export type CallbackStaffing = z.output<typeof staffingSchema>;
export type SpotCheck = z.output<typeof spotCheckSchema>;
export type ListedSpotCheck = z.output<typeof listedCheckSchema>;
export type SpotCheckPlan = z.output<typeof spotCheckPlanSchema>;
export type ActionOption = z.output<typeof optionSchema>;
export type Acted = z.output<typeof actedSchema>;
export type Notices = z.output<typeof noticesSchema>;
export type Notice = z.output<typeof noticeSchema>;
export type Case = z.output<typeof caseSchema>;
export type AsOf = z.output<typeof asOfSchema>;
export type Certificate = z.output<typeof certificateSchema>;
export type ToldNotice = z.output<typeof toldNoticeSchema>;
export type PublicView = z.output<typeof publicViewSchema>;
export type PublicDemand = z.output<typeof publicDemandSchema>;
export type PublicForm = z.output<typeof formSchema>;
export type PublicFiling = z.input<typeof publicFilingSchema>;
export type Receipt = z.output<typeof receiptSchema>;
export type Rating = z.output<typeof ratingSchema>;
export type ExportRun = z.output<typeof exportRunSchema>;
export type Appeal = z.output<typeof appealSchema>;
export type AppealOption = z.output<typeof appealOptionSchema>;
export type Attachment = z.output<typeof attachmentSchema>;
export type LikeDemand = z.output<typeof likeDemandSchema>;
export type SimilarDemand = z.output<typeof similarSchema>;
export type Service = z.output<typeof serviceSchema>;
export type DemoAccount = z.output<typeof demoAccountSchema>;
export type User = z.output<typeof userSchema>;
export type Me = z.output<typeof meSchema>;
export type ViewAs = z.output<typeof viewAsSchema>;
export type Topic = z.output<typeof topicSchema>;
export type NewTopic = z.input<typeof newTopicSchema>;
export type TopicChange = z.input<typeof topicChangeSchema>;
export type TreeUnit = z.output<typeof treeUnitSchema>;
export type AuditLine = z.output<typeof auditLineSchema>;
export type Message = z.output<typeof messageSchema>;
export type MessageDetail = z.output<typeof messageDetailSchema>;
export type Endpoint = z.output<typeof endpointSchema>;
export type EndpointMade = z.output<typeof endpointMadeSchema>;
export type NewEndpoint = z.input<typeof newEndpointSchema>;
export type EndpointChange = z.input<typeof endpointChangeSchema>;
export type EndpointTest = z.output<typeof testedSchema>;
export type NoticePreferences = z.output<typeof noticePreferencesSchema>;
export type NoticePreferencesChange = z.input<typeof preferencesChangeSchema>;
export type Policy = z.output<typeof publishedPolicySchema>;
export type PolicyVersion = z.output<typeof policyVersionSchema>;
export type CalendarYear = z.output<typeof publishedYearSchema>;
export type CalendarAccepted = z.output<typeof acceptedSchema>;
export type Channel = z.output<typeof channelSchema>;
export type CollectionForm = z.output<typeof collectionFormSchema>;
export type NewCollectionForm = z.input<typeof newFormSchema>;
export type Campaign = z.output<typeof campaignSchema>;
export type NewCampaign = z.input<typeof newCampaignSchema>;
export type CampaignResult = z.output<typeof campaignResultSchema>;
export type Enterprise = z.output<typeof enterpriseSchema>;
export type NewEnterprise = z.input<typeof newEnterpriseSchema>;
export type EnterpriseChange = z.input<typeof enterpriseChangeSchema>;
export type Team = z.output<typeof teamSchema>;
export type Visit = z.output<typeof visitSchema>;
export type VisitPage = z.output<typeof visitPageSchema>;
export type VisitCorrection = z.input<typeof visitCorrectionSchema>;
export type NewVisits = z.input<typeof newVisitsSchema>;
export type PlannedVisits = z.output<typeof plannedVisitsSchema>;
export type CollectedDemand = z.output<typeof collectedDemandSchema>;
export type Inspection = z.output<typeof inspectionSchema>;
export type InspectionPage = z.output<typeof inspectionPageSchema>;
export type NewInspection = z.input<typeof newInspectionSchema>;
export type Finding = z.output<typeof inspectionFindingSchema>;
export type NewFinding = z.input<typeof newFindingSchema>;
export type FileFinding = z.input<typeof fileFindingSchema>;
export type FindingCorrection = z.input<typeof correctionSchema>;
export type Building = z.output<typeof buildingSchema>;
export type BuildingPage = z.output<typeof buildingPageSchema>;
export type Duty = z.output<typeof dutySchema>;
export type DemandDuties = z.output<typeof demandDutiesSchema>;
export type NewDuty = z.input<typeof newDutySchema>;
export type DutyImport = z.output<typeof dutyImportSchema>;
export type Rules = z.output<typeof rulesSchema>;
export type RuleSet = z.output<typeof ruleSetSchema>;
export type RuleSetVersion = z.output<typeof ruleSetVersionSchema>;
export type RuleFinding = z.output<typeof findingSchema>;
export type RuleDryRun = z.output<typeof dryRunSchema>;
export type RulesPreview = z.output<typeof rulesPreviewSchema>;
export type DutyRules = z.output<typeof dutyRulesSchema>;
export type RuleSheet = z.output<typeof ruleSheetSchema>;
export type HolidayNotice = z.output<typeof readNoticeSchema>;
export type Draft = z.output<typeof draftSchema>;
export type DraftDetail = z.output<typeof draftDetailSchema>;
export type DraftMoves = z.output<typeof movesSchema>;
export type Task = z.output<typeof taskSchema>;
export type Tasks = z.output<typeof tasksSchema>;
export type Queue = z.output<typeof queueSchema>;
export type SavedView = z.output<typeof savedViewSchema>;
export type NewSavedView = z.input<typeof newSavedViewSchema>;
export type BulkAction = Bulk;
export type BulkResult = z.output<typeof bulkResultSchema>;
export type Import = z.output<typeof importSchema>;
export type ImportDetail = z.output<typeof importDetailSchema>;
export type ImportRow = z.output<typeof importRowSchema>;
export type Overview = z.output<typeof overviewSchema>;
export type Workload = z.output<typeof workloadSchema>;
export type Poll = z.output<typeof pollSchema>;
export type KeptPromise = z.output<typeof promiseSchema>;
export type PromiseCounts = z.output<typeof promiseCountsSchema>;
export type PublicPromise = z.output<typeof publicPromiseSchema>;
export type PublicPoll = z.output<typeof publicPollSchema>;
export type BallotView = z.output<typeof ballotViewSchema>;
export type Ballots = z.output<typeof ballotsSchema>;
export type Conference = z.output<typeof conferenceSchema>;
export type ConferenceWithAgenda = z.output<typeof conferenceWithAgendaSchema>;
export type AgendaItem = z.output<typeof agendaItemSchema>;
export type ConferenceCandidate = z.output<typeof candidateSchema>;
export type Minutes = z.output<typeof minutesSchema>;
export type ApplyResult = z.output<typeof applyResultSchema>;
export type Rehearsal = z.output<typeof rehearsalSchema>;
export type RehearsalResult = z.output<typeof rehearsalResultSchema>;
export type RehearsedCase = z.output<typeof changedCaseSchema>;
export type RehearsableDraft = z.output<typeof rehearsableDraftSchema>;
export type NewRehearsal = z.input<typeof newRehearsalSchema>;
export type ReplyForm = z.output<typeof replyFormSchema>;
export type ReplyCheck = z.output<typeof replyCheckSchema>;
export type ReplyTemplate = z.output<typeof replyTemplateSchema>;
export type NewReplyTemplate = z.input<typeof newReplyTemplateSchema>;
export type ReplyRequirement = z.output<typeof requirementSchema>;
export type ReplyRequirementLine = z.output<typeof requirementLineSchema>;
export type TrackingLink = z.output<typeof trackingLinkSchema>;
export type Evidence = NamedEvidence;
export type ActionBodies = { [Action in keyof typeof actionBodies]: z.input<(typeof actionBodies)[Action]> };
export type Figures = z.output<typeof figuresSchema>;
export type FigureSet = z.output<typeof figureSetSchema>;
export type NewFigureSet = z.input<typeof newFigureSetSchema>;
export type FiguresPreview = z.output<typeof figuresPreviewSchema>;
export type AnalysisSummary = z.output<typeof analysisSchema>;
export type AnalysisDetail = z.output<typeof analysisDetailSchema>;
export type AnalysisData = z.output<typeof analysisDataSchema>;
export type NewAnalysis = z.input<typeof newAnalysisSchema>;
export type Improvement = z.output<typeof improvementSchema>;
export type NewImprovement = z.input<typeof newImprovementSchema>;
