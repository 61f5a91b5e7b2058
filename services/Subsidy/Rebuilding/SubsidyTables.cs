using Guzhang.Contracts;
using Guzhang.Contracts.Subsidy;
using Guzhang.Journal.Rebuilding;
using Guzhang.Subsidy.People;
using Guzhang.Subsidy.Policy;
using Guzhang.Subsidy.Screening;

namespace Guzhang.Subsidy.Rebuilding;

/// <summary>
/// People made anew from Collection's events, results from this service's own: what was answered once is not decided again,
/// since others have been told. By which policy somebody was screened last, the results say; without a scheme there is none.
/// </summary>
internal sealed class SubsidyTables(SubsidyPolicy policy, string schema) : IRebuiltTables
{
    private const int Chunk = 10_000;
    private readonly Dictionary<(Guid Laborer, int FormYear), Person> _people = [];
    private readonly Dictionary<(Guid, int, string), Result> _results = [];
    private readonly Dictionary<(Guid, int), string> _screenedBy = [];
    private readonly HashSet<(Guid, int)> _changedPeople = [];
    private readonly HashSet<(Guid, int, string)> _changedResults = [];

    /// <inheritdoc/>
    public void Take(PublishedEvent e)
    {
        if (e.Type == EventTypes.QualificationChanged)
        {
            var said = e.Read<QualificationChanged>();
            var key = (said.Laborer, said.FormYear, said.Scheme);
            _results[key] = new Result(said, e.RecordedAt);
            _changedResults.Add(key);
            _screenedBy[(said.Laborer, said.FormYear)] = said.Policy;
            if (_people.ContainsKey((said.Laborer, said.FormYear)))
            {
                _changedPeople.Add((said.Laborer, said.FormYear));
            }
        }
        else if (Person.Of(e) is { } of)
        {
            _people[of] = (_people.GetValueOrDefault(of) ?? new Person(of.Laborer, of.FormYear)).After(e);
            _changedPeople.Add(of);
        }
    }

    /// <inheritdoc/>
    public WriteRows? Due(bool all)
    {
        if (!all || _changedPeople.Count + _changedResults.Count == 0)
        {
            return null;
        }

        var (people, results) = (Some(_changedPeople), Some(_changedResults));
        var (peopleRows, resultRows) = (people.ConvertAll(p => _people[p]), results.ConvertAll(r => _results[r]));
        var screenedBy = people.ToDictionary(p => p, p => _people[p].Confirmed is null ? null : _screenedBy.GetValueOrDefault(p, policy.Identity));
        return async (connection, cancel) =>
        {
            await PeopleTable.Save(peopleRows, p => screenedBy[(p.Laborer, p.FormYear)], schema, connection, cancel);
            await ResultTable.Save(resultRows, schema, connection, cancel);
        };
    }

    /// <summary>Takes a chunk out.</summary>
    private static List<T> Some<T>(HashSet<T> changed)
    {
        var some = changed.Take(Chunk).ToList();
        changed.ExceptWith(some);
        return some;
    }
}
