"""What the company's shop tells of orders: those the newest tickets are about."""

from __future__ import annotations

import datetime as dt

from manyi.core.actions import unit
from manyi.core.actors import SYSTEM
from manyi.customers import actions as customers
from manyi.demo import records, rhythm
from manyi.demo.founding import World

MOST = 240
PAID, SHIPPED, DELIVERED = dt.timedelta(hours=6), dt.timedelta(days=1), dt.timedelta(days=4)


def tell_orders(company: records.Company, world: World) -> None:
    """Orders with what became of them: on their way by their age, or sent back where the ticket was about that."""
    products = {each.sku: each for each in company.products}
    told: set[str] = set()
    end = company.tickets[-1].created_at
    for ticket in reversed(company.tickets):
        number = ticket.fields.get("order_number", "")
        if not number or number in told or len(told) >= MOST:
            continue
        told.add(number)
        product = products[ticket.fields["product_model"]]
        is_chinese = ticket.language.startswith("zh")
        bought = dt.date.fromisoformat(ticket.fields["purchase_date"])
        placed = dt.datetime.combine(bought, dt.time(12, int(number[-2:]) % 60), rhythm.ZONE)
        with unit(at=ticket.created_at):
            customers.record_order(
                world.customers[ticket.customer],
                by=SYSTEM,
                number=number,
                status=_status(ticket, end - placed),
                placed_at=min(placed, ticket.created_at),
                title=f"{product.name.zh if is_chinese else product.name.en} ×1",
                total=product.price_cny if is_chinese else product.price_usd,
                currency="CNY" if is_chinese else "USD",
                url=f"https://shop.{company.domain}/orders/{number}",
            )


def _status(ticket: records.Ticket, age: dt.timedelta) -> str:
    if "refund_amount" in ticket.fields:
        return "refunded" if ticket.status == "closed" else "returned"
    return next((name for name, least in _STEPS if age >= least), "placed")


_STEPS = (("delivered", DELIVERED), ("shipped", SHIPPED), ("paid", PAID))
