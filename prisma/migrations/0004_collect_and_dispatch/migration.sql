-- AlterTable
ALTER TABLE "demand_search" ADD COLUMN     "tokens" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "rule_set" ADD COLUMN     "published_by" TEXT;

-- CreateTable
CREATE TABLE "demand_origin" (
    "demand_id" UUID NOT NULL,
    "form_code" TEXT,
    "form_version" INTEGER,
    "answers" JSONB,
    "campaign_id" UUID,
    "visit_id" UUID,
    "finding_id" UUID,
    "batch_id" UUID,

    CONSTRAINT "demand_origin_pkey" PRIMARY KEY ("demand_id")
);

-- CreateTable
CREATE TABLE "change_draft" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "target" TEXT,
    "base_version" INTEGER NOT NULL,
    "data" JSONB NOT NULL,
    "note" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "applies_to_running" BOOLEAN NOT NULL DEFAULT false,
    "author_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "submitted_at" TIMESTAMPTZ(3),
    "reviewer_id" TEXT,
    "reviewed_at" TIMESTAMPTZ(3),
    "review_note" TEXT,
    "version" INTEGER,

    CONSTRAINT "change_draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duty_item" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "words" TEXT[],
    "basis" TEXT NOT NULL,
    "retired_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "duty_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel" (
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "channel_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "form" (
    "code" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "form_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "form_version" (
    "form_code" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "data" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_by" TEXT,

    CONSTRAINT "form_version_pkey" PRIMARY KEY ("form_code","version")
);

-- CreateTable
CREATE TABLE "campaign" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "location" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "form_code" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_mapping" (
    "unit_id" TEXT NOT NULL,
    "form_code" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_mapping_pkey" PRIMARY KEY ("unit_id","form_code")
);

-- CreateTable
CREATE TABLE "import_batch" (
    "id" UUID NOT NULL,
    "unit_id" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "form_code" TEXT NOT NULL,
    "campaign_id" UUID,
    "file_name" TEXT NOT NULL,
    "file_hash" BYTEA NOT NULL,
    "columns" JSONB NOT NULL,
    "mapping" JSONB,
    "state" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "wrong" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "repeated" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_row" (
    "batch_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "cells" BYTEA,
    "errors" JSONB,
    "demand_id" UUID,
    "repeats" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "import_row_pkey" PRIMARY KEY ("batch_id","row")
);

-- CreateTable
CREATE TABLE "import_key" (
    "key" BYTEA NOT NULL,
    "demand_id" UUID NOT NULL,

    CONSTRAINT "import_key_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "enterprise" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "address" TEXT NOT NULL DEFAULT '',
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "enterprise_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_enterprise" (
    "team_id" TEXT NOT NULL,
    "enterprise_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_enterprise_pkey" PRIMARY KEY ("team_id","enterprise_id")
);

-- CreateTable
CREATE TABLE "visit" (
    "id" UUID NOT NULL,
    "team_id" TEXT NOT NULL,
    "enterprise_id" UUID NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "planned_by" TEXT NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "done_by" TEXT,
    "summary" TEXT,
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "visit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inspection" (
    "id" UUID NOT NULL,
    "building_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "finished_by" TEXT,

    CONSTRAINT "inspection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding" (
    "id" UUID NOT NULL,
    "inspection_id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "risk" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "demand_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "topic" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "unit_id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "aim" TEXT NOT NULL,
    "outcome" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "topic_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "topic_demand" (
    "topic_id" UUID NOT NULL,
    "demand_id" UUID NOT NULL,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "topic_demand_pkey" PRIMARY KEY ("topic_id","demand_id")
);

-- CreateTable
CREATE TABLE "poll" (
    "id" UUID NOT NULL,
    "demand_id" UUID NOT NULL,
    "unit_id" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "electorate" TEXT NOT NULL,
    "ballots" INTEGER NOT NULL,
    "waits" BOOLEAN NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),
    "result" JSONB,

    CONSTRAINT "poll_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "poll_vote" (
    "poll_id" UUID NOT NULL,
    "serial" INTEGER NOT NULL,
    "option" INTEGER NOT NULL,
    "voted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "poll_vote_pkey" PRIMARY KEY ("poll_id","serial")
);

-- CreateTable
CREATE TABLE "conference" (
    "id" UUID NOT NULL,
    "unit_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "held_at" TIMESTAMPTZ(3) NOT NULL,
    "location" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "attendees" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "conference_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conference_item" (
    "conference_id" UUID NOT NULL,
    "demand_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "decision" TEXT,
    "lead_unit_id" TEXT,
    "working_days" INTEGER,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "conference_item_pkey" PRIMARY KEY ("conference_id","demand_id")
);

-- CreateTable
CREATE TABLE "absence" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "deputy_id" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "absence_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "demand_origin_campaign_id_idx" ON "demand_origin"("campaign_id");

-- CreateIndex
CREATE INDEX "demand_origin_visit_id_idx" ON "demand_origin"("visit_id");

-- CreateIndex
CREATE INDEX "demand_origin_batch_id_idx" ON "demand_origin"("batch_id");

-- CreateIndex
CREATE INDEX "change_draft_kind_state_idx" ON "change_draft"("kind", "state");

-- CreateIndex
CREATE UNIQUE INDEX "duty_item_code_key" ON "duty_item"("code");

-- CreateIndex
CREATE INDEX "duty_item_unit_id_idx" ON "duty_item"("unit_id");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_code_key" ON "campaign"("code");

-- CreateIndex
CREATE INDEX "campaign_unit_id_starts_at_idx" ON "campaign"("unit_id", "starts_at");

-- CreateIndex
CREATE INDEX "import_batch_unit_id_created_at_idx" ON "import_batch"("unit_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "enterprise_unit_id_name_key" ON "enterprise"("unit_id", "name");

-- CreateIndex
CREATE INDEX "team_enterprise_enterprise_id_idx" ON "team_enterprise"("enterprise_id");

-- CreateIndex
CREATE INDEX "visit_team_id_planned_at_idx" ON "visit"("team_id", "planned_at");

-- CreateIndex
CREATE INDEX "visit_enterprise_id_planned_at_idx" ON "visit"("enterprise_id", "planned_at");

-- CreateIndex
CREATE INDEX "inspection_building_id_planned_at_idx" ON "inspection"("building_id", "planned_at");

-- CreateIndex
CREATE INDEX "finding_inspection_id_idx" ON "finding"("inspection_id");

-- CreateIndex
CREATE INDEX "topic_unit_id_idx" ON "topic"("unit_id");

-- CreateIndex
CREATE INDEX "topic_demand_demand_id_idx" ON "topic_demand"("demand_id");

-- CreateIndex
CREATE INDEX "poll_demand_id_idx" ON "poll"("demand_id");

-- CreateIndex
CREATE INDEX "poll_unit_id_created_at_idx" ON "poll"("unit_id", "created_at");

-- CreateIndex
CREATE INDEX "conference_unit_id_held_at_idx" ON "conference"("unit_id", "held_at");

-- CreateIndex
CREATE INDEX "conference_item_demand_id_idx" ON "conference_item"("demand_id");

-- CreateIndex
CREATE INDEX "absence_user_id_to_at_idx" ON "absence"("user_id", "to_at");

-- CreateIndex
CREATE INDEX "absence_deputy_id_to_at_idx" ON "absence"("deputy_id", "to_at");

-- CreateIndex
CREATE INDEX "demand_event_ruled_idx" ON "demand_event"("demand_id") WHERE (type = 'ruled');

-- CreateIndex
CREATE INDEX "demand_search_tokens_idx" ON "demand_search" USING GIN ("tokens");

-- AddForeignKey
ALTER TABLE "form_version" ADD CONSTRAINT "form_version_form_code_fkey" FOREIGN KEY ("form_code") REFERENCES "form"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_inspection_id_fkey" FOREIGN KEY ("inspection_id") REFERENCES "inspection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "topic_demand" ADD CONSTRAINT "topic_demand_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "poll_vote" ADD CONSTRAINT "poll_vote_poll_id_fkey" FOREIGN KEY ("poll_id") REFERENCES "poll"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conference_item" ADD CONSTRAINT "conference_item_conference_id_fkey" FOREIGN KEY ("conference_id") REFERENCES "conference"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
