-- What schema.prisma cannot say. Written by hand.

-- The audit log is append-only, for the program's own database user too.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER "audit_append_only" BEFORE UPDATE OR DELETE ON "audit" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "audit_no_truncate" BEFORE TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Every server hears of a new notice and passes it to the people listening at /stream. Sent at commit, so the row can be read.
CREATE FUNCTION announce_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('notices', NEW.id::text);
  RETURN NULL;
END
$$;
CREATE TRIGGER "notice_announced" AFTER INSERT ON "notice" FOR EACH ROW EXECUTE FUNCTION announce_notice();

-- Numbers are ASCII: byte order lets the unique index find a number by its beginning.
ALTER TABLE "demand" ALTER COLUMN "number" TYPE text COLLATE "C";
