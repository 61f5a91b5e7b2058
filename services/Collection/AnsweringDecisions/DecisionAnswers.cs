using Guzhang.Collection.Laborers;
using Guzhang.Contracts;
using Guzhang.Contracts.Verification;
using Guzhang.Journal;
using Guzhang.Journal.Clock;
using Npgsql;

namespace Guzhang.Collection.AnsweringDecisions;

/// <summary>
/// Takes decisions in and appends the answers, in the inbox's transaction. Events are the only way a form becomes
/// confirmed or returned: there is no endpoint for either.
/// </summary>
internal sealed class DecisionAnswers(IServiceJournal journal, BusinessClock clock)
{
    public async Task Apply(IReadOnlyList<PublishedEvent> events, NpgsqlConnection connection, CancellationToken cancel)
    {
        var decisions = events.Select(Decision.Read).OfType<Decision>().ToList();
        var ids = decisions.Select(d => d.Laborer).Distinct().Order().ToArray();

        // The rows are locked first, so that no form can be submitted between the reading and the append.
        await Lock(ids, connection, cancel);
        var streams = await journal.ReadStreams([.. ids.Select(LaborerEvents.Stream)], cancel);
        var laborers = ids.ToDictionary(id => id, id => Laborer.Fold(streams[LaborerEvents.Stream(id)]));
        var appends = new List<StreamAppend>();
        foreach (var decision in decisions)
        {
            var laborer = laborers[decision.Laborer];
            if (decision.AnswerFor(laborer) is { } answer)
            {
                var append = new StreamAppend(
                    LaborerEvents.Stream(decision.Laborer), laborer.StreamVersion, [answer], clock.GetUtcNow(), decision.TraceParent);
                appends.Add(append);
                laborers[decision.Laborer] = Laborer.Evolve(laborer, Stored(append, laborer.StreamVersion + 1));
            }
        }

        foreach (var result in await journal.Append(connection, appends, cancel))
        {
            if (result.Outcome == AppendOutcome.WrongVersion)
            {
                throw new TimeoutException("a laborer's stream moved under a lock on its row");
            }
        }

        await Save(laborers, connection, cancel);
    }

    private static StoredEvent Stored(StreamAppend append, long version) => new(
        Position.Start, append.Stream, version, append.Events[0].Id, append.Events[0].Type, null, append.Events[0].Data,
        append.RecordedAt, append.RecordedAt, append.TraceParent);

    private static async Task Lock(Guid[] ids, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "select 1 from unnest($1) as x (id) cross join lateral (select 1 from collection.laborers where laborer = x.id for update) as l", connection);
        command.Parameters.Add(new() { Value = ids });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task Save(Dictionary<Guid, Laborer> laborers, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            update collection.laborers l set state = x.state, stream_version = x.version
            from unnest($1, $2, $3) as x (laborer, state, version) where l.laborer = x.laborer
            """,
            connection);
        command.Parameters.Add(new() { Value = laborers.Keys.ToArray() });
        command.Parameters.Add(new() { Value = laborers.Values.Select(l => l.State.ToString()).ToArray() });
        command.Parameters.Add(new() { Value = laborers.Values.Select(l => l.StreamVersion).ToArray() });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private sealed record Decision(Guid Laborer, Func<Laborer, NewEvent?> AnswerFor, string? TraceParent)
    {
        public static Decision? Read(PublishedEvent e)
        {
            if (e.Type == EventTypes.ConfirmationDecided)
            {
                var wish = e.Read<ConfirmationDecided>();
                return new Decision(wish.Laborer, laborer => Answer.To(wish, laborer), e.TraceParent);
            }

            if (e.Type == EventTypes.ReturnDecided)
            {
                var wish = e.Read<ReturnDecided>();
                return new Decision(wish.Laborer, laborer => Answer.To(wish, laborer), e.TraceParent);
            }

            return null;
        }
    }
}
