using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.JobMatching.Cases;
using Guzhang.JobMatching.People;
using Guzhang.Journal.Rebuilding;

namespace Guzhang.JobMatching.Rebuilding;

/// <summary>People made anew from Collection's events, cases from this service's own.</summary>
internal sealed class CaseTables(string schema) : IRebuiltTables
{
    private const int Chunk = 10_000;
    private readonly Dictionary<Guid, Person> _people = [];
    private readonly Dictionary<Guid, Case> _cases = [];
    private readonly HashSet<Guid> _changedPeople = [];
    private readonly HashSet<Guid> _changedCases = [];

    /// <inheritdoc/>
    public void Take(PublishedEvent e)
    {
        if (CaseEvents.Read(e.Type, e.Data) is { } said)
        {
            _cases[said.Case] = Case.After(_cases.GetValueOrDefault(said.Case), said, e.RecordedAt);
            _changedCases.Add(said.Case);
        }
        else if (e.Type == EventTypes.FormSubmitted)
        {
            var form = e.Read<FormSubmitted>();
            Known(Person.After(_people.GetValueOrDefault(form.Laborer), form, e.RecordedAt));
        }
        else if (e.Type == EventTypes.FormConfirmed)
        {
            var form = e.Read<FormConfirmed>();
            Known(Person.After(_people.GetValueOrDefault(form.Laborer), form, e.RecordedAt));
        }
    }

    /// <inheritdoc/>
    public WriteRows? Due(bool all)
    {
        if (!all || _changedPeople.Count + _changedCases.Count == 0)
        {
            return null;
        }

        var people = Some(_changedPeople).ConvertAll(id => _people[id]);
        // Cases all at once: a person's closed one goes before the open one. There are few.
        var cases = _changedCases.Select(id => _cases[id]).ToList();
        _changedCases.Clear();
        return async (connection, cancel) =>
        {
            await PersonTable.Save(people, schema, connection, cancel);
            await CaseTable.Save(cases, schema, connection, cancel);
        };
    }

    private void Known(Person person)
    {
        _people[person.Laborer] = person;
        _changedPeople.Add(person.Laborer);
    }

    /// <summary>Takes a chunk out.</summary>
    private static List<Guid> Some(HashSet<Guid> changed)
    {
        var some = changed.Take(Chunk).ToList();
        changed.ExceptWith(some);
        return some;
    }
}
