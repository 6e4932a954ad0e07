"""Addresses about customers."""

from __future__ import annotations

from django.urls import path

from manyi.customers.views import companies, files, twins

urlpatterns = [
    path("customers/", files.customers, name="customers"),
    path("customers/new/", files.new, name="customers_new"),
    path("customers/duplicates/", twins.duplicates, name="customers_duplicates"),
    path("customers/duplicates/<int:proposal_id>/reject/", twins.reject, name="customers_reject"),
    path("customers/merges/<int:merge_id>/undo/", twins.undo, name="customers_undo"),
    path("customers/companies/", companies.companies, name="customers_companies"),
    path("customers/companies/<int:company_id>/", companies.company, name="customers_company"),
    path("customers/identities/<int:identity_id>/reveal/", files.reveal, name="identity-reveal"),
    path("customers/<int:customer_id>/", files.customer, name="customer"),
    path("customers/<int:customer_id>/edit/", files.edit, name="customers_edit"),
    path("customers/<int:customer_id>/identities/", files.add_identity, name="customers_add_identity"),
    path("customers/<int:customer_id>/seek/", twins.seek, name="customers_seek"),
    path("customers/<int:customer_id>/compare/<int:other_id>/", twins.compare, name="customers_compare"),
    path("customers/<int:kept_id>/merge/<int:merged_id>/", twins.merge, name="customers_merge"),
]
