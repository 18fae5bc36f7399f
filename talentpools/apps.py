from django.apps import AppConfig


class TalentpoolsConfig(AppConfig):
    """Pools and their members."""

    name = "talentpools"

    def ready(self) -> None:
        from learning.development import section
        from orgs import menu
        from succession.suggestions import suggesters
        from talentpools import access, measures, transfers
        from talentpools.development import my_pools
        from talentpools.suggester import PoolSuggester

        access.grant_actions()
        measures.register()
        suggesters.add("pools", PoolSuggester())
        section("pools", order=20, template="talentpools/own.html", load=my_pools)
        transfers.register()
        menu.item("pools", "Talent pools", "talentpools:pools", access.VIEW_POOLS, order=30)
