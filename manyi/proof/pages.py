"""Every page there is, for whoever walks through all of them: the pictures, and the proof that nobody is shut out.

A line is the name of a page and its address, in which ``{ticket}`` stands for a real one. A test compares the lines
with the addresses of the product, so that no page is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

AGENT, ADMIN, CUSTOMER, STRANGER = "agent", "admin", "customer", ""


@dataclass(frozen=True, slots=True)
class PageOf:
    """A page, and who looks at it."""

    name: str
    path: str
    who: str

    @property
    def is_settings(self) -> bool:
        """About half of all: where things are set, people kept and articles written."""
        return self.path.startswith(("/settings/", "/people/", "/knowledge/", "/accounts/"))

    def filled(self, samples: Mapping[str, str]) -> str:
        """The address with real ids and numbers. Raises KeyError for one there is no sample of."""
        return self.path.format_map(samples)


def _pages(who: str, lines: str) -> Iterable[PageOf]:
    found = (line.split() for line in lines.strip().splitlines())
    return [PageOf(name, path, who) for name, path in found]


PAGES: tuple[PageOf, ...] = (
    *_pages(
        AGENT,
        """
        inbox /inbox/open/
        inbox-own /inbox/mine/
        inbox-lists /inbox/?pane=views
        ticket /tickets/{ticket}/
        ticket-note /tickets/{ticket}/?compose=note
        search /search/?q=退款
        new-ticket /tickets/new
        transfer /tickets/{ticket}/assignment
        close-ticket /tickets/{ticket}/closure
        merge /tickets/{ticket}/merges
        link /tickets/{ticket}/links
        split /tickets/{split}
        snooze /tickets/{ticket}/snooze
        ask-department /tickets/{ticket}/tasks
        promise /tickets/{ticket}/promises
        handover /tickets/{ticket}/handovers
        ask-approval /tickets/{ticket}/approvals
        begin-procedure /tickets/{ticket}/sops
        ask-partner /tickets/{ticket}/sides
        clocks /tickets/{ticket}/clocks
        why-me /tickets/{ticket}/routing
        arrange-call /tickets/{ticket}/call-back
        policies-of-ticket /tickets/{ticket}/policies
        prepared /prepared/
        new-text /prepared/texts/new
        text /prepared/texts/{wording}
        new-macro /prepared/macros/new
        macro /prepared/macros/{macro}
        call-backs /call-backs/
        style /settings/desk/style/
        notices /notices/
        notice-choices /settings/notices/
        account /account/
        knowledge /knowledge/
        knowledge-search /knowledge/?q=退款
        article /knowledge/{article}/
        """,
    ),
    *_pages(
        ADMIN,
        """
        today /today/?period=week
        today-tickets /today/tickets/?measure=created&period=today
        first-contact /first-contact/
        first-contact-tickets /first-contact/tickets/
        floor /floor/
        wallboard /floor/?wall
        rushes /floor/rushes/
        new-rush /floor/rushes/new?queue={queue}
        rush /floor/rushes/{rush}
        english-ticket /tickets/{english_ticket}/
        owner /tickets/{ticket}/owner
        take-over /tickets/{ticket}/takeover
        whisper /tickets/{ticket}/whispers
        open-case /tickets/{ticket}/case
        contribute /tickets/{closed_ticket}/contribution
        new-filter /filters/new
        filter /filters/{view}
        tasks /tasks/?side=all
        task /tasks/{task}/
        visits /visits/?side=all
        visit /visits/{visit}/
        cases /cases/
        case /cases/{case}/
        team /team/
        approval /approvals/{approval}/
        side /sides/{side}/
        customers /customers/
        new-customer /customers/new/
        customer /customers/{customer}/
        edit-customer /customers/{customer}/edit/
        identity /customers/identities/{identity}/reveal/
        duplicates /customers/duplicates/
        compare /customers/{twins}/
        companies /customers/companies/
        company /customers/companies/{company}/
        announcements /notices/announcements/
        new-announcement /notices/announcements/new
        announcement /notices/announcements/{announcement}
        new-article /knowledge/new
        edit-article /knowledge/{article}/edit
        new-script /knowledge/scripts/new
        script /knowledge/scripts/{script}
        versions /knowledge/{article}/versions
        version /knowledge/versions/{version}/
        readers /knowledge/versions/{announced}/readers
        reviews /knowledge/reviews/
        policies /knowledge/policies/
        gaps /knowledge/gaps/
        feedback /knowledge/feedback/
        faults /knowledge/faults/
        import /knowledge/import/
        people /people/
        colleague /people/{staff}/
        invitations /people/invitations/
        teams /settings/teams/
        new-team /settings/teams/new/
        team-settings /settings/teams/{team}/
        new-department /settings/departments/new/
        department /settings/departments/{department}/
        roles /settings/roles/
        role /settings/roles/agent/
        tokens /settings/tokens/
        company-settings /settings/company/
        channels /settings/channels/
        inbound /settings/channels/inbound/
        new-mailbox /settings/channels/email/new/
        mailbox /settings/channels/email/{mailbox}/
        sites /settings/channels/chat/
        new-site /settings/channels/chat/new/
        site /settings/channels/chat/{site}/
        types /settings/desk/types/
        new-type /settings/desk/types/new
        type /settings/desk/types/{type}
        fields /settings/desk/fields/
        new-field /settings/desk/fields/new
        field /settings/desk/fields/{field}
        approval-rules /settings/desk/approvals/
        new-approval-rule /settings/desk/approvals/new
        approval-rule /settings/desk/approvals/{approval_rule}
        procedures /settings/desk/sops/
        new-procedure /settings/desk/sops/new
        procedure /settings/desk/sops/{sop}
        visit-rules /settings/desk/visits/
        new-visit-rule /settings/desk/visits/new
        visit-rule /settings/desk/visits/{visit_rule}
        task-templates /settings/desk/tasks/
        new-task-template /settings/desk/tasks/new
        task-template /settings/desk/tasks/{task_template}
        calendars /settings/sla/calendars/
        new-calendar /settings/sla/calendars/new
        calendar /settings/sla/calendars/{calendar}
        sla-policies /settings/sla/policies/
        new-sla-policy /settings/sla/policies/new
        sla-policy /settings/sla/policies/{sla_policy}
        compare-routing /settings/routing/compare/
        queues /settings/routing/queues/
        new-queue /settings/routing/queues/new
        queue /settings/routing/queues/{queue}
        weights /settings/routing/weights/
        new-weights /settings/routing/weights/new
        weighting /settings/routing/weights/{weights}
        abilities /settings/routing/abilities/
        new-pool /settings/routing/abilities/pools
        pool /settings/routing/abilities/pools/{pool}
        agent-abilities /settings/routing/abilities/agents/{staff}
        playbooks /settings/routing/playbooks/
        new-playbook /settings/routing/playbooks/new
        playbook /settings/routing/playbooks/{playbook}
        topics /settings/knowledge/categories/
        synonyms /settings/knowledge/synonyms/
        variables /settings/knowledge/variables/
        help-look /settings/help/
        set-password /accounts/password/set/
        code-generator /accounts/2fa/totp/activate/
        new-passkey /accounts/2fa/passkeys/add/
        recovery-codes /accounts/2fa/recovery-codes/generate/
        offline /offline
        api /api/v1/docs
        """,
    ),
    *_pages(
        CUSTOMER,
        """
        my-requests /my/
        my-request /my/{my_request}/
        """,
    ),
    *_pages(
        STRANGER,
        """
        sign-in /accounts/login/
        forgotten-password /accounts/password/reset/
        password-mailed /accounts/password/reset/done/
        new-password /accounts/password/reset/key/x-x/
        password-changed /accounts/password/reset/key/done/
        inactive /accounts/inactive/
        login-link /login-link/unknown/
        join /join/{invitation}/
        setup /setup/{setup}/company/
        help /help/zh/
        help-topic /help/zh/topics/{topic}/
        help-search /help/zh/search/?q=退款多久到账
        help-article /help/zh/articles/{public_article}/
        contact /help/new/
        my-sign-in /my/sign-in/
        my-entry /my/enter/unknown/
        request-by-link /request/{request}/
        survey /survey/{survey}/
        task-by-link /task/{task_link}/
        task-forwarded /task/forwarded
        approval-by-link /approval/{approval_link}/
        shop /demo-shop
        """,
    ),
)
