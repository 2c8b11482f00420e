-- Where several gateways keep copies of their evidence. Run once, as the owner of the database:
--
--     psql --set ON_ERROR_STOP=1 --file deploy/postgresql.sql DATABASE
--
-- Then grant cloakroom_writer to each gateway's account, and cloakroom_reader to the DPO's. docs/postgresql.md tells more.
BEGIN;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cloakroom_writer') THEN
        CREATE ROLE cloakroom_writer NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cloakroom_reader') THEN
        CREATE ROLE cloakroom_reader NOLOGIN;
    END IF;
END
$$;

-- Before version 15 everybody may put things into `public`, where they could stand in for what others mean.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public') THEN
        REVOKE CREATE ON SCHEMA public FROM PUBLIC;
        -- Whoever may not revoke it gets a warning only.
        IF has_schema_privilege('public', 'public', 'CREATE') THEN
            RAISE EXCEPTION 'everybody may create in the schema public'
                USING HINT = 'As a superuser, in this database: REVOKE CREATE ON SCHEMA public FROM PUBLIC';
        END IF;
    END IF;
END
$$;

CREATE SCHEMA cloakroom;

-- One log for each gateway. Its keys stay what they were: another gateway cannot take over its name. Only the account that brought it
-- adds to it; session_user, because no account can set that to another one.
CREATE TABLE cloakroom.log (
    origin text PRIMARY KEY,
    verifier_keys text NOT NULL,
    begun timestamptz NOT NULL DEFAULT now(),
    account name NOT NULL DEFAULT session_user
);

CREATE TABLE cloakroom.entry (
    origin text NOT NULL,
    sequence bigint NOT NULL CHECK (sequence > 0),
    exchange text,
    kind text NOT NULL,
    recorded bigint NOT NULL,
    content bytea,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    mac bytea NOT NULL CHECK (octet_length(mac) = 16),
    PRIMARY KEY (origin, sequence)
);

-- The roots of complete subtrees, so that comparing two logs reads a few hundred hashes.
CREATE TABLE cloakroom.node (
    origin text NOT NULL,
    level bigint NOT NULL,
    position bigint NOT NULL,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (origin, level, position)
);

CREATE TABLE cloakroom.checkpoint (
    origin text NOT NULL,
    size bigint NOT NULL CHECK (size >= 0),
    recorded bigint NOT NULL,
    note text NOT NULL,
    PRIMARY KEY (origin, size)
);

-- Redacted texts and sealed originals of blocked prompts, and notes. Originals do not get smaller.
CREATE TABLE cloakroom.kept (
    origin text NOT NULL,
    sequence bigint NOT NULL,
    what text NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (origin, sequence, what)
);

-- What is erased is to be gone soon, not when a fifth of the table is.
ALTER TABLE cloakroom.entry SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);
ALTER TABLE cloakroom.kept SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1,
    toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 1);

CREATE FUNCTION cloakroom.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'evidence is never changed or removed' USING ERRCODE = '23001';
END
$$;

-- These bind the owner too, unless they drop them; verifying the log finds what was done then. The owner alone may change a log's
-- account: for a gateway that got another one.
CREATE TRIGGER log_is_never_changed BEFORE UPDATE ON cloakroom.log
    FOR EACH ROW WHEN ((NEW.origin, NEW.verifier_keys, NEW.begun)
        IS DISTINCT FROM (OLD.origin, OLD.verifier_keys, OLD.begun))
    EXECUTE FUNCTION cloakroom.refuse();
CREATE TRIGGER log_is_never_removed BEFORE DELETE ON cloakroom.log
    FOR EACH ROW EXECUTE FUNCTION cloakroom.refuse();
CREATE TRIGGER node_is_never_changed BEFORE UPDATE OR DELETE ON cloakroom.node
    FOR EACH ROW EXECUTE FUNCTION cloakroom.refuse();
CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON cloakroom.entry
    FOR EACH ROW EXECUTE FUNCTION cloakroom.refuse();
CREATE TRIGGER entry_is_only_erased BEFORE UPDATE ON cloakroom.entry
    FOR EACH ROW WHEN (NEW.content IS NOT NULL
        OR (NEW.origin, NEW.sequence, NEW.exchange, NEW.kind, NEW.recorded, NEW.digest, NEW.mac)
        IS DISTINCT FROM (OLD.origin, OLD.sequence, OLD.exchange, OLD.kind, OLD.recorded, OLD.digest, OLD.mac))
    EXECUTE FUNCTION cloakroom.refuse();
CREATE TRIGGER kept_is_only_erased BEFORE UPDATE ON cloakroom.kept
    FOR EACH ROW EXECUTE FUNCTION cloakroom.refuse();
CREATE TRIGGER checkpoint_is_never_removed BEFORE DELETE ON cloakroom.checkpoint
    FOR EACH ROW EXECUTE FUNCTION cloakroom.refuse();
-- Signed again with another time, or by a witness too: never for another tree.
CREATE TRIGGER checkpoint_keeps_its_tree BEFORE UPDATE ON cloakroom.checkpoint
    FOR EACH ROW WHEN ((NEW.origin, NEW.size, split_part(NEW.note, E'\n\n', 1))
        IS DISTINCT FROM (OLD.origin, OLD.size, split_part(OLD.note, E'\n\n', 1)))
    EXECUTE FUNCTION cloakroom.refuse();
CREATE TRIGGER log_is_never_emptied BEFORE TRUNCATE ON cloakroom.log EXECUTE FUNCTION cloakroom.refuse();
CREATE TRIGGER entry_is_never_emptied BEFORE TRUNCATE ON cloakroom.entry EXECUTE FUNCTION cloakroom.refuse();
CREATE TRIGGER node_is_never_emptied BEFORE TRUNCATE ON cloakroom.node EXECUTE FUNCTION cloakroom.refuse();
CREATE TRIGGER checkpoint_is_never_emptied BEFORE TRUNCATE ON cloakroom.checkpoint EXECUTE FUNCTION cloakroom.refuse();
CREATE TRIGGER kept_is_never_emptied BEFORE TRUNCATE ON cloakroom.kept EXECUTE FUNCTION cloakroom.refuse();

CREATE FUNCTION cloakroom.refuse_others() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM written w WHERE NOT EXISTS
        (SELECT FROM cloakroom.log l WHERE l.origin = w.origin AND l.account = session_user)) THEN
        RAISE EXCEPTION 'the log belongs to another account' USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END
$$;

-- Once for a statement, not for each of the thousands of rows that one may bring.
CREATE TRIGGER entry_is_ones_own AFTER INSERT ON cloakroom.entry REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION cloakroom.refuse_others();
CREATE TRIGGER node_is_ones_own AFTER INSERT ON cloakroom.node REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION cloakroom.refuse_others();
CREATE TRIGGER kept_is_ones_own AFTER INSERT ON cloakroom.kept REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION cloakroom.refuse_others();
CREATE TRIGGER checkpoint_is_ones_own AFTER INSERT ON cloakroom.checkpoint REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION cloakroom.refuse_others();
CREATE TRIGGER checkpoint_stays_ones_own AFTER UPDATE ON cloakroom.checkpoint REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION cloakroom.refuse_others();

-- The only way in which anything goes: with the entry that says so, and by the log's own account.
CREATE FUNCTION cloakroom.erase(of_origin text, erasure bigint, what_kind text, firsts bigint[], lasts bigint[])
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM cloakroom.log l WHERE l.origin = of_origin AND l.account = session_user;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the log belongs to another account' USING ERRCODE = '42501';
    END IF;
    PERFORM FROM cloakroom.entry e WHERE e.origin = of_origin AND e.sequence = erasure AND e.kind = 'erasure';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no such erasure' USING ERRCODE = '23001';
    END IF;
    IF what_kind = 'entry' THEN
        UPDATE cloakroom.entry e SET content = NULL FROM unnest(firsts, lasts) r (first, last)
            WHERE e.origin = of_origin AND e.sequence BETWEEN r.first AND r.last AND e.sequence < erasure
                AND e.content IS NOT NULL;
    ELSE
        DELETE FROM cloakroom.kept k USING unnest(firsts, lasts) r (first, last)
            WHERE k.origin = of_origin AND k.what = what_kind AND k.sequence BETWEEN r.first AND r.last
                AND k.sequence < erasure;
    END IF;
END
$$;
REVOKE ALL ON FUNCTION cloakroom.erase FROM PUBLIC;

GRANT USAGE ON SCHEMA cloakroom TO cloakroom_writer, cloakroom_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA cloakroom TO cloakroom_writer, cloakroom_reader;
GRANT INSERT (origin, verifier_keys) ON cloakroom.log TO cloakroom_writer;
GRANT INSERT ON cloakroom.entry, cloakroom.node, cloakroom.checkpoint, cloakroom.kept TO cloakroom_writer;
GRANT UPDATE (recorded, note) ON cloakroom.checkpoint TO cloakroom_writer;
GRANT EXECUTE ON FUNCTION cloakroom.erase TO cloakroom_writer;

COMMIT;
