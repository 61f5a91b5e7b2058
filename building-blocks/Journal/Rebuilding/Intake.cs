using Guzhang.Contracts;

namespace Guzhang.Journal.Rebuilding;

/// <summary>
/// The inbox of a rebuild, for one source: each event once and in order per aggregate, whatever comes double or early;
/// where one can't be applied, it and what comes behind it stay out, as in the live inbox.
/// </summary>
internal sealed class Intake(IRebuiltTables tables)
{
    private readonly Dictionary<AggregateKey, long> _last = [];
    private readonly Dictionary<AggregateKey, SortedList<long, PublishedEvent>> _early = [];
    private readonly Dictionary<AggregateKey, Failure> _failed = [];
    private AggregateKey _before;

    /// <summary>Events that an operator gave up: they count as taken and are not applied.</summary>
    public HashSet<(AggregateKey Aggregate, long Seq)> Discarded { get; } = [];

    /// <summary>Events folded.</summary>
    public long Count { get; private set; }

    /// <summary>Up to where the source's journal is certainly in.</summary>
    public Position At { get; set; }

    /// <summary>Aggregates, each with its last seq.</summary>
    public IReadOnlyDictionary<AggregateKey, long> Last => _last;

    /// <summary>Aggregates with an event that could not be applied.</summary>
    public IReadOnlyDictionary<AggregateKey, Failure> Failed => _failed;

    public void Take(PublishedEvent e)
    {
        var key = _before = AggregateKey.Of(e.Aggregate, _before);
        var last = _last.GetValueOrDefault(key);
        if (e.Seq > last + 1)
        {
            // A transaction that began early and committed late: what it holds comes in a moment.
            (_early.TryGetValue(key, out var waiting) ? waiting : _early[key] = [])[e.Seq] = e;
        }
        else if (e.Seq == last + 1)
        {
            Apply(key, e);
            if (_early.Count > 0)
            {
                TakeEarly(key);
            }
        }
    }

    private void TakeEarly(AggregateKey key)
    {
        if (!_early.TryGetValue(key, out var waiting))
        {
            return;
        }

        while (waiting.Count > 0 && waiting.GetKeyAtIndex(0) <= _last[key] + 1)
        {
            var e = waiting.GetValueAtIndex(0);
            waiting.RemoveAt(0);
            if (e.Seq == _last[key] + 1)
            {
                Apply(key, e);
            }
        }

        if (waiting.Count == 0)
        {
            _early.Remove(key);
        }
    }

    private void Apply(AggregateKey key, PublishedEvent e)
    {
        _last[key] = e.Seq;
        if (_failed.Count > 0 && _failed.ContainsKey(key) || Discarded.Count > 0 && Discarded.Contains((key, e.Seq)))
        {
            return;
        }

        try
        {
            tables.Take(e);
            Count++;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            _failed.Add(key, new Failure(e.Seq, $"{failure.GetType().Name}: {failure.Message}"));
        }
    }

    /// <summary>The first event of an aggregate that could not be applied.</summary>
    internal readonly record struct Failure(long Seq, string Reason);
}
