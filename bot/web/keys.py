"""
The typed keys under which the application and a request carry what handlers need.
"""

from __future__ import annotations

from aiohttp import web

from bot.domain.session import Session
from bot.web.limits import Limiter
from bot.web.pages import Pages
from bot.web.ports import Options, Services
from bot.web.security import Guard
from bot.web.socket_registry import Sockets
from bot.web.staff_online import StaffOnline

SERVICES = web.AppKey("services", Services)
OPTIONS = web.AppKey("options", Options)
GUARD = web.AppKey("guard", Guard)
SOCKETS = web.AppKey("sockets", Sockets)
STAFF_ONLINE = web.AppKey("staff_online", StaffOnline)
PAGES = web.AppKey("pages", Pages)
LIMITER = web.AppKey("limiter", Limiter)
DRAFT_LIMITER = web.AppKey("draft_limiter", Limiter)
CHAT_LIMITER = web.AppKey("chat_limiter", Limiter)
NEWCOMER_LIMITER = web.AppKey("newcomer_limiter", Limiter)
OPENAPI = web.AppKey("openapi", bytes)

REQUEST_ID = web.RequestKey("request_id", str)
SESSION = web.RequestKey("session", Session)
