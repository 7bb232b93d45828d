"""The providers of the made-up platform: their names, their ways to sign in, their tools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

AuthType = Literal["oauth", "token", "custom"]
Hint = Literal["read", "write", "destroy"]


@dataclass(frozen=True)
class ProviderText:
    """The facts one provider is built from."""

    slug: str
    name: str
    description: str
    auth: tuple[AuthType, ...]
    needs_config: bool
    scopes: tuple[tuple[str, str, str], ...]
    tools: tuple[tuple[str, str, Hint], ...]

    @property
    def needs_auth(self) -> bool:
        """Whether an instance must choose an auth config."""
        return bool(self.auth)


PROVIDERS: Final[tuple[ProviderText, ...]] = (
    ProviderText(
        "github",
        "GitHub",
        "Connect to GitHub repositories, issues, and pull requests",
        ("oauth", "token"),
        False,
        (
            ("repo", "Repository Access", "Full control of private repositories"),
            ("read:org", "Read Organization", "Read organization and team membership"),
            ("workflow", "Workflows", "Update GitHub Action workflows"),
        ),
        (
            ("search_code", "Search code across repositories", "read"),
            ("get_file", "Read a file at a revision", "read"),
            ("list_issues", "List issues of a repository", "read"),
            ("create_issue", "Open an issue", "write"),
            ("list_pull_requests", "List pull requests", "read"),
            ("merge_pull_request", "Merge a pull request", "write"),
            ("delete_branch", "Delete a branch", "destroy"),
        ),
    ),
    ProviderText(
        "slack",
        "Slack",
        "Read channels and post messages in a Slack workspace",
        ("oauth",),
        False,
        (
            ("channels:read", "Read Channels", "View basic information about public channels"),
            ("chat:write", "Send Messages", "Post messages as the app"),
        ),
        (
            ("list_channels", "List the workspace's channels", "read"),
            ("read_thread", "Read a thread", "read"),
            ("post_message", "Post a message", "write"),
            ("add_reaction", "React to a message", "write"),
        ),
    ),
    ProviderText(
        "notion",
        "Notion",
        "Search, read, and write pages and databases in Notion",
        ("oauth", "token"),
        False,
        (("read_content", "Read Content", "Read pages and databases shared with the app"),),
        (
            ("search", "Search pages and databases", "read"),
            ("get_page", "Read a page", "read"),
            ("create_page", "Create a page", "write"),
            ("query_database", "Query a database", "read"),
        ),
    ),
    ProviderText(
        "linear",
        "Linear",
        "Track issues, projects, and cycles in Linear",
        ("oauth", "token"),
        False,
        (
            ("read", "Read", "Read access to the workspace"),
            ("issues:create", "Create Issues", "Create issues and attachments"),
        ),
        (
            ("list_issues", "List issues of a team", "read"),
            ("create_issue", "Create an issue", "write"),
            ("update_issue", "Change an issue", "write"),
        ),
    ),
    ProviderText(
        "stripe",
        "Stripe",
        "Look up customers, invoices, and payments in Stripe",
        ("token",),
        False,
        (),
        (
            ("search_customers", "Search customers", "read"),
            ("list_invoices", "List a customer's invoices", "read"),
            ("create_refund", "Refund a payment", "destroy"),
        ),
    ),
    ProviderText(
        "google-drive",
        "Google Drive",
        "Find and read files in Google Drive",
        ("oauth",),
        False,
        (
            ("drive.readonly", "Read Files", "See and download all Google Drive files"),
            ("drive.file", "App Files", "See and edit the files the app made"),
        ),
        (
            ("search_files", "Search files by name and content", "read"),
            ("read_file", "Read a file as text", "read"),
            ("share_file", "Share a file with somebody", "write"),
        ),
    ),
    ProviderText(
        "postgres",
        "Postgres",
        "Run read-only queries against a PostgreSQL database",
        ("custom",),
        True,
        (),
        (
            ("list_tables", "List tables and views", "read"),
            ("describe_table", "Describe a table's columns", "read"),
            ("query", "Run a read-only query", "read"),
        ),
    ),
    ProviderText(
        "sentry",
        "Sentry",
        "Investigate errors and releases in Sentry",
        ("token", "oauth"),
        False,
        (("event:read", "Read Events", "Read issues and events"),),
        (
            ("list_issues", "List unresolved issues", "read"),
            ("get_event", "Read an event with its stack trace", "read"),
            ("resolve_issue", "Resolve an issue", "write"),
        ),
    ),
    ProviderText(
        "hubspot",
        "HubSpot",
        "Read and update contacts, companies, and deals in HubSpot",
        ("oauth", "token"),
        False,
        (
            ("crm.objects.contacts.read", "Read Contacts", "View contacts"),
            ("crm.objects.deals.write", "Write Deals", "Create and change deals"),
        ),
        (
            ("search_contacts", "Search contacts", "read"),
            ("get_deal", "Read a deal", "read"),
            ("update_deal", "Change a deal", "write"),
        ),
    ),
    ProviderText(
        "jira",
        "Jira",
        "Search and change issues in Jira projects",
        ("oauth", "custom"),
        True,
        (
            ("read:jira-work", "Read Work", "Read projects and issues"),
            ("write:jira-work", "Write Work", "Create and edit issues"),
        ),
        (
            ("search_issues", "Search issues with JQL", "read"),
            ("create_issue", "Create an issue", "write"),
            ("transition_issue", "Move an issue to another status", "write"),
        ),
    ),
    ProviderText(
        "web-reader",
        "Web Reader",
        "Fetch public web pages as plain text",
        (),
        False,
        (),
        (("fetch_page", "Fetch a page as Markdown", "read"),),
    ),
)
