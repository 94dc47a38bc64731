-- AlterTable
ALTER TABLE "attachment" ADD COLUMN     "height" INTEGER,
ADD COLUMN     "preview_key" TEXT,
ADD COLUMN     "seconds" DOUBLE PRECISION,
ADD COLUMN     "width" INTEGER;

-- AlterTable
ALTER TABLE "callback_job" ADD COLUMN     "found" JSONB,
ADD COLUMN     "skipped_at" TIMESTAMPTZ(3),
ADD COLUMN     "skipped_by" TEXT;

-- AlterTable
ALTER TABLE "demand_event" ADD COLUMN     "asked" JSONB;

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "dead_at" TIMESTAMPTZ(3),
ADD COLUMN     "digest_id" BIGINT,
ADD COLUMN     "receipt" TEXT,
ADD COLUMN     "target" TEXT,
ADD COLUMN     "unsure" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "spot_check" ADD COLUMN     "committed_at" TIMESTAMPTZ(3),
ADD COLUMN     "frame_hash" TEXT,
ADD COLUMN     "plan_id" UUID,
ADD COLUMN     "seed_hash" TEXT,
ADD COLUMN     "strata" JSONB;

-- CreateTable
CREATE TABLE "message_attempt" (
    "message_id" BIGINT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "detail" TEXT,
    "ms" INTEGER NOT NULL,

    CONSTRAINT "message_attempt_pkey" PRIMARY KEY ("message_id","attempt")
);

-- CreateTable
CREATE TABLE "staff_address" (
    "user_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "cipher" BYTEA NOT NULL,
    "masked" TEXT NOT NULL,

    CONSTRAINT "staff_address_pkey" PRIMARY KEY ("user_id","channel")
);

-- CreateTable
CREATE TABLE "notice_preference" (
    "user_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "kinds" JSONB,
    "quiet_from" INTEGER,
    "quiet_to" INTEGER,
    "digest_at" INTEGER,

    CONSTRAINT "notice_preference_pkey" PRIMARY KEY ("user_id","channel")
);

-- CreateTable
CREATE TABLE "message_endpoint" (
    "id" UUID NOT NULL,
    "unit_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "url_cipher" BYTEA NOT NULL,
    "url_masked" TEXT NOT NULL,
    "secret_cipher" BYTEA,
    "old_secret" BYTEA,
    "old_secret_until" TIMESTAMPTZ(3),
    "kinds" JSONB,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_reason" TEXT,

    CONSTRAINT "message_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "spot_check_plan" (
    "id" UUID NOT NULL,
    "unit_id" TEXT NOT NULL,
    "every" TEXT NOT NULL,
    "percent" DOUBLE PRECISION NOT NULL,
    "minute" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "spot_check_plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "callback_script" (
    "id" UUID NOT NULL,
    "unit_id" TEXT NOT NULL,
    "category" TEXT,
    "kind" TEXT,
    "title" TEXT NOT NULL,
    "steps" JSONB NOT NULL,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "callback_script_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "caller_shift" (
    "user_id" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "capacity" INTEGER NOT NULL,

    CONSTRAINT "caller_shift_pkey" PRIMARY KEY ("user_id","unit_id","day")
);

-- CreateTable
CREATE TABLE "rating_addition" (
    "demand_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "grade" INTEGER,
    "words_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "job_id" TEXT,

    CONSTRAINT "rating_addition_pkey" PRIMARY KEY ("demand_id","round")
);

-- CreateTable
CREATE TABLE "appeal" (
    "id" UUID NOT NULL,
    "demand_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "clock_id" TEXT,
    "round" INTEGER NOT NULL,
    "unit_id" TEXT NOT NULL,
    "ruling_unit_id" TEXT NOT NULL,
    "filed_by" TEXT NOT NULL,
    "filed_at" TIMESTAMPTZ(3) NOT NULL,
    "words_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "overdue" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL,
    "ruled_by" TEXT,
    "ruled_at" TIMESTAMPTZ(3),
    "ruling_words_id" UUID,
    "version" INTEGER NOT NULL,
    "requests" TEXT[],
    "sight" TEXT[],

    CONSTRAINT "appeal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reply_template" (
    "id" UUID NOT NULL,
    "unit_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT,
    "category" TEXT,
    "result" TEXT,
    "texts" JSONB NOT NULL,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "reply_template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reply_requirement" (
    "id" UUID NOT NULL,
    "kind" TEXT,
    "category" TEXT,
    "elements" TEXT[],
    "evidence" TEXT NOT NULL,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "reply_requirement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "demand_promise" (
    "id" UUID NOT NULL,
    "demand_id" UUID NOT NULL,
    "unit_id" TEXT NOT NULL,
    "words_id" UUID NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "report_by" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "postponed" INTEGER NOT NULL DEFAULT 0,
    "reports" JSONB NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,
    "requests" TEXT[],
    "sight" TEXT[],

    CONSTRAINT "demand_promise_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "figure_set" (
    "version" INTEGER NOT NULL,
    "data" JSONB NOT NULL,
    "note" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_by" TEXT,

    CONSTRAINT "figure_set_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "analysis_report" (
    "id" UUID NOT NULL,
    "unit_id" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "title" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" TEXT NOT NULL,
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "figure_version" INTEGER NOT NULL,
    "data" JSONB,
    "failure" TEXT,
    "finished_at" TIMESTAMPTZ(3),
    "sight" TEXT[],

    CONSTRAINT "analysis_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "improvement" (
    "demand_id" UUID NOT NULL,
    "report_id" UUID NOT NULL,
    "owner_id" TEXT,
    "about" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "improvement_pkey" PRIMARY KEY ("demand_id")
);

-- CreateTable
CREATE TABLE "rehearsal" (
    "id" UUID NOT NULL,
    "unit_id" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "trial" JSONB NOT NULL,
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" TEXT NOT NULL,
    "total" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "result" JSONB,
    "failure" TEXT,
    "finished_at" TIMESTAMPTZ(3),
    "sight" TEXT[],

    CONSTRAINT "rehearsal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "export_run" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "export_run_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "message_endpoint_unit_id_idx" ON "message_endpoint"("unit_id");

-- CreateIndex
CREATE INDEX "spot_check_plan_unit_id_idx" ON "spot_check_plan"("unit_id");

-- CreateIndex
CREATE INDEX "callback_script_unit_id_idx" ON "callback_script"("unit_id");

-- CreateIndex
CREATE INDEX "caller_shift_unit_id_day_idx" ON "caller_shift"("unit_id", "day");

-- CreateIndex
CREATE INDEX "appeal_demand_id_idx" ON "appeal"("demand_id");

-- CreateIndex
CREATE INDEX "appeal_state_due_at_idx" ON "appeal"("state", "due_at");

-- CreateIndex
CREATE INDEX "appeal_sight_idx" ON "appeal" USING GIN ("sight");

-- CreateIndex
CREATE INDEX "reply_template_unit_id_idx" ON "reply_template"("unit_id");

-- CreateIndex
CREATE INDEX "demand_promise_demand_id_idx" ON "demand_promise"("demand_id");

-- CreateIndex
CREATE INDEX "demand_promise_state_due_at_idx" ON "demand_promise"("state", "due_at");

-- CreateIndex
CREATE INDEX "demand_promise_sight_idx" ON "demand_promise" USING GIN ("sight");

-- CreateIndex
CREATE INDEX "analysis_report_unit_id_from_at_idx" ON "analysis_report"("unit_id", "from_at");

-- CreateIndex
CREATE INDEX "improvement_report_id_idx" ON "improvement"("report_id");

-- CreateIndex
CREATE INDEX "rehearsal_unit_id_created_at_idx" ON "rehearsal"("unit_id", "created_at");

-- CreateIndex
CREATE INDEX "export_run_user_id_started_at_idx" ON "export_run"("user_id", "started_at");

-- CreateIndex
CREATE INDEX "demand_event_rated_idx" ON "demand_event"("at") WHERE (type = ANY (ARRAY['rated'::text, 'rating_expired'::text]));

-- CreateIndex
CREATE INDEX "message_notice_key_idx" ON "message"("notice_key");

-- CreateIndex
CREATE INDEX "message_target_sent_at_idx" ON "message"("target", "sent_at");

-- CreateIndex
CREATE INDEX "spot_check_unit_id_drawn_at_idx" ON "spot_check"("unit_id", "drawn_at");

-- CreateIndex
CREATE INDEX "spot_check_plan_id_idx" ON "spot_check"("plan_id");
