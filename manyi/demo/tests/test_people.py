"""Staff and customers are as many and as varied as promised, and nobody real can be reached."""

import re
from collections import Counter, defaultdict

from manyi.demo.records import Customer
from manyi.demo.tests.sample import company

NOBODY = re.compile(r"\+86154\d{8}|\+1\d{3}55501\d\d|\+44770090\d{4}|\+3363998\d{4}")


def plain(address: str) -> str:
    return re.sub(r"[._]", "", address)


def test_forty_agents_serve_in_four_tiers() -> None:
    agents = [each for each in company().staff if each.team]
    tiers = Counter(each.tier for each in agents)
    assert tiers == {"junior": 18, "intermediate": 12, "senior": 6, "super": 4}
    others = Counter(each.post for each in company().staff if not each.team)
    assert others == {"administrator": 1, "manager": 1, "quality_inspector": 1, "interface_owner": 4}


def test_leaders_lead_their_own_team_and_owners_their_department() -> None:
    people = {each.login: each for each in company().staff}
    assert all(people[team.leader].team == team.key for team in company().teams)
    helping = [each for each in company().departments if each.interface_owner]
    assert all(people[each.interface_owner].department == each.key for each in helping)


def test_identities_belong_to_one_customer_except_for_deliberate_twins() -> None:
    holders: dict[str, list[Customer]] = defaultdict(list)
    for customer in company().customers:
        for identity in customer.identities:
            holders[identity.value].append(customer)
    shared = [found for found in holders.values() if len(found) > 1]
    assert shared
    assert all(second.twin_of == first.key for first, second in shared)


def test_twins_resemble_their_original() -> None:
    people = {each.key: each for each in company().customers}
    twins = [each for each in people.values() if each.twin_of]
    assert len(twins) == 40
    for twin in twins:
        original = people[twin.twin_of]
        assert twin.name == original.name
        same_phone = twin.address("phone") == original.address("phone")
        assert same_phone or plain(twin.address("email"))[:4] == plain(original.address("email"))[:4]


def test_addresses_are_in_ranges_nobody_has() -> None:
    for customer in company().customers:
        mail, phone = customer.address("email"), customer.address("phone")
        assert mail or phone
        assert not mail or mail.rpartition("@")[2] in ("example.com", "example.org", "example.net")
        assert not phone or NOBODY.fullmatch(phone)
    assert all(each.login.endswith("@obsidian.example") for each in company().staff)


def test_most_customers_are_chinese_and_few_are_vip() -> None:
    people = company().customers
    abroad = sum(each.language == "en" for each in people) / len(people)
    assert 0.14 < abroad < 0.16
    assert 0.02 < sum(each.vip for each in people) / len(people) < 0.04
    classes = Counter(each.value_class for each in people)
    assert 0.08 < classes["A"] / len(people) < 0.12
    assert 0.27 < classes["B"] / len(people) < 0.33


def test_customers_could_write_on_the_channel_they_used() -> None:
    people = {each.key: each for each in company().customers}
    needs = {"email": "email", "chat": "visitor", "api": "external"}
    for ticket in company().tickets:
        if ticket.channel in needs and not ticket.split_from:
            assert people[ticket.customer].address(needs[ticket.channel]), ticket.key


def test_customers_are_known_before_they_write() -> None:
    since = {each.key: each.since for each in company().customers}
    assert all(since[each.customer] <= each.created_at for each in company().tickets)
