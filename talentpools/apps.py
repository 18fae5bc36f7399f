from django.apps import AppConfig


class TalentpoolsConfig(AppConfig):
    """Pools and their members."""

    name = "talentpools"

    def ready(self) -> None:
        from learning.development import section
        from orgs import leaving as leavers
        from orgs import menu
        from orgs.inheritance.kinds import kinds
        from orgs.panels import waits
        from orgs.presenters.audit import acts, looked_at
        from orgs.ticks import tick
        from succession.suggestions import suggesters
        from talentpools import (
            access,
            boundaries,
            held,
            leaving,
            measures,
            meeting,
            panels,
            transfers,
            twice,
        )
        from talentpools.criteria import POOL_CRITERIA
        from talentpools.development import my_pools
        from talentpools.rules import POOL_ENGAGEMENT
        from talentpools.services.watch import alert_owners
        from talentpools.shared import registering
        from talentpools.suggester import PoolSuggester

        access.grant_actions()
        acts(
            {
                "pool.started": "started a talent pool",
                "pool.changed": "changed what is said of a talent pool",
                "pool.closed": "closed a talent pool",
                "pool.terms": "recorded the lawful basis of a talent pool",
                "pool.joined": "added a person to a talent pool",
                "pool.invited": "invited a person to a talent pool",
                "pool.member_changed": "changed how a person stands in a talent pool",
                "pool.assessed": "assessed a person for a talent pool",
                "pool.activity": "recorded what a member of a talent pool did",
                "pool.chosen": "made a choice of their own about talent pools",
                "pool.sponsor": "named a sponsor for somebody",
                "pool.prepared": "prepared a place in a talent pool",
                "pool.withdrawn": "took back a place that was prepared in a talent pool",
                "pool.alerted": "told the owner that a talent pool has gone quiet",
            }
        )
        looked_at(
            {
                "talentpools.pool": "the members of a talent pool",
                "talentpools.member": "a member of a talent pool",
                "talentpools.find": "the people found to invite to a talent pool",
                "talentpools.preview": "the people who meet the criteria of a talent pool",
                "talentpools.own": "their own talent pools",
                "talentpools.sponsoring": "the people whom they sponsor",
            }
        )
        leavers.ends("memberships", leaving.end_memberships, order=20)
        measures.register()
        boundaries.register()
        for kind in (POOL_CRITERIA, POOL_ENGAGEMENT):
            kinds.add(kind.code, kind)
        suggesters.add("pools", PoolSuggester())
        section("pools", order=20, template="talentpools/own.html", load=my_pools)
        held.register()
        transfers.register()
        meeting.register()
        twice.register()
        tick("quiet_pools", alert_owners, every="night", principal=access.WATCH)
        registering.register()
        menu.item("pools", "Talent pools", "talentpools:pools", access.VIEW_POOLS, order=30)
        waits("pools", access.MANAGE_POOLS, order=51, load=panels.pools_to_look_at)
        waits("invitations", access.OWN_RECORD, order=44, load=panels.my_invitations)
