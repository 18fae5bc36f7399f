-- Sign-in comes before any scope: these tables have no row-level security, and hold no name. Which they are, and why,
-- is in tests/architecture/test_floor.py. allauth, sessions and rate limits use them, and nothing else does.
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session, talentplatform_cache TO app_web;
GRANT SELECT, UPDATE (password, last_login) ON orgs_user TO app_web;
GRANT SELECT ON account_emailaddress TO app_web;
GRANT SELECT ON django_content_type, auth_permission TO app_web;
