"""The words by which policies call their parties, the mark that stands for each, and capitalised words that are no party."""

from __future__ import annotations

from clausewatch.nouns.finding import Party

PLATFORM, YOU, CUSTOMER, DEVELOPER, USER, THIRD, BOTH = (
    "zplat",
    "zyou",
    "zcust",
    "zdev",
    "zuser",
    "zthird",
    "zboth",
)
MARKS = {
    PLATFORM: Party.PLATFORM,
    CUSTOMER: Party.CUSTOMER,
    DEVELOPER: Party.DEVELOPER,
    USER: Party.USER,
    THIRD: Party.THIRD_PARTY,
    BOTH: Party.BOTH,
}
# The words every policy uses for its parties. Which of them a document redefines, its alias table says.
GENERAL = {
    "we": PLATFORM, "us": PLATFORM, "our company": PLATFORM, "the company": PLATFORM, "the provider": PLATFORM,
    "the owner": PLATFORM, "the processor": PLATFORM, "processor": PLATFORM, "the licensor": PLATFORM, "licensor": PLATFORM, "the supplier": PLATFORM,
    "service provider": PLATFORM, "vendor": PLATFORM, "data processor": PLATFORM, "i": YOU,
    "you": YOU, "your organization": CUSTOMER, "your organisation": CUSTOMER, "your company": CUSTOMER,
    "customer": CUSTOMER, "the customer": CUSTOMER, "customers": CUSTOMER, "subscriber": CUSTOMER, "client": CUSTOMER,
    "the controller": CUSTOMER, "controller": CUSTOMER, "data controller": CUSTOMER, "data exporter": CUSTOMER,
    "data importer": PLATFORM, "administrators": CUSTOMER, "administrator": CUSTOMER, "admins": CUSTOMER, "the licensee": YOU, "licensee": YOU,
    "developer": DEVELOPER, "developers": DEVELOPER, "operators": DEVELOPER, "operator": DEVELOPER, "deployers": DEVELOPER,
    "deployer": DEVELOPER, "builders": DEVELOPER, "integrators": DEVELOPER, "publishers": DEVELOPER,
    "your app": DEVELOPER, "apps": DEVELOPER, "your apps": DEVELOPER, "your application": DEVELOPER, "your applications": DEVELOPER,
    "user": USER, "users": USER, "the user": USER, "end user": USER, "end users": USER, "end-users": USER, "consumer": USER,
    "consumers": USER, "members": USER, "member": USER, "individuals": USER, "creators": USER, "visitors": USER,
    "hosts": USER, "guests": USER, "teachers": USER, "students": USER, "pupils": USER, "parents": USER, "guardians": USER,
    "buyers": USER, "drivers": USER, "riders": USER, "players": USER, "viewers": USER, "participants": USER, "travellers": USER,
    "travelers": USER, "contributors": USER, "moderators": USER, "subscribers": USER, "cardholders": USER,
    "data subjects": USER, "anyone": USER, "no one": USER, "nobody": USER, "account holders": USER, "residents": USER,
    "each party": BOTH, "either party": BOTH, "neither party": f"neither {BOTH}", "both parties": BOTH, "the parties": BOTH,
    "parties": BOTH, "recipient": BOTH, "the receiving party": BOTH, "receiving party": BOTH, "you and us": BOTH,
    "you and we": BOTH, "we and you": BOTH, "you or we": BOTH, "both you and we": BOTH, "claimants": BOTH,
    "researchers": THIRD, "requesters": THIRD, "law enforcement agencies": THIRD, "law enforcement officials": THIRD,
    "law enforcement": THIRD, "government agencies": THIRD, "rightsholders": THIRD, "complainants": THIRD,
    "rights holders": THIRD, "copyright owners": THIRD, "copyright holders": THIRD, "a copyright owner": THIRD, "the copyright owner": THIRD,
    "copyright owner": THIRD, "copyright holder": THIRD, "the copyright holder": THIRD,
    "third parties": THIRD, "third party": THIRD, "merchants": THIRD, "sellers": THIRD, "advertisers": THIRD,
}  # fmt: skip
# Roles that a contract names with a capital, as its own party ("Merchant shall", "the School must").
CONTRACT_ROLES = frozenset(
    [
        "merchant", "seller", "advertiser", "buyer", "purchaser", "partner", "reseller", "distributor",
        "organisation", "organization", "school", "institution", "employer", "agency", "client", "subscriber",
    ]
)  # fmt: skip
# A name of a company or product stands before a verb; these capitalised words before a verb are things.
THINGS = frozenset(
    [
        "service", "services", "terms", "agreement", "output", "outputs", "input", "inputs", "content", "data", "app",
        "apps", "software", "product", "products", "policy", "policies", "privacy", "personal", "information", "party",
        "third", "section", "account", "accounts", "fees", "fee", "subscription", "subscriptions", "subscribers",
        "feature", "features", "materials", "actions", "action", "tasks", "this", "that", "these", "those", "it",
        "they", "there", "he", "she", "any", "all", "some", "such", "each", "other", "another", "similar", "further",
        "additional", "certain", "many", "no", "if", "when", "where", "your", "our", "the", "a", "an", "what", "beta",
        "order", "laws", "law", "class", "disputes", "dispute", "claims", "claim", "venue", "user", "users", "end",
        "business", "affiliate", "affiliates", "model", "models", "documentation", "addendum", "dpa", "sccs",
        "subprocessor", "subprocessors", "trial", "credits", "credit", "licence", "license", "use", "access",
        "responses", "response", "creations", "prompt", "prompts", "code", "tools", "platform", "website", "site",
        "confidential", "transaction", "cookies", "posting", "changes", "change", "for", "in", "on", "by", "to", "as",
        "please", "except", "however", "note", "failure", "closure", "termination", "payment", "payments", "notice",
        "arbitration", "indemnification", "feedback", "self-harm", "instructional", "mcp", "california", "irish",
        "english", "delaware", "french", "german", "european", "court", "courts", "children", "minors", "parents",
        "serving", "not", "and", "or", "but", "more", "most", "which", "who", "whose", "i", "we", "you", "us",
        "processing", "protection", "security", "measures", "appendix", "schedule", "exhibit", "annex",
    ]
)  # fmt: skip
