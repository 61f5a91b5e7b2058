using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.Subsidy;
using Guzhang.Journal;
using Guzhang.Journal.Postgres;
using Guzhang.Subsidy.Payments;
using Guzhang.Subsidy.People;
using Guzhang.Subsidy.Policy;
using Npgsql;

namespace Guzhang.Subsidy.Screening;

/// <summary>
/// Somebody with a confirmed form to be screened as they stood at a moment, because of what (a trace);
/// <paramref name="Newest"/> is the newest confirmed form over all years.
/// </summary>
public sealed record Screened(Person Person, ConfirmedForm Newest, DateTimeOffset At, string? Trace);

/// <summary>Screens people and stores what changed: rows and events in the caller's transaction, which has locked the people.</summary>
public sealed class Screenings(SubsidyPolicy policy, PostgresEventStore journal)
{
    /// <summary>Screens for every scheme, in the order given; somebody may be among them more than once.</summary>
    public async Task Run(IReadOnlyCollection<Screened> people, NpgsqlConnection connection, CancellationToken cancel)
    {
        var paid = await Ledger.Of(people.Select(p => p.Person.Laborer), connection, cancel);
        var standing = await ResultTable.Of(people.Select(p => p.Person), connection, cancel);
        var (appends, renewed) = (new List<StreamAppend>(), new Dictionary<(Guid, int, string), Result>());
        foreach (var screened in people)
        {
            var changes = Changes(screened, standing, paid[screened.Person.Laborer]).ToList();
            foreach (var said in changes)
            {
                var key = (said.Laborer, said.FormYear, said.Scheme);
                renewed[key] = standing[key] = new Result(said, screened.At);
            }

            if (changes.Count > 0)
            {
                appends.Add(Append(screened, changes));
            }
        }

        if (renewed.Count > 0)
        {
            await ResultTable.Save(renewed.Values, "subsidy", connection, cancel);
            await journal.Append(connection, appends, cancel);
        }
    }

    /// <summary>Pure: what is not as it was said last; also of schemes that the policy no longer has.</summary>
    private IEnumerable<QualificationChanged> Changes(
        Screened screened, Dictionary<(Guid, int, string), Result> standing, IEnumerable<Payment> paid)
    {
        var person = screened.Person;
        var gone = standing.Values.Select(r => r.Said)
            .Where(said => said.Laborer == person.Laborer && said.FormYear == person.FormYear && policy.Find(said.Scheme) is null)
            .Select(said => Scheme.Gone(said.Scheme));
        return policy.Schemes.Concat(gone.ToList())
            .Select(scheme => Screener.Screen(person, screened.Newest, scheme, policy, paid))
            .Where(said => !standing.TryGetValue((said.Laborer, said.FormYear, said.Scheme), out var before) || Json(before.Said) != Json(said));
    }

    private static StreamAppend Append(Screened screened, IEnumerable<QualificationChanged> changes) => new(
        Stream(screened.Person.Laborer), Expected.Any,
        [.. changes.Select(said => new NewEvent(Guid.CreateVersion7(), EventTypes.QualificationChanged, Json(said)))],
        screened.At, screened.Trace);

    /// <summary>The stream that has every answer about a person.</summary>
    public static string Stream(Guid laborer) => $"qualification-{laborer}";

    private static string Json(QualificationChanged said) => JsonSerializer.Serialize(said, ContractJson.Options);
}
