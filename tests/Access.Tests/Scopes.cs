using System.Text.Json;
using Guzhang.Testing;

namespace Guzhang.Access.Tests;

/// <summary>What an answer was.</summary>
public sealed record Answer(int Status, string Body)
{
    /// <summary>Let in: whatever else was wrong with the request.</summary>
    public bool Passed => Status is not (401 or 403) and < 500;
}

/// <summary>
/// One request about the inner town, and what callers of the whole county, of that town and of another town must get:
/// null where the answer is right, otherwise what is wrong with it.
/// </summary>
public sealed record Probe(
    Func<WholePlatform, Route, HttpRequestMessage> Request, Func<WholePlatform, Answer, string?> County, Func<WholePlatform, Answer, string?> Inside,
    Func<WholePlatform, Answer, string?> Outside);

/// <summary>
/// How each route keeps to the caller's scope, with the reason: a route that is not here fails the walk. The platform's own
/// routes that every service has stand once, without a service.
/// </summary>
public static class Scopes
{
    private static readonly Dictionary<(string? Service, string Route), (string Reason, Probe[] Probes)> Table = new()
    {
        [(null, "GET /clock")] = Undivided("one time for everybody"),
        [(null, "GET /journal")] = WholeCounty("events of every town stand side by side"),
        [(null, "GET /journal/heads")] = WholeCounty("events of every town stand side by side"),
        [(null, "GET /journal/asyncapi.json")] = WholeCounty("part of the journal; shapes of events, no data"),
        [(null, "GET /journal/schemas/{type}")] = WholeCounty("part of the journal; shapes of events, no data"),
        [(null, "GET /parked")] = WholeCounty("parked events are of any town"),
        [(null, "GET /parked/decisions")] = WholeCounty("parked events are of any town"),
        [(null, "POST /parked/{id}/replay")] = WholeCounty("parked events are of any town"),
        [(null, "POST /parked/{id}/discard")] = WholeCounty("parked events are of any town"),
        [(null, "GET /rebuild")] = WholeCounty("tables hold every town"),
        [(null, "POST /rebuild")] = WholeCounty("tables hold every town"),
        [(null, "GET /audit")] = WholeCounty("rows are about any town"),
        [(null, "GET /audit/proof")] = WholeCounty("rows are about any town"),
        [("collection", "PUT /clock")] = WholeCounty("one time for everybody"),
        [("collection", "GET /forms/fields")] = Undivided("names of the form's fields, no data"),
        [("collection", "POST /forms")] = ("a form belongs to the town it names", [Refusing((p, r) => r.Request("forms", new { fields = SampleForm.OfSomebodyNew() }))]),
        [("collection", "POST /laborers/{laborer}/forms")] = ("a record belongs to the town of its newest form", [new Probe(
            (p, r) => r.Request($"laborers/{p.Acted}/forms", new { fields = p.ActedForm, follows = 1 }),
            (_, a) => MustPass(a), (_, a) => MustPass(a),
            (p, a) => a.Status == 409 && !a.Body.Contains(p.Acted.ToString(), StringComparison.Ordinal) ? null : "tells more than that there is a record, or changes it")]),
        [("collection", "POST /imports")] = Undivided("each row is judged by the caller's scope (Collection.Tests/ScopeTests)"),
        [("collection", "GET /imports")] = Undivided("one's own imports only; the operator's role is the county's"),
        [("collection", "GET /imports/{import}")] = Undivided("one's own imports only; the operator's role is the county's"),
        [("collection", "GET /imports/{import}/findings")] = Undivided("one's own imports only; the operator's role is the county's"),
        [("collection", "GET /imports/{import}/workbook")] = Undivided("one's own imports only, refused rows of one's own file"),
        [("collection", "GET /workbook")] = ("exports the caller's division, or a finer one",
            [Refusing((p, r) => r.Request($"workbook?reason=%E6%A0%B8%E5%AF%B9%E5%8F%B0%E8%B4%A6&formYear=2020&town={WholePlatform.Inside}"))]),
        [("collection", "POST /people/search")] = ("finds people of the caller's division",
            [Showing((p, r) => r.Request("people/search", new { term = p.SeenId, limit = 100 }), p => p.Seen.ToString())]),
        [("collection", "POST /people/lookup")] = ("shows people of the caller's division",
            [Showing((p, r) => r.Request("people/lookup", new { laborers = new[] { p.Seen } }), p => p.Seen.ToString())]),
        [("collection", "GET /people/{laborer}/form")] = ("a record belongs to the town of its newest form", [Refusing((p, r) => r.Request($"people/{p.Seen}/form"))]),
        [("collection", "POST /people/{laborer}/reveal")] = ("a record belongs to the town of its newest form",
            [Refusing((p, r) => r.Request($"people/{p.Seen}/reveal", new { fields = new[] { "phone" }, reason = "核对联系电话" }))]),
        [("collection", "POST /people/{laborer}/erasure")] = WholeCounty("it cannot be undone, and is the county's to decide"),
        [("collection", "POST /keys/rotation")] = WholeCounty("one key for everybody"),
        [("collection", "GET /keys/rotation")] = WholeCounty("one key for everybody"),
        [("verification", "GET /work")] = ("lists the caller's division",
            [Refusing((p, r) => r.Request($"work?town={WholePlatform.Inside}")), Showing((p, r) => r.Request("work?state=waiting&limit=1000"), p => p.Seen.ToString())]),
        [("verification", "GET /work/own")] = ("lists the caller's division",
            [
                Refusing((p, r) => r.Request($"work/own?list=waiting&village={WholePlatform.Inside}")),
                Showing((p, r) => r.Request("work/own?list=waiting&limit=1000"), p => p.Seen.ToString()),
            ]),
        [("verification", "POST /confirmations")] = ("each form is judged by its town", [Deciding(p => new { items = new[] { new { laborer = p.Acted, formVersion = 1 } } })]),
        [("verification", "POST /returns")] = ("each form is judged by its town",
            [Deciding(p => new { items = new[] { new { laborer = p.Acted, formVersion = 1 } }, reasons = new[] { "income-unproven" } })]),
        [("reporting", "GET /dispatch")] = ("lines of the caller's towns", [Showing((p, r) => r.Request("dispatch?formYear=2020"), _ => WholePlatform.Inside)]),
        [("reporting", "GET /dispatch/{column}/people")] = ("people of the caller's towns",
            [
                Refusing((p, r) => r.Request($"dispatch/rawBase/people?formYear=2020&town={WholePlatform.Inside}")),
                Showing((p, r) => r.Request("dispatch/rawBase/people?formYear=2020&limit=1000"), p => p.Seen.ToString()),
            ]),
        [("reporting", "GET /targets")] = ("counts of the caller's towns", [Showing((p, r) => r.Request("targets?formYear=2020"), _ => WholePlatform.Inside)]),
        [("subsidy", "GET /schemes")] = Undivided("the county's policy, no data"),
        [("subsidy", "GET /qualifying")] = ("people of the caller's towns",
            [
                Refusing((p, r) => r.Request($"qualifying?scheme=transport&formYear=2020&town={WholePlatform.Inside}")),
                Showing((p, r) => r.Request("qualifying?scheme=transport&state=not-qualifying&formYear=2020&limit=1000"), p => p.Followed.ToString()),
            ]),
        [("subsidy", "GET /laborers/{id}/screening")] = ("a person belongs to the town of the confirmed form", [Refusing((p, r) => r.Request($"laborers/{p.Followed}/screening"))]),
        [("jobmatching", "GET /policies")] = Undivided("the county's policy, no data"),
        [("jobmatching", "GET /cases")] = ("cases of the caller's towns",
            [Refusing((p, r) => r.Request($"cases?town={WholePlatform.Inside}")), Showing((p, r) => r.Request("cases?limit=1000"), p => p.Case.ToString())]),
        [("jobmatching", "GET /cases/{id}")] = ("a case belongs to the town that has it", [Refusing((p, r) => r.Request($"cases/{p.Case}"))]),
        [("jobmatching", "POST /reports")] = ("a person belongs to the town of the newest form",
            [Refusing((p, r) => r.Request("reports", new { laborer = p.Followed, reportedBy = "town", willing = true, notPicky = true }))]),
        [("jobmatching", "POST /cases/{id}/contacts")] = OfCase("contacts"),
        [("jobmatching", "POST /cases/{id}/evidence")] = OfCase("evidence"),
        [("jobmatching", "POST /cases/{id}/close")] = OfCase("close"),
        [("jobmatching", "POST /cases/{id}/hand-over")] = OfCase("hand-over"),
        [("identity", "GET /accounts")] = WholeCounty("accounts are the county's"),
        [("identity", "GET /officers")] = WholeCounty("accounts are the county's"),
        [("identity", "POST /officers/names")] = Undivided("names of colleagues, no people's"),
        [("identity", "GET /officers/handlers")] = Undivided("names of colleagues: a case may be handed to any town"),
        [("identity", "POST /accounts")] = WholeCounty("accounts are the county's"),
        [("identity", "PUT /accounts/{id}")] = WholeCounty("accounts are the county's"),
        [("identity", "POST /accounts/{id}/disable")] = WholeCounty("accounts are the county's"),
        [("identity", "POST /accounts/{id}/enable")] = WholeCounty("accounts are the county's"),
        [("identity", "POST /accounts/{id}/link")] = WholeCounty("accounts are the county's"),
        [("identity", "DELETE /accounts/{id}/second-factor")] = WholeCounty("accounts are the county's"),
        [("identity", "GET /subscription")] = Undivided("the caller's own"),
        [("identity", "GET /subscribers/{id}")] = WholeCounty("other systems are the county's"),
        [("identity", "PUT /subscribers/{id}/grant")] = WholeCounty("other systems are the county's"),
        [("identity", "GET /subscribers")] = WholeCounty("other systems read the whole county's events"),
        [("identity", "POST /subscribers")] = WholeCounty("other systems read the whole county's events"),
        [("identity", "POST /subscribers/{id}/secret")] = WholeCounty("other systems read the whole county's events"),
        [("identity", "DELETE /subscribers/{id}")] = WholeCounty("other systems read the whole county's events"),
    };

    /// <summary>The probes of a route, or null where nobody has said how it keeps to the scope.</summary>
    public static IReadOnlyList<Probe>? Find(Route route) =>
        Table.TryGetValue((route.Service, route.Name), out var own) ? own.Probes
        : Table.TryGetValue((null, route.Name), out var common) ? common.Probes
        : null;

    /// <summary>Entries that belong to no route (any more).</summary>
    public static IEnumerable<string> Without(IReadOnlyCollection<Route> routes) =>
        Table.Keys.Where(entry => !routes.Any(route => route.Name == entry.Route && (entry.Service is null || entry.Service == route.Service)))
            .Select(entry => $"{entry.Service} {entry.Route}");

    /// <summary>What it gives or sets is not divided by town: only callers of the whole county.</summary>
    private static (string, Probe[]) WholeCounty(string reason) => (reason, [new Probe((_, r) => r.Request(), (_, a) => MustPass(a), (_, a) => MustBeRefused(a), (_, a) => MustBeRefused(a))]);

    /// <summary>A command on a case: with an empty body it changes nothing, and whether it is let in is asked before.</summary>
    private static (string, Probe[]) OfCase(string command) =>
        ("a case belongs to the town that has it", [Refusing((p, r) => r.Request($"cases/{p.Case}/{command}"))]);

    /// <summary>There is nothing of a town or a person in it.</summary>
    private static (string, Probe[]) Undivided(string reason) => (reason, [new Probe((_, r) => r.Request(), (_, a) => MustPass(a), (_, a) => MustPass(a), (_, a) => MustPass(a))]);

    /// <summary>A request that names the inner town, or somebody of it: refused to callers of another.</summary>
    private static Probe Refusing(Func<WholePlatform, Route, HttpRequestMessage> request) => new(request, (_, a) => MustPass(a), (_, a) => MustPass(a), (_, a) => MustBeRefused(a));

    /// <summary>A list that holds something of the inner town: callers of another get the list without it.</summary>
    private static Probe Showing(Func<WholePlatform, Route, HttpRequestMessage> request, Func<WholePlatform, string> shown)
    {
        string? MustShow(WholePlatform p, Answer a) => a.Status == 200 && a.Body.Contains(shown(p), StringComparison.Ordinal) ? null : $"does not show {shown(p)}";
        return new Probe(request, MustShow, MustShow, (p, a) => a.Status != 200 ? "is no list" : a.Body.Contains(shown(p), StringComparison.Ordinal) ? $"shows {shown(p)}" : null);
    }

    /// <summary>Decisions on somebody of the inner town: answered item by item, to callers of another with SEC-02.</summary>
    private static Probe Deciding(Func<WholePlatform, object> body)
    {
        static bool OutOfScope(Answer a) =>
            a.Status == 200 && JsonElement.Parse(a.Body).GetProperty("results")[0] is var result
            && result.GetProperty("outcome").GetString() == "refused" && result.TryGetProperty("rule", out var rule) && rule.GetString() == "SEC-02";
        string? Inside(WholePlatform _, Answer a) => a.Status == 200 && !OutOfScope(a) ? null : "is refused inside the scope";
        return new Probe((p, r) => r.Request(r.Path, body(p)), Inside, Inside, (_, a) => OutOfScope(a) ? null : "is not refused outside the scope");
    }

    private static string? MustPass(Answer answer) => answer.Passed ? null : "is not let in";

    private static string? MustBeRefused(Answer answer) => answer.Status == 403 ? null : "is let in";
}
