from pathlib import Path
from django.urls import reverse
from reporting.models import *
from reporting.tasks import render_run
from tests.reporting.test_pages import lead, LEADERSHIP
def test_look(lead):
    lead.post(f"{LEADERSHIP}schedule/", {"day_of_month": "1", "readers": "lead@example.org"})
    lead.get("/o/RA/reports/")
    lead.post(f"{LEADERSHIP}pdf/")
    run=ReportRun.objects.get(); s=Schedule.objects.get()
    def save(name, r): Path(f"/tmp/{name}.html").write_text(r.content.decode().replace("/static/","file:///work/main/static/"))
    save("run1", lead.get(f"/o/RA/reports/runs/{run.public_id}/"))
    render_run(str(run.public_id))
    save("run2", lead.get(f"/o/RA/reports/runs/{run.public_id}/"))
    save("report", lead.get(LEADERSHIP)); save("index", lead.get("/o/RA/reports/"))
    e=f"/o/RA/reports/schedules/{s.public_id}/"
    save("edit", lead.get(e)); save("bad", lead.post(e,{"day_of_month":"40","readers":""})); save("conf", lead.post(e,{"day_of_month":"4","readers":"lead@example.org","version":"9"}))
    save("day", lead.get(f"{LEADERSHIP}release-day/")); save("qa", lead.get("/o/QA1/reports/leadership/"))
    save("home", lead.get("/o/RA/"))
