from django.apps import AppConfig


class TalentpoolsConfig(AppConfig):
    """Pools and their members."""

    name = "talentpools"

    def ready(self) -> None:
        from learning.development import section
        from orgs import menu
        from orgs.presenters.audit import acts, looked_at
        from succession.suggestions import suggesters
        from talentpools import access, held, measures, transfers
        from talentpools.development import my_pools
        from talentpools.suggester import PoolSuggester

        access.grant_actions()
        acts(
            {
                "pool.started": "started a talent pool",
                "pool.joined": "added a person to a talent pool",
                "pool.member_changed": "changed how a person stands in a talent pool",
                "pool.prepared": "prepared a place in a talent pool",
                "pool.withdrawn": "took back a place that was prepared in a talent pool",
            }
        )
        looked_at(
            {
                "talentpools.pool": "the members of a talent pool",
                "talentpools.find": "the people found to add to a talent pool",
            }
        )
        measures.register()
        suggesters.add("pools", PoolSuggester())
        section("pools", order=20, template="talentpools/own.html", load=my_pools)
        held.register()
        transfers.register()
        menu.item("pools", "Talent pools", "talentpools:pools", access.VIEW_POOLS, order=30)
