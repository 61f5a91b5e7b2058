using Guzhang.Demo.History;

namespace Guzhang.Demo.Answers;

/// <summary>Somebody on record, as the demo's own bookkeeping knows it: forms, what the task force said, follow-ups.</summary>
public sealed class Person(string id)
{
    public string Id => id;

    /// <summary>The newest accepted form.</summary>
    public Sheet Newest { get; private set; } = null!;

    /// <summary>When it came in.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Accepted forms so far.</summary>
    public int Version { get; private set; }

    /// <summary>What the task force did with the newest form; null while it waits.</summary>
    public Verdict? Said { get; private set; }

    /// <summary>The newest confirmed form.</summary>
    public Sheet? Confirmed { get; private set; }

    /// <summary>The newest confirmed form with a section 2.</summary>
    public Sheet? LastAway { get; private set; }

    public List<FollowUp> FollowUps { get; } = [];

    public FollowUp? Open => FollowUps.Find(f => f.IsOpen);

    /// <summary>The form whose town the dispatch table goes by.</summary>
    public Sheet Shown => Confirmed ?? Newest;

    /// <summary>An accepted form; one about somebody home, out of work and willing is a report (docs/decisions/0010).</summary>
    public void Accept(Sheet form, DateTimeOffset at)
    {
        (Newest, At, Version, Said) = (form, at, Version + 1, null);
        var willing = form.Empty(L.Willing) ? form[L.Plan] == "是" : form[L.Willing] == "是";
        if (form[L.Working] == "否" && form[L.Status] == "正常贫困劳动力" && willing
            && (form[L.Returned] == "是" || form[L.NotWorkingType] == "就业转失业"))
        {
            Report(at, form[L.NotPicky] == "是");
        }
    }

    public void Report(DateTimeOffset at, bool notPicky)
    {
        if (Open is { } open)
        {
            open.ReportAgain(at, notPicky);
        }
        else
        {
            FollowUps.Add(new FollowUp(at, BasicRules.TownCode(Newest), notPicky));
        }
    }

    /// <summary>What the task force says; below the standard without a reason can't be confirmed (F13) and goes on waiting.</summary>
    public void Decide(Verdict verdict, DateTimeOffset at)
    {
        if (verdict == Verdict.Leave || (verdict == Verdict.Confirm && Newest.Findings.Contains(Finding.W("F13")) && Newest.Empty(L.KeepReason)))
        {
            return;
        }

        Said = verdict;
        if (verdict == Verdict.Confirm)
        {
            Confirmed = Newest;
            LastAway = Newest[L.Working] == "是" ? Newest : LastAway;
            EndByForm(at);
        }
    }

    /// <summary>Work with a date, no wish to work, or an exit; a form from before the report says nothing about it.</summary>
    private void EndByForm(DateTimeOffset at)
    {
        if (Open is not { } open || At < open.ReportedAt)
        {
            return;
        }

        var working = Newest[L.Working] == "是";
        if (Newest[L.Status] != "正常贫困劳动力" || (!working && Newest[L.Willing] == "否"))
        {
            open.End(at, withWork: false);
        }
        else if (working && !Newest.Empty(L.Since))
        {
            open.End(at, withWork: true);
        }
    }
}
