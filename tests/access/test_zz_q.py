from tests.access.test_grants import *
def test_q(units, admin, sign_in):
    client = sign_in(admin)
    person = factories.staff(units["TA1"], "A Moor").person
    factories.holder("cpo", units["TA1"], login="a", person=person)
    with CaptureQueriesContext(connection) as queries:
        client.get(url("access"))
    for q in queries: print(q["sql"][:170])
    assert 0
