using System.Globalization;
using Guzhang.Contracts.Collection;
using Guzhang.Contracts.Subsidy;
using Guzhang.Domain;
using Guzhang.Domain.Forms;
using Guzhang.Subsidy.Payments;
using Guzhang.Subsidy.People;
using Guzhang.Subsidy.Policy;

namespace Guzhang.Subsidy.Screening;

/// <summary>Decides whether somebody qualifies for a scheme, and by what. Pure.</summary>
public static class Screener
{
    private static readonly string Normal = Status.Normal.Code();

    /// <summary>Each condition of the scheme on the newest confirmed form; the person qualifies where all are met.</summary>
    /// <param name="person">somebody with a confirmed form</param>
    /// <param name="newest">their newest confirmed form, of whatever year: whether they are on the list today</param>
    /// <param name="scheme">of the policy, or gone from it</param>
    /// <param name="policy">says who counts, and names the decision</param>
    /// <param name="paid">what the ledger has of this person</param>
    public static QualificationChanged Screen(Person person, ConfirmedForm newest, Scheme scheme, SubsidyPolicy policy, IEnumerable<Payment> paid)
    {
        var form = person.Confirmed ?? throw new ArgumentException("nothing is confirmed", nameof(person));
        var term = scheme.TermAt(form.Date);
        List<ConditionOutcome> outcomes =
        [
            InForce(form, term),
            IsOnTheList(form, newest),
            .. (term?.Conditions ?? []).Select(condition => condition switch
            {
                Counted c => Counts(c, person, form.Facts, CountingPolicies.Of(policy.Counting, person.FormYear)),
                WorksAway c => Works(c, form.Facts),
                EmployedFor c => IsEmployed(c, form),
                HelpedOrOrganised c => WasHelped(c, form.Facts),
                NotPaid c => WasNotPaid(c, person, scheme, paid),
                _ => throw new InvalidOperationException($"no such condition: {condition.Code}"),
            }),
        ];
        return new QualificationChanged
        {
            Laborer = person.Laborer,
            FormYear = person.FormYear,
            Scheme = scheme.Id,
            Town = form.Town,
            Village = form.Village,
            Qualifies = outcomes.All(o => o.Met),
            Conditions = outcomes,
            FormVersion = form.Version,
            Policy = policy.Identity,
        };
    }

    private static ConditionOutcome InForce(ConfirmedForm form, Term? term)
    {
        var asked = new Dictionary<string, string>();
        if (term is not null)
        {
            asked["from"] = Text(term.From);
        }

        if (term?.To is { } to)
        {
            asked["to"] = Text(to);
        }

        return new ConditionOutcome { Condition = "in-force", Met = term is not null, Facts = [new("formDate", Text(form.Date))], Asked = asked };
    }

    /// <summary>An exit stops subsidies of every year, and of every scheme (COL-07).</summary>
    private static ConditionOutcome IsOnTheList(ConfirmedForm form, ConfirmedForm newest) => new()
    {
        Condition = "on-the-list",
        Met = newest.Facts.Status == Normal,
        Facts = [new("status", newest.Facts.Status, newest.Version == form.Version ? null : newest.Version)],
    };

    private static ConditionOutcome Counts(Counted condition, Person person, FormFacts form, CountingPolicy policy)
    {
        var facts = CountingOf(form, person.LastWork);
        var (result, work) = (Counting.Decide(facts, policy), Counting.WorkOf(facts, policy));
        var limit = policy.LimitAt(work.WorkplaceClass);
        // Of somebody at home another form may say what the work was.
        var workedBy = form.Working || person.LastWork is null ? null : person.LastWorkVersion;
        var placedBy = policy.PlaceOfSomebodyAtHome == HomePlace.BeforeThenLast && form.WorkplaceBeforeClass is not null ? null : workedBy;
        DecidingFact place = new("workplaceClass", work.WorkplaceClass, work.WorkplaceClass is null ? null : placedBy);
        var outcome = Outcome(condition, result.Category == CountingCategory.Counted, result.Category switch
        {
            CountingCategory.Lead => [new("notWorkingType", form.NotWorkingType)],
            CountingCategory.SelfEmployed => [new("employmentForm", work.EmploymentForm, workedBy)],
            CountingCategory.Other when !policy.StatusesThatCount.Contains(form.Status) => [new("status", form.Status)],
            CountingCategory.Other when !policy.VerificationsThatCount.Contains(form.Verification) => [new("verification", form.Verification)],
            CountingCategory.Other when !policy.AbilitiesThatCount.Contains(form.Ability) => [new("ability", form.Ability)],
            CountingCategory.Other when !form.Working && !policy.HomeNowCounts => [new("working", Text(false))],
            CountingCategory.Other when !policy.PlacesThatCount.Contains(work.WorkplaceClass ?? CountingPolicy.UnknownPlace) => [place],
            CountingCategory.Other => [new("industry", work.Industry, workedBy), new("employmentForm", work.EmploymentForm, workedBy)],
            // The place says which limits these are held against.
            _ => [new("monthsWorked", Text(form.MonthsWorked)), new("annualIncome", Text(form.AnnualIncome)), place],
        });
        return outcome with
        {
            Asked = new Dictionary<string, string>
            {
                ["months"] = Text(limit.Months),
                ["income"] = Text(limit.Income),
                ["comparison"] = policy.Comparison == Comparison.AtLeast ? "at-least" : "more-than",
                ["demand"] = policy.MonthsAndIncome == Demand.Both ? "both" : "either",
            },
        };
    }

    private static ConditionOutcome Works(WorksAway condition, FormFacts form) => Outcome(
        condition, form.Working && condition.Places.Any(p => p.Code() == form.WorkplaceClass),
        form.Working ? [new("workplaceClass", form.WorkplaceClass)] : [new("working", Text(false))]);

    private static ConditionOutcome IsEmployed(EmployedFor condition, ConfirmedForm form)
    {
        DateOnly? since = !PartialDate.TryParse(form.Facts.EmployedSince, out var date) ? null
            : condition.OnlyMonthGiven == OnlyMonthGiven.FirstDay ? date.Earliest : date.Latest;
        return Outcome(
            condition, since?.AddMonths(condition.Months) <= form.Date,
            [new("employedSince", form.Facts.EmployedSince), new("formDate", Text(form.Date))]);
    }

    private static ConditionOutcome WasHelped(HelpedOrOrganised condition, FormFacts form) => Outcome(
        condition, form.Helped == true || condition.Exports.Any(e => e.Code() == form.OrganisedExport),
        [new("helped", form.Helped is { } helped ? Text(helped) : null), new("organisedExport", form.OrganisedExport)]);

    private static ConditionOutcome WasNotPaid(NotPaid condition, Person person, Scheme scheme, IEnumerable<Payment> paid)
    {
        var before = paid.FirstOrDefault(p => p.Scheme == scheme.Id && (condition.Within == PaidWithin.Ever || p.FormYear == person.FormYear));
        return Outcome(condition, before is null, [new("paid", before is null ? null : Text(before.PaidOn))]);
    }

    private static CountingFacts CountingOf(FormFacts form, LastWork? last) => new()
    {
        Status = form.Status,
        Verification = form.Verification,
        Ability = form.Ability,
        Working = form.Working,
        MonthsWorked = form.MonthsWorked,
        AnnualIncome = form.AnnualIncome,
        EmploymentForm = form.EmploymentForm,
        Industry = form.Industry,
        WorkplaceClass = form.WorkplaceClass,
        NotWorkingType = form.NotWorkingType,
        WorkplaceBeforeClass = form.WorkplaceBeforeClass,
        LastWork = last,
    };

    private static ConditionOutcome Outcome(Condition condition, bool met, DecidingFact[] facts) =>
        new() { Condition = condition.Code, Met = met, Facts = facts, Asked = condition.Asked };

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Text(bool yes) => yes ? "true" : "false";
}
