-- CreateTable
CREATE TABLE "unit" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "parent_id" TEXT,
    "path" TEXT[],
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_user" (
    "id" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "notices_read_up_to" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "staff_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("user_id","role","unit_id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" BYTEA NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "login_throttle" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "login_throttle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "demand" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "urgency" TEXT NOT NULL,
    "risk" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "collecting_unit_id" TEXT NOT NULL,
    "lead_unit_id" TEXT,
    "co_unit_ids" TEXT[],
    "replying_unit_id" TEXT,
    "holder_unit_id" TEXT,
    "holder_user_id" TEXT,
    "round" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_name" TEXT NOT NULL,
    "filed_for" TEXT,
    "contact_cipher" BYTEA,
    "contact_masked" JSONB,
    "phone_index" BYTEA,
    "phone_tail_index" BYTEA,
    "collected_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "result" TEXT,
    "rating" INTEGER,
    "supervised" BOOLEAN NOT NULL,
    "conference" BOOLEAN NOT NULL,
    "sight" TEXT[],
    "next_due_at" TIMESTAMPTZ(3),
    "overdue_since" TIMESTAMPTZ(3),
    "provisional" BOOLEAN NOT NULL,
    "parent_id" UUID,
    "merged_into" UUID,
    "tracking_hash" BYTEA NOT NULL,
    "rating_hash" BYTEA,
    "policy_version" INTEGER NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "demand_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "demand_search" (
    "demand_id" UUID NOT NULL,
    "pairs" TEXT[],

    CONSTRAINT "demand_search_pkey" PRIMARY KEY ("demand_id")
);

-- CreateTable
CREATE TABLE "demand_event" (
    "demand_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "unit_id" TEXT,
    "stage" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "public" BOOLEAN NOT NULL,
    "cause" JSONB,
    "data" JSONB,
    "words_id" UUID,
    "request_id" TEXT,

    CONSTRAINT "demand_event_pkey" PRIMARY KEY ("demand_id","seq")
);

-- CreateTable
CREATE TABLE "words" (
    "id" UUID NOT NULL,
    "demand_id" UUID NOT NULL,
    "texts" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "words_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "demand_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "user_id" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "since" TIMESTAMPTZ(3) NOT NULL,
    "overdue" BOOLEAN NOT NULL,
    "supervised" BOOLEAN NOT NULL,

    CONSTRAINT "task_pkey" PRIMARY KEY ("demand_id","kind")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "demand_id" UUID,
    "kind" TEXT NOT NULL,
    "clock" TEXT,
    "role" TEXT,
    "unit_id" TEXT,
    "user_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "late_by" INTEGER NOT NULL DEFAULT 0,
    "data" JSONB,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_read" (
    "notice_id" BIGINT NOT NULL,
    "user_id" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_read_pkey" PRIMARY KEY ("notice_id","user_id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "notice_key" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "callback_job" (
    "id" TEXT NOT NULL,
    "demand_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "lead_unit_id" TEXT,
    "sight" TEXT[],
    "worked_on" TEXT[],
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "window_end" TIMESTAMPTZ(3) NOT NULL,
    "claimed_by" TEXT,
    "attempts" JSONB NOT NULL,
    "result" TEXT,
    "grade" INTEGER,
    "version" INTEGER NOT NULL,
    "spot_check_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "concluded_at" TIMESTAMPTZ(3),
    "words_id" UUID,
    "requests" TEXT[],

    CONSTRAINT "callback_job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "spot_check" (
    "id" UUID NOT NULL,
    "unit_id" TEXT NOT NULL,
    "drawn_by" TEXT NOT NULL,
    "drawn_at" TIMESTAMPTZ(3) NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "percent" DOUBLE PRECISION NOT NULL,
    "seed" TEXT NOT NULL,
    "frame" JSONB NOT NULL,
    "sample" JSONB NOT NULL,
    "sight" TEXT[],

    CONSTRAINT "spot_check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attachment" (
    "id" UUID NOT NULL,
    "demand_id" UUID,
    "uploaded_by" TEXT,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" BYTEA NOT NULL,
    "storage_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy" (
    "version" INTEGER NOT NULL,
    "data" JSONB NOT NULL,
    "note" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_by" TEXT,

    CONSTRAINT "policy_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "rule_set" (
    "version" INTEGER NOT NULL,
    "data" JSONB NOT NULL,
    "note" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rule_set_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "calendar_year" (
    "year" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "data" JSONB NOT NULL,
    "source" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_by" TEXT,

    CONSTRAINT "calendar_year_pkey" PRIMARY KEY ("year","version")
);

-- CreateTable
CREATE TABLE "intake_outbox" (
    "demand_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "intake_outbox_pkey" PRIMARY KEY ("demand_id")
);

-- CreateTable
CREATE TABLE "number_counter" (
    "day" TEXT NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "number_counter_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "idempotent_answer" (
    "user_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "answer" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotent_answer_pkey" PRIMARY KEY ("user_id","key")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user_id" TEXT,
    "action" TEXT NOT NULL,
    "target" TEXT,
    "detail" JSONB,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reconciliation" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "checked" INTEGER NOT NULL,
    "mended" JSONB NOT NULL,

    CONSTRAINT "reconciliation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "unit_path_idx" ON "unit" USING GIN ("path");

-- CreateIndex
CREATE UNIQUE INDEX "staff_user_username_key" ON "staff_user"("username");

-- CreateIndex
CREATE INDEX "role_grant_unit_id_role_idx" ON "role_grant"("unit_id", "role");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "demand_number_key" ON "demand"("number");

-- CreateIndex
CREATE UNIQUE INDEX "demand_tracking_hash_key" ON "demand"("tracking_hash");

-- CreateIndex
CREATE UNIQUE INDEX "demand_rating_hash_key" ON "demand"("rating_hash");

-- CreateIndex
CREATE INDEX "demand_created_at_id_idx" ON "demand"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "demand_sight_idx" ON "demand" USING GIN ("sight");

-- CreateIndex
CREATE INDEX "demand_stage_created_at_id_idx" ON "demand"("stage", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "demand_lead_unit_id_closed_at_idx" ON "demand"("lead_unit_id", "closed_at");

-- CreateIndex
CREATE INDEX "demand_next_due_at_id_idx" ON "demand"("next_due_at", "id");

-- CreateIndex
CREATE INDEX "demand_search_pairs_idx" ON "demand_search" USING GIN ("pairs");

-- CreateIndex
CREATE INDEX "demand_event_demand_id_request_id_idx" ON "demand_event"("demand_id", "request_id");

-- CreateIndex
CREATE INDEX "task_unit_id_role_due_at_idx" ON "task"("unit_id", "role", "due_at");

-- CreateIndex
CREATE INDEX "task_due_at_demand_id_kind_idx" ON "task"("due_at", "demand_id", "kind");

-- CreateIndex
CREATE INDEX "task_user_id_idx" ON "task"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_key_key" ON "notice"("key");

-- CreateIndex
CREATE INDEX "notice_unit_id_role_id_idx" ON "notice"("unit_id", "role", "id");

-- CreateIndex
CREATE INDEX "notice_user_id_id_idx" ON "notice"("user_id", "id");

-- CreateIndex
CREATE INDEX "notice_demand_id_idx" ON "notice"("demand_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_key_key" ON "message"("key");

-- CreateIndex
CREATE INDEX "message_sent_at_due_at_idx" ON "message"("sent_at", "due_at");

-- CreateIndex
CREATE INDEX "callback_job_state_window_start_idx" ON "callback_job"("state", "window_start");

-- CreateIndex
CREATE INDEX "callback_job_sight_idx" ON "callback_job" USING GIN ("sight");

-- CreateIndex
CREATE INDEX "callback_job_demand_id_idx" ON "callback_job"("demand_id");

-- CreateIndex
CREATE INDEX "callback_job_spot_check_id_idx" ON "callback_job"("spot_check_id");

-- CreateIndex
CREATE INDEX "attachment_demand_id_idx" ON "attachment"("demand_id");

-- CreateIndex
CREATE INDEX "audit_target_idx" ON "audit"("target");

-- AddForeignKey
ALTER TABLE "unit" ADD CONSTRAINT "unit_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "unit"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "staff_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "staff_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_read" ADD CONSTRAINT "notice_read_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
