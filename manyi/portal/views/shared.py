"""What every customer page is given."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from manyi.people import queries as people
from manyi.portal.access import customer_of


def page(request: HttpRequest, template: str, status: int = 200, **values: Any) -> HttpResponse:
    """A page with the company and the customer who has entered, if any."""
    shared = {"company": people.installation(), "customer": customer_of(request)}
    return render(request, template, {**shared, **values}, status=status)
