using CsCheck;
using Guzhang.Contracts.JobMatching;
using Guzhang.JobMatching.Cases;
using Guzhang.JobMatching.Closing;
using Guzhang.JobMatching.Escalating;
using Guzhang.JobMatching.Placing;
using Guzhang.JobMatching.Policy;
using Guzhang.JobMatching.TakingReports;

namespace Guzhang.JobMatching.Tests;

/// <summary>Whatever is reported and done at whatever times, and however often somebody looks at the clock.</summary>
[Trait("Req", "JOB-01")]
public sealed class CasePropertyTests
{
    private static readonly FollowUpPolicy Policy = FollowUpPolicy.Load(AppHost.Repository.Find().County);
    private static readonly DateTimeOffset Start = new(2020, 10, 12, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly Guid Laborer = Guid.Parse("019a0000-0000-7000-8000-000000000001");

    /// <summary>Something that is said or done, quarters of an hour after the first report.</summary>
    private sealed record Act(int Quarters, string What)
    {
        public DateTimeOffset At => Start.AddMinutes(15 * Quarters);
    }

    private static readonly Gen<(bool NotPicky, Act[] Acts)> Stories = Gen.Select(
        Gen.Bool,
        Gen.Select(Gen.Int[0, 500], Gen.OneOf("report", "picky-free report", "contact", "place", "refuse", "no wish"), (q, what) => new Act(q, what)).Array[0, 6]
            .Select(acts => acts.OrderBy(a => a.Quarters).ToArray()));

    private static Report Reported(DateTimeOffset at, bool notPicky) =>
        new(Laborer, 2020, "433126101", null, "town", "clerk-1", at, notPicky, null, null, null);

    /// <summary>The events of a story, when the clock is looked at after these quarters of an hour, and at the end.</summary>
    private static (Case Case, List<CaseEvent> Events) Run(bool notPicky, Act[] acts, IEnumerable<int> looks)
    {
        var opened = Reported(Start, notPicky).Decide(null, Policy, Guid.NewGuid())!;
        var (state, events) = (Case.After(null, opened, Start), new List<CaseEvent> { opened });
        void Happens(CaseEvent? e, DateTimeOffset at)
        {
            if (e is not null)
            {
                state = Case.After(state, e, at);
                events.Add(e);
            }
        }

        foreach (var act in acts.Concat(looks.Append(1000).Select(q => new Act(q, "look"))).OrderBy(a => a.Quarters).ThenBy(a => a.What == "look"))
        {
            if (act.What == "look")
            {
                Happens(Escalation.Decide(state, act.At), act.At);
            }
            else if (state.IsOpen)
            {
                Happens(act.What switch
                {
                    "report" or "picky-free report" => Reported(act.At, act.What != "report").Decide(state, Policy, Guid.NewGuid()),
                    "place" => Placement.Of(state, "contract", "2020-10-13", "clerk-1", act.At),
                    "refuse" => Ending.Of(state, CaseStates.Refused, "clerk-1", act.At),
                    "no wish" => Ending.Of(state, CaseStates.NoWish, "clerk-1", act.At),
                    _ => null,
                }, act.At);
            }
        }

        return (state, events);
    }

    [Fact]
    public void Given_any_story_then_how_often_the_clock_is_looked_at_does_not_change_how_it_ends() =>
        Gen.Select(Stories, Gen.Int[0, 900].Array[0, 30]).Sample((story, looks) =>
        {
            var seldom = Run(story.NotPicky, story.Acts, []).Case.Standing;
            var often = Run(story.NotPicky, story.Acts, looks).Case.Standing;
            var always = Run(story.NotPicky, story.Acts, Enumerable.Range(0, 1000)).Case.Standing;
            return (seldom.State, seldom.InTime, seldom.Breach, seldom.NotPicky) == (always.State, always.InTime, always.Breach, always.NotPicky)
                && (often.State, often.InTime, often.Breach, often.NotPicky) == (always.State, always.InTime, always.Breach, always.NotPicky);
        });

    [Fact]
    public void Given_reports_that_are_read_late_then_the_open_case_stands_as_if_they_had_been_read_at_once() =>
        Gen.Select(Gen.Bool, Gen.Select(Gen.Int[0, 400], Gen.Int[0, 200], Gen.Bool).Array[0, 6], Gen.Int[0, 900].Array[0, 30]).Sample((notPicky, reports, looks) =>
        {
            CaseStanding After(bool late)
            {
                var state = Case.After(null, Reported(Start, notPicky).Decide(null, Policy, Guid.NewGuid())!, Start);
                var acts = reports
                    .Select(r => (Read: r.Item1 + (late ? r.Item2 : 0), Do: new Func<CaseEvent?>(
                        () => Reported(Start.AddMinutes(15 * r.Item1), r.Item3).Decide(state, Policy, Guid.NewGuid()))))
                    .Concat(looks.Append(1000).Select(q => (Read: q, Do: new Func<CaseEvent?>(() => Escalation.Decide(state, Start.AddMinutes(15 * q))))));
                foreach (var act in acts.OrderBy(a => a.Read))
                {
                    state = act.Do() is { } e ? Case.After(state, e, Start.AddMinutes(15 * act.Read)) : state;
                }

                return state.Standing;
            }

            var (late, atOnce) = (After(late: true), After(late: false));
            return late == atOnce && late.Breach == late.NotPicky;
        });

    [Fact]
    public void Given_any_story_then_a_breach_is_owed_and_late_and_no_placement_in_time_is_one() =>
        Stories.Sample(story =>
        {
            var ended = Run(story.NotPicky, story.Acts, Enumerable.Range(0, 1000)).Case;
            var by = ended.ClosedAt ?? Start.AddDays(100);
            return ended.Standing.Breach == (ended.Standing.NotPicky && by > ended.LimitAt)
                && ended.Standing.InTime == (ended.Standing.State == CaseStates.Placed ? by <= ended.LimitAt : null)
                && !(ended.Standing.Breach && ended.Standing.InTime == true);
        });

    [Fact]
    public void Given_any_story_and_looks_then_every_stage_up_to_the_last_is_told_once_in_order_and_a_closed_case_is_silent() =>
        Gen.Select(Stories, Gen.Int[0, 900].Array[0, 30]).Sample((story, looks) =>
        {
            var (ended, events) = Run(story.NotPicky, story.Acts, looks);
            var told = events.OfType<CaseEscalated>().SelectMany(e => e.PassedLate.Append(e.Standing.Stage)).ToList();
            var closed = events.FindIndex(e => e is CaseClosed);
            return told.SequenceEqual(ended.Stages.Where(s => s <= ended.Standing.Stage))
                && (closed < 0 || closed == events.Count - 1)
                && events.Count == ended.Version
                && ended.NextDue is null == (!ended.IsOpen || ended.Standing.Stage == 72);
        });
}
