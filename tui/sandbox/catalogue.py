"""The names the made-up world is filled with: integrations, people, companies, titles, metadata."""

# Names in many scripts are the point here, look-alike characters included.
# ruff: noqa: RUF001

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.sandbox.errors import Json


@dataclass(frozen=True)
class IntegrationText:
    """The facts one integration is built from."""

    slug: str
    name: str
    description: str
    providers: tuple[str, ...]
    retired: tuple[str, ...] = ()
    locked: bool = False


INTEGRATIONS: Final[tuple[IntegrationText, ...]] = (
    IntegrationText(
        "support-desk",
        "Support desk",
        "Answers tickets with the customer's history at hand",
        ("slack", "notion", "linear"),
    ),
    IntegrationText(
        "engineering-copilot",
        "Engineering copilot",
        "Helps engineers across code, issues, and documents",
        ("github", "linear", "notion", "slack"),
    ),
    IntegrationText(
        "incident-response",
        "Incident response",
        "Gathers errors and changes when something breaks",
        ("sentry", "github", "slack"),
        retired=("jira",),
    ),
    IntegrationText(
        "sales-research",
        "Sales research",
        "Prepares account notes before a call",
        ("hubspot", "google-drive", "web-reader"),
    ),
    IntegrationText(
        "code-review",
        "Code review",
        "Reads pull requests and comments on them",
        ("github",),
    ),
    IntegrationText(
        "finance-reporting",
        "Finance reporting",
        "Reconciles invoices with the ledger",
        ("stripe", "postgres", "google-drive"),
        locked=True,
    ),
    IntegrationText(
        "release-notes",
        "Release notes",
        "Turns merged work into release notes",
        ("github", "jira"),
    ),
    IntegrationText(
        "knowledge-search",
        "Knowledge search",
        "One search across every document the team has",
        ("notion", "google-drive"),
    ),
    IntegrationText(
        "customer-health",
        "Customer health",
        "Watches usage, payments, and open tickets per customer",
        ("stripe", "hubspot", "postgres", "jira"),
    ),
    IntegrationText(
        "data-explorer",
        "Data explorer",
        "Lets analysts ask the warehouse in plain words",
        ("postgres",),
        locked=True,
    ),
    IntegrationText(
        "website-monitor",
        "Website monitor",
        "Reads the public site and reports what changed",
        ("web-reader", "slack"),
    ),
    IntegrationText(
        "onboarding-playground",
        "Onboarding playground",
        "An empty integration to try things in",
        (),
    ),
)

FIRST_NAMES: Final = (
    "Ada", "Grace", "Mateo", "Zoë", "Linus", "Amara", "Yuki", "Ravi", "Björn", "Chloé",
    "Tomasz", "Ines", "Kwame", "Mei", "Oskar", "Priya", "Siobhán", "Emre", "Lucía", "Noor",
    "Hana", "Dmitri", "Aisha", "Jonas",
)  # fmt: skip
LAST_NAMES: Final = (
    "Lovelace", "Hopper", "García", "Ångström", "Okafor", "Tanaka", "Iyer", "Lindqvist",
    "Dubois", "Kowalski", "Ferreira", "Mensah", "Chen", "Nyberg", "Sharma", "O'Brien",
    "Yılmaz", "Romero", "Haddad", "Sato", "Volkov", "Bello", "Weber",
)  # fmt: skip
COMPANIES: Final = (
    "Northwind", "Contoso Retail", "Blue Harbor", "Kestrel Labs", "Société Générale d'Optique",
    "Umbra Studio", "Fjord & Co", "Papaya Payments", "Quartz Logistics", "Helios Energy",
)  # fmt: skip
REGIONS: Final = ("eu-west", "us-east", "ap-south", "sa-east")
STAGES: Final = ("staging", "trial", "production", "sandbox", "load test")

TITLES: Final = (
    "{integration} for {first}",
    "{full}, {stage}",
    "{company}: {integration}",
    "{first} ({stage})",
    "{integration} for {company}",
    "{integration}, {region}",
    "{first} at {company}",
)
"""How most instances are named."""

UNUSUAL_NAMES: Final = (
    "カスタマーサポート 東京",
    "🚀 Launch week",
    "Ingénierie — équipe « Plateforme » à Orléans",
    "客户支持助手（上海）",
    "고객 지원 · 서울",
    "Zażółć gęślą jaźń, testy obciążeniowe",
    "Support desk for the very large customer who insisted that the complete name of their "
    "subsidiary, department and cost centre be part of every title (cost centre 4711-A)",
    "👩🏽‍💻 pair programming 👨‍👩‍👧‍👦",
    "x",
    "migration_2025-11_do-not-touch",
    "دعم العملاء – الرياض",
    'Ωmega / βeta <canary> [bold] & "quotes"',
)
"""Names that are hard on a layout: wide, joined, right to left, long, short, full of markup."""

DESCRIPTIONS: Final = (
    None,
    None,
    "Set up during onboarding",
    "Used by the nightly batch",
    "Owned by the platform team; ask in #platform before changing it",
    "Pilot with read-only tools",
    "Wird vom Support in München verwendet",
    "Mirrors production for load tests.\nReset every Sunday.",
)

METADATA: Final[tuple[Json | None, ...]] = (
    {},
    {},
    None,
    {"team": "platform", "tier": 1},
    {"team": "support", "seats": 25, "beta": True, "region": "eu-west-1"},
    {"cost_center": "4711-A", "owner": {"name": "Ada Lovelace", "email": "ada@example.com"}},
    {"labels": ["nightly", "read-only"], "retries": 3, "timeout": 2.5, "fallback": None},
    {
        "customer": {"id": "cus_8842", "plan": {"name": "Enterprise", "seats": 1200}},
        "features": [{"key": "summaries", "on": True}, {"key": "voice", "on": False}],
        "notes": "動作確認済み ✅",
    },
    {"source": "terraform", "revision": "9f2c1ab", "managed": True},
)

CONFIG_NAMES: Final = ("Production Config", "Staging Config", "EU Config", "Read-only Config")
DEPLOYMENT_NAMES: Final = ("Production", "Staging", "EU region")
