"""Settings: skills, posts, expert pools, what each channel takes, and what each colleague can do."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.actors import require
from manyi.core.i18n import label
from manyi.desk.channel_names import channel_label
from manyi.desk.conditions import names_of_tags
from manyi.desk.queries import reference
from manyi.desk.views.conditions import CHANNELS, numbers, tags_in
from manyi.desk.views.shared import whole_number
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.models import Staff
from manyi.people.permissions import MANAGE_SETTINGS, MANAGE_STAFF
from manyi.routing import actions, queries, setup
from manyi.routing.models import ExpertPool
from manyi.routing.views.shared import LANGUAGES, names_of, number, tried


@staff_only
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Everything about abilities on one page."""
    require(request.viewer, MANAGE_SETTINGS)
    return _page(request, {})


def _page(request: StaffRequest, errors: dict[str, str]) -> HttpResponse:
    found = setup.current()
    values = {
        "errors": errors,
        "languages": LANGUAGES,
        "skills": queries.skills(),
        "posts": queries.posts(),
        "pools": [(pool, names_of_tags(tag.pk for tag in pool.tags.all())) for pool in queries.pools()],
        "channels": [(key, channel_label(key), found.units_of(key), found.wrap_ups.get(key, 0)) for key in CHANNELS],
        "whole": setup.WHOLE,
        "agents": queries.abilities(),
    }
    return render(request, "routing/abilities.html", values, status=422 if errors else 200)


@staff_only
@require_POST
def skill(request: StaffRequest, skill_id: int = 0) -> HttpResponse:
    """Add or change a skill."""
    row = queries.get_skill(skill_id) if skill_id else None
    is_active = not skill_id or request.POST.get("is_active") == "on"
    names = names_of(request.POST)
    errors = tried(lambda: actions.save_skill(row, by=request.viewer, names=names, is_active=is_active))
    return _page(request, errors) if errors else redirect("routing-abilities")


@staff_only
@require_POST
def post(request: StaffRequest, post_id: int = 0) -> HttpResponse:
    """Add or rename a post of the rotation."""
    row = queries.get_post(post_id) if post_id else None
    errors = tried(lambda: actions.save_post(row, by=request.viewer, names=names_of(request.POST)))
    return _page(request, errors) if errors else redirect("routing-abilities")


@staff_only
@require_POST
def channels(request: StaffRequest) -> HttpResponse:
    """Say what each channel takes."""

    def save() -> None:
        for key in CHANNELS:
            units, wrap_up = int(number(request.POST, f"units-{key}", 1)), int(number(request.POST, f"wrap-up-{key}"))
            actions.save_channel_units(key, by=request.viewer, units=units, wrap_up=wrap_up)

    errors = tried(save)
    return _page(request, errors) if errors else redirect("routing-abilities")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def pool(request: StaffRequest, pool_id: int = 0) -> HttpResponse:
    """Add or change an expert pool."""
    require(request.viewer, MANAGE_SETTINGS)
    row = queries.get_pool(pool_id) if pool_id else None
    errors = tried(lambda: _save_pool(request, row)) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        return redirect("routing-abilities")
    members = numbers(request.POST, "members") if errors else {one.pk for one in row.members.all()} if row else set()
    values = {
        "row": row,
        "errors": errors,
        "given": request.POST,
        "languages": LANGUAGES,
        "tag_names": ", ".join(names_of_tags(tag.pk for tag in row.tags.all())) if row else "",
        "members": members,
        "staff": reference().active_staff(),
    }
    return render(request, "routing/pool.html", values, status=422 if errors else 200)


def _save_pool(request: StaffRequest, row: ExpertPool | None) -> None:
    actions.save_expert_pool(
        row, by=request.viewer, names=names_of(request.POST), tags=tags_in(request.POST),
        members=numbers(request.POST, "members"),
    )  # fmt: skip


@staff_only
@require_POST
def pool_deletion(request: StaffRequest, pool_id: int) -> HttpResponse:
    """Remove an expert pool."""
    actions.delete_expert_pool(queries.get_pool(pool_id), by=request.viewer)
    return redirect("routing-abilities")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def agent(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Say what a colleague can do."""
    require(request.viewer, MANAGE_STAFF)
    staff = queries.get_agent(staff_id)
    errors = tried(lambda: _save_agent(request, staff)) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        return redirect("routing-abilities")
    return render(request, "routing/agent.html", _agent_values(request, staff, errors), status=422 if errors else 200)


def _save_agent(request: StaffRequest, staff: Staff) -> None:
    posted = request.POST
    levels = {one.pk: int(number(posted, f"skill-{one.pk}")) for one in queries.skills()}
    post_id = whole_number(posted.get("post"))
    actions.save_abilities(
        staff,
        by=request.viewer,
        skills={pk: level for pk, level in levels.items() if level},
        languages=posted.get("languages", "").replace("，", ",").replace(",", " ").split(),
        channels=posted.getlist("channels"),
        post=queries.get_post(post_id) if post_id else None,
        cost=number(posted, "cost", 1.0),
    )


def _agent_values(request: StaffRequest, staff: Staff, errors: dict[str, str]) -> dict[str, Any]:
    return {
        "staff": staff,
        "errors": errors,
        "given": request.POST,
        "skills": queries.skills(),
        "known": queries.ability_of(staff),
        "channels": [(key, channel_label(key)) for key in CHANNELS],
        "post_options": [(one.pk, label(one.names)) for one in queries.posts()],
    }
