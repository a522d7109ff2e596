"""Rollcall in a FastAPI application: who leaves is signed out at once, groups give roles, and seats are limited.

    WEBHOOK_SECRET=whsec_… GATE_SECRET=whsec_… SEATS=25 uvicorn receiver:app --port 3001
"""

import os
from typing import Annotated, Any
from uuid import uuid4

from fastapi import Depends, FastAPI, Header, HTTPException, Request
from standardwebhooks import Webhook, WebhookVerificationError

SEATS = int(os.environ.get("SEATS", "25"))

# Which group of the identity provider gives which role.
ROLES = {"Engineering": "developer", "Administrators": "admin"}

# Your application's own: replace these dictionaries by your database.
accounts: dict[str, dict[str, Any]] = {}
sessions: dict[str, str] = {}

app = FastAPI()


def upsert(person: str, account: dict[str, Any]) -> bool:
    """The same event may come twice, and late: what is older than the account changes nothing.

    In SQL: INSERT INTO accounts … ON CONFLICT (id) DO UPDATE SET … WHERE accounts.version <= excluded.version.
    """
    known = accounts.get(person)
    if known is not None and known["version"] > account["version"]:
        return False
    accounts[person] = account
    return True


def sign_out(person: str) -> None:
    """In the transaction of the upsert, so that nobody keeps a session without an account."""
    for session in [key for key, owner in sessions.items() if owner == person]:
        del sessions[session]


def save(data: dict[str, Any]) -> None:
    """Every event of a person carries the whole person. One who is deleted may be one of whom you never heard."""
    active = data["active"]
    names = [group["name"] for group in data.get("groups", [])]
    roles = [ROLES[name] for name in names if name in ROLES] if active else []
    account = {"version": data["version"], "active": active, "email": data.get("email"), "roles": roles}
    if upsert(data["id"], account) and not active:
        sign_out(data["id"])


def signed(variable: str) -> Any:
    """The bytes as they came are what is signed: no JSON parser may touch them before."""

    async def verify(request: Request) -> dict[str, Any]:
        try:
            return Webhook(os.environ[variable]).verify(await request.body(), dict(request.headers))
        except WebhookVerificationError as error:
            raise HTTPException(401, str(error)) from error

    return Depends(verify)


@app.post("/hooks/rollcall", status_code=204)
def hook(event: Annotated[dict[str, Any], signed("WEBHOOK_SECRET")]) -> None:
    if event["type"].startswith("organization.directory.user_"):
        save(event["data"])


@app.post("/hooks/gate")
def gate(question: Annotated[dict[str, Any], signed("GATE_SECRET")]) -> dict[str, str]:
    """Asked before a person gets in. The number is up to a second old: a limit that must hold is counted here as well."""
    own = sum(account["active"] for account in accounts.values())
    if max(question["counts"]["active_users"], own) < SEATS:
        return {"decision": "allow"}
    return {"decision": "deny", "reason": f"All {SEATS} seats are taken."}


# ---- only for looking at what has happened: in your application this is the sign-in that you have


@app.post("/people/{person}/session", status_code=201)
def sign_in(person: str) -> dict[str, str]:
    if not accounts.get(person, {}).get("active"):
        raise HTTPException(403)
    session = str(uuid4())
    sessions[session] = person
    return {"session": session}


@app.get("/me")
def me(authorization: Annotated[str, Header()] = "") -> dict[str, Any]:
    person = sessions.get(authorization.removeprefix("Bearer "))
    if person is None:
        raise HTTPException(401)
    return accounts[person]


@app.get("/accounts")
def everybody() -> dict[str, dict[str, Any]]:
    return accounts
