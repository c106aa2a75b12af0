"""
A person is invited, logs in by password, and is shut out: in a real browser, forms and dialogs included.
"""

from __future__ import annotations

from typing import Any

import pytest

PASSWORD = "три зелёных чайника"


async def test_from_invitation_to_being_shut_out(program: Any, new_desk: Any, cookies: Any) -> None:
    """
    By keyboard alone: the admin makes an invitation, the new operator sets a password, leaves and comes back.

    Then the admin shuts the operator out, who is asked to log in at the next click, and no password helps.
    """
    admin = await new_desk(program, storage_state=cookies)
    await admin.page.goto(f"{program.origin}/desk/people")
    await admin.page.focus("#invite-name")
    await admin.page.keyboard.type("Вера <b>Смирнова")
    await admin.press("Enter")
    await admin.page.wait_for_selector("#link[open]")
    link = await admin.page.input_value("#link-text")

    operator = await new_desk(program)
    await operator.page.goto(link)
    await operator.page.keyboard.type("vera")
    await operator.press("Tab")
    await operator.page.keyboard.type(PASSWORD)
    await operator.press("Enter")
    await operator.page.wait_for_selector("#results[aria-busy]", state="attached")
    name = await operator.text(".person-name")
    await operator.page.click("#logout button")
    await operator.page.wait_for_url("**/login")
    await operator.page.keyboard.type("vera")
    await operator.press("Tab")
    await operator.page.keyboard.type(PASSWORD)
    await operator.press("Enter")
    await operator.page.wait_for_selector("#results[aria-busy]", state="attached")

    async with admin.page.expect_navigation():
        await admin.press("Escape")
    await admin.shoot("people")
    await admin.page.focus("tr[data-name^=Вера] [data-act=disable]")
    await admin.press("Enter")
    await admin.page.wait_for_selector("#confirm[open]")
    await admin.press("Tab")
    async with admin.page.expect_navigation():
        await admin.press("Enter")
    shown = await admin.text("tr[data-name^=Вера]")
    answer = await operator.page.goto(f"{program.origin}/desk")
    await operator.page.fill("#login", "vera")
    await operator.page.fill("#password", PASSWORD)
    await operator.press("Enter")
    await operator.page.wait_for_selector(".problem")

    assert name == "Вера <b>Смирнова"
    assert "отключён" in shown
    assert answer.status == 401
    assert "не подошли" in await operator.text(".problem")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/desk/people", "/desk/audit", "/desk/account"])
async def test_the_pages_fit_a_telephone(
    program: Any, new_desk: Any, cookies: Any, path: str, scheme: str
) -> None:
    """
    At 360 px nothing is wider than the window, and every button is large enough for a finger.
    """
    desk = await new_desk(program, storage_state=cookies, width=360, height=740, color_scheme=scheme)
    await desk.page.goto(program.origin + path)
    overflow = await desk.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    low = await desk.page.eval_on_selector_all(
        "main button, main input:not([type=hidden]), main select",
        "all => all.filter(one => one.offsetHeight && one.offsetHeight < 36).length",
    )
    await desk.shoot(f"{path.rpartition('/')[2]}-360-{scheme}")

    assert (overflow, low) == (0, 0)
