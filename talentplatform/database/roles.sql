-- The database's roles and logins. A hospital's DBA runs this file by hand, once for each database
-- and again whenever it changes; `./run` and docker-compose.yml run the same file. It may run any
-- number of times and states everything: what it does not grant, it takes away.
--
--     psql -v ON_ERROR_STOP=1 -d talent -f talentplatform/database/roles.sql     (as a superuser)
--
-- PostgreSQL 17 or newer, no extension.
--
-- Logins (each process holds the URL of one, and no process holds more than it needs):
--   tp_owner    owns the database's tables: migrations and management commands  DATABASE_OWNER_URL
--   tp_web      the site and the ordinary worker                                DATABASE_URL
--   tp_builder  the worker that counts and seals, and nothing else              DATABASE_BUILDER_URL
--
-- Roles (they cannot sign in; a transaction takes one by SET LOCAL ROLE):
--   app_web      what a page may do, below row-level policies
--   app_edi      equality records, for the equality services alone
--   app_builder  counting over all employers, on columns that leave out names
--   app_seal     sealing and verifying the chain of audit records
--
-- tp_web has app_web's rights from the start (INHERIT) and must ask for app_edi's each time, so a
-- page that forgot to ask reads no equality record. tp_builder has nothing until it asks.
--
-- Passwords are not set here. In production, set them once, out of the shell's history:
--     psql -d talent  then  \password tp_owner   \password tp_web   \password tp_builder
-- and allow those three logins in pg_hba.conf by scram-sha-256 over TLS. Give tp_owner the database:
--     ALTER DATABASE talent OWNER TO tp_owner;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['app_web', 'app_edi', 'app_builder', 'app_seal'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name) THEN
            EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN', name);
        END IF;
    END LOOP;
    FOREACH name IN ARRAY ARRAY['tp_owner', 'tp_web', 'tp_builder'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name) THEN
            EXECUTE pg_catalog.format('CREATE ROLE %I LOGIN', name);
        END IF;
    END LOOP;
END
$$;

-- Nothing that could step around a row-level policy. (tp_owner is left as it is: in the embedded
-- servers and in docker-compose.yml it is the cluster's superuser; in production it need not be.)
ALTER ROLE app_web     NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE app_edi     NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE app_builder NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE app_seal    NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE tp_web      LOGIN   NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE tp_builder  LOGIN   NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- Memberships: every one that may exist is here; any other of these roles is taken away.
DO $$
DECLARE
    other record;
BEGIN
    FOR other IN
        SELECT role.rolname AS role, member.rolname AS member
        FROM pg_catalog.pg_auth_members m
        JOIN pg_catalog.pg_roles role ON role.oid = m.roleid
        JOIN pg_catalog.pg_roles member ON member.oid = m.member
        WHERE member.rolname IN ('tp_web', 'tp_builder', 'app_web', 'app_edi', 'app_builder', 'app_seal')
          AND (role.rolname, member.rolname) NOT IN (
              ('app_web', 'tp_web'), ('app_edi', 'tp_web'),
              ('app_builder', 'tp_builder'), ('app_seal', 'tp_builder'))
    LOOP
        EXECUTE pg_catalog.format('REVOKE %I FROM %I', other.role, other.member);
    END LOOP;
END
$$;
GRANT app_web               TO tp_web     WITH INHERIT TRUE,  SET TRUE, ADMIN FALSE;
GRANT app_edi               TO tp_web     WITH INHERIT FALSE, SET TRUE, ADMIN FALSE;
GRANT app_builder, app_seal TO tp_builder WITH INHERIT FALSE, SET TRUE, ADMIN FALSE;
-- Commands step down to the role whose work they do. The owner gains nothing by it: it owns all.
GRANT app_web, app_edi, app_builder, app_seal TO tp_owner WITH INHERIT FALSE, SET TRUE, ADMIN FALSE;

-- A name without a schema means ours, whatever a session's search path was.
ALTER ROLE tp_owner   SET search_path = public;
ALTER ROLE tp_web     SET search_path = public;
ALTER ROLE tp_builder SET search_path = public;
-- A page is small: parallel workers cost it 3 ms of 10 and take the cores from other pages.
ALTER ROLE tp_web SET max_parallel_workers_per_gather = 0;

-- In the database that this file is run in: nobody but the owner makes objects.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO app_web, app_edi, app_builder, app_seal, tp_web, tp_builder;
