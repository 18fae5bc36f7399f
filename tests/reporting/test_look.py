from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.reporting.test_pages import lead, LEADERSHIP
def test_look(lead):
    lead.post(f"{LEADERSHIP}schedule/", {"day_of_month": "1", "readers": "lead@example.org"})
    with CaptureQueriesContext(connection) as c:
        page=lead.get("/o/RA/reports/")
    open("/tmp/index.html","wb").write(page.content)
    open("/tmp/report.html","wb").write(lead.get(LEADERSHIP).content)
    open("/tmp/q.txt","w").write("\n".join(q["sql"][:150] for q in c))
    from reporting.models import Release
    from reporting.rendering import pdf_of
    open("/tmp/report.pdf","wb").write(pdf_of(Release.objects.get(unit__code="RA")).content)
