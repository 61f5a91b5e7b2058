using Guzhang.Contracts;
using Guzhang.Contracts.Verification;
using Guzhang.Journal.Rebuilding;
using Guzhang.Verification.Work;

namespace Guzhang.Verification.Rebuilding;

/// <summary>
/// The work list made anew from Collection's events and this service's own decisions. No journal says how events of the
/// two lay in time, but only one order makes sense: a decision comes after the version it is on and before its answer, and
/// the next on that version only after a refusal. So of the newest version both are kept, and put in this order at the end.
/// </summary>
internal sealed class WorkTables(string schema) : IRebuiltTables
{
    private const int Chunk = 10_000;
    private readonly Dictionary<Guid, Work> _work = [];
    private readonly Queue<(Guid Laborer, Work Work)> _changed = [];
    private readonly HashSet<string> _words = [];

    /// <inheritdoc/>
    public void Take(PublishedEvent e)
    {
        switch (e.Type)
        {
            case EventTypes.ConfirmationDecided:
                var confirmation = e.Read<ConfirmationDecided>();
                Add(confirmation.Laborer, confirmation.FormVersion, new Decision(confirmation.Decision, Word(confirmation.Officer), null));
                break;
            case EventTypes.ReturnDecided:
                var made = e.Read<ReturnDecided>();
                Add(made.Laborer, made.FormVersion, new Decision(made.Decision, Word(made.Officer), [.. made.Reasons.Select(Word)]));
                break;
            default:
                if (WorkChange.Of(e) is { } change)
                {
                    Add(change);
                }

                break;
        }
    }

    /// <inheritdoc/>
    public WriteRows? Due(bool all)
    {
        var (added, renewed) = (new List<WorkItem>(), new List<WorkItem>());
        while (all && added.Count + renewed.Count < Chunk && _changed.TryDequeue(out var changed))
        {
            changed.Work.IsChanged = false;
            if (changed.Work.InOrder() is { } item)
            {
                (changed.Work.IsWritten ? renewed : added).Add(item);
                changed.Work.IsWritten = true;
            }
        }

        return added.Count + renewed.Count == 0 ? null : async (connection, cancel) =>
        {
            await WorkTable.Copy(added, schema, connection, cancel);
            if (renewed.Count > 0)
            {
                await WorkTable.Save(renewed, schema, connection, cancel);
            }
        };
    }

    private void Add(WorkChange change)
    {
        if (change is Submission { Item: var item })
        {
            var pooled = item with
            {
                Town = Word(item.Town),
                Village = item.Village is { } village ? Word(village) : null,
                Collector = Word(item.Collector),
                Warnings = [.. item.Warnings.Select(w => new Contracts.Collection.Warning(Word(w.Rule), Word(w.Field)))],
                ChangedFields = [.. item.ChangedFields.Select(Word)],
            };
            Of(change.Laborer).Begin(pooled);
        }
        else if (change is Answer answer)
        {
            Of(change.Laborer).Answers.Add(answer);
        }
    }

    private void Add(Guid laborer, int version, Decision decision) => Of(laborer).Decisions.Add((version, decision));

    private Work Of(Guid laborer)
    {
        var work = _work.TryGetValue(laborer, out var known) ? known : _work[laborer] = new Work();
        if (!work.IsChanged)
        {
            work.IsChanged = true;
            _changed.Enqueue((laborer, work));
        }

        return work;
    }

    /// <summary>The same word once in memory.</summary>
    private string Word(string word)
    {
        if (_words.TryGetValue(word, out var known))
        {
            return known;
        }

        _words.Add(word);
        return word;
    }

    /// <summary>The newest version of a person's form, and what was said about it.</summary>
    private sealed class Work
    {
        private WorkItem? _submitted;

        public List<Answer> Answers { get; } = new(0);

        public List<(int Version, Decision Decision)> Decisions { get; } = new(0);

        public bool IsChanged { get; set; }

        public bool IsWritten { get; set; }

        public void Begin(WorkItem item)
        {
            _submitted = item;
            Answers.Clear();
            Decisions.RemoveAll(d => d.Version < item.FormVersion);
        }

        /// <summary>Everything in the one order that makes sense.</summary>
        public WorkItem? InOrder()
        {
            if (_submitted is not { } item)
            {
                return null;
            }

            var decisions = new Queue<Decision>(Decisions.Where(d => d.Version == item.FormVersion).Select(d => d.Decision));
            foreach (var answer in Answers)
            {
                while (decisions.Any(d => d.Id == answer.Decision.Id))
                {
                    item = Made(item, decisions.Dequeue());
                }

                item = WorkItem.After(item, answer)!;
            }

            return decisions.Aggregate(item, Made);
        }

        /// <summary>Nobody can decide on what doesn't wait.</summary>
        private static WorkItem Made(WorkItem item, Decision decision) => item.State == WorkState.Waiting ? item.Decided(decision) : item;
    }
}
