using Guzhang.Contracts;
using Guzhang.Contracts.JobMatching;
using Guzhang.Contracts.Subsidy;
using Guzhang.Domain;
using Guzhang.Journal.Rebuilding;
using Guzhang.Reporting.Facts;
using Guzhang.Reporting.People;
using Guzhang.Reporting.Policy;
using Guzhang.Reporting.Refusals;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Reporting.Rebuilding;

/// <summary>
/// Everything made anew from the journals: <see cref="FactFeed"/> with memory in the place of the tables. Of each person and
/// form year it keeps what the table of people is made from, and where each key's range begins.
/// </summary>
/// <param name="policy">by which people are counted</param>
/// <param name="schema">where the tables are, made by the service's scripts and empty</param>
/// <param name="mostWaiting">bytes of facts kept back until something ends them or more come</param>
public sealed class ReportingTables(CountyPolicy policy, string schema, long mostWaiting = 128 << 20) : IRebuiltTables
{
    private const int Chunk = 20_000;
    private readonly PeopleTable _table = new(policy);
    private readonly FactsInMaking _facts = new(schema, mostWaiting);
    private readonly RefusalsInMaking _refusals = new(schema);
    private readonly StandingsInMaking _standings = new(schema);
    private readonly Dictionary<(Guid Laborer, int FormYear), Person> _people = [];
    private readonly Queue<Person> _changed = [];
    private readonly HashSet<string> _words = [];

    /// <inheritdoc/>
    public void Take(PublishedEvent e)
    {
        if (FactRow.Of(e) is { } fact)
        {
            if (fact.Said is QualificationChanged or CaseEvent)
            {
                _standings.Take(fact.Row, fact.Said, _facts);
                return;
            }

            var id = (fact.Row.Laborer, fact.Row.FormYear);
            var person = _people.GetValueOrDefault(id) ?? new Person(new PersonFacts(id.Laborer, id.FormYear));
            person.Known = Pooled(person.Known.After(fact.Said));
            _people[id] = person;
            switch (fact.Row.Key)
            {
                case "form":
                    person.Form = _facts.Add(fact.Row, person.Form);
                    break;
                case "confirmed":
                    person.Confirmed = _facts.Add(fact.Row, person.Confirmed);
                    break;
                default:
                    person.Returned = _facts.Add(fact.Row, person.Returned);
                    break;
            }

            if (!person.IsChanged)
            {
                person.IsChanged = true;
                _changed.Enqueue(person);
            }
        }
        else if (RefusalChange.Of(e) is { } change)
        {
            _refusals.Take(change);
        }
    }

    /// <inheritdoc/>
    public WriteRows? Due(bool all) => _facts.Due(all) ?? _refusals.Due(all) ?? (all ? _standings.Due() ?? People() : null);

    private WriteRows? People()
    {
        var (added, renewed) = (new List<PersonRow>(), new List<PersonRow>());
        while (added.Count + renewed.Count < Chunk && _changed.TryDequeue(out var person))
        {
            person.IsChanged = false;
            if (person.Known.FormVersion > 0)
            {
                (person.IsWritten ? renewed : added).Add(PersonRow.From(person.Known, policy.CountingOf(person.Known.FormYear)));
                person.IsWritten = true;
            }
        }

        return added.Count + renewed.Count == 0 ? null : async (connection, cancel) =>
        {
            await Copy(added, connection, cancel);
            if (renewed.Count > 0)
            {
                await _table.Save(renewed, schema, connection, cancel);
            }
        };
    }

    private async Task Copy(List<PersonRow> rows, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy {schema}.people (laborer, form_year, form_version, town, village, state, warned, category, place, working_now, policy) from stdin (format binary)",
            cancel);
        foreach (var row in rows)
        {
            copy.StartRow();
            copy.Write(row.Laborer, NpgsqlDbType.Uuid);
            copy.Write(row.FormYear, NpgsqlDbType.Integer);
            copy.Write(row.FormVersion, NpgsqlDbType.Integer);
            copy.Write(row.Town, NpgsqlDbType.Text);
            copy.Write(row.Village, NpgsqlDbType.Text);
            copy.Write(row.State, NpgsqlDbType.Text);
            copy.Write(row.Warned, NpgsqlDbType.Boolean);
            copy.Write(row.Category, NpgsqlDbType.Text);
            copy.Write(row.Place, NpgsqlDbType.Text);
            copy.Write(row.WorkingNow, NpgsqlDbType.Boolean);
            copy.Write(policy.CountingIdentity, NpgsqlDbType.Text);
        }

        await copy.CompleteAsync(cancel);
    }

    /// <summary>The same with each word once in memory: they are codes, and the same few for everybody.</summary>
    private PersonFacts Pooled(PersonFacts known) => known with
    {
        Town = Word(known.Town)!,
        Village = Word(known.Village),
        Confirmed = known.Confirmed is { } c
            ? c with
            {
                Status = Word(c.Status)!,
                Verification = Word(c.Verification)!,
                EmploymentForm = Word(c.EmploymentForm),
                Industry = Word(c.Industry),
                WorkplaceClass = Word(c.WorkplaceClass),
                NotWorkingType = Word(c.NotWorkingType),
                WorkplaceBeforeClass = Word(c.WorkplaceBeforeClass),
            }
            : null,
        LastAway = known.LastAway is { } away ? new LastWork(Word(away.EmploymentForm), Word(away.Industry), Word(away.WorkplaceClass)) : null,
    };

    private string? Word(string? word)
    {
        if (word is null)
        {
            return null;
        }

        if (_words.TryGetValue(word, out var known))
        {
            return known;
        }

        _words.Add(word);
        return word;
    }

    private sealed class Person(PersonFacts known)
    {
        public PersonFacts Known { get; set; } = known;

        public StandingFact? Form { get; set; }

        public StandingFact? Confirmed { get; set; }

        public StandingFact? Returned { get; set; }

        public bool IsChanged { get; set; }

        public bool IsWritten { get; set; }
    }
}
