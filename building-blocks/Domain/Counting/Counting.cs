using Guzhang.Domain.Forms;

namespace Guzhang.Domain;

/// <summary>Who counts as 外出务工贫困劳动力 (form.md, Counting; docs/dispatch-table.md), under the readings of a policy.</summary>
public static class Counting
{
    private static readonly string NeverWorked = NotWorkingType.NeverWorked.Code();
    private static readonly string SelfEmployed = EmploymentForm.SelfEmployed.Code();
    private static readonly string InCounty = PlaceClass.InCounty.Code();
    private static readonly string OutOfProvince = PlaceClass.OutOfProvince.Code();

    /// <summary>Decides for one confirmed form.</summary>
    public static CountingResult Decide(CountingFacts facts, CountingPolicy policy)
    {
        var work = WorkOf(facts, policy);
        return new CountingResult(CategoryOf(facts, work, policy), ColumnOf(work.WorkplaceClass), facts.Working);
    }

    /// <summary>The work that is judged: the present one; at home the last confirmed one, else wage work somewhere.</summary>
    public static LastWork WorkOf(CountingFacts facts, CountingPolicy policy) => facts.Working
        ? new LastWork(facts.EmploymentForm, facts.Industry, facts.WorkplaceClass)
        : (facts.LastWork ?? new LastWork(null, null, null)) with
        {
            WorkplaceClass = policy.PlaceOfSomebodyAtHome switch
            {
                HomePlace.LastThenBefore => facts.LastWork is { } last ? last.WorkplaceClass : facts.WorkplaceBeforeClass,
                HomePlace.BeforeThenLast => facts.WorkplaceBeforeClass ?? facts.LastWork?.WorkplaceClass,
                _ => null,
            },
        };

    private static CountingCategory CategoryOf(CountingFacts facts, LastWork work, CountingPolicy policy)
    {
        if (policy.NeverWorkedApart && !facts.Working && facts.NotWorkingType == NeverWorked)
        {
            return CountingCategory.Lead;
        }

        if (policy.SelfEmployedApart && work.EmploymentForm == SelfEmployed)
        {
            return CountingCategory.SelfEmployed;
        }

        if (!IsInScope(facts, policy) || !IsWork(work, policy) || !policy.PlacesThatCount.Contains(work.WorkplaceClass ?? CountingPolicy.UnknownPlace))
        {
            return CountingCategory.Other;
        }

        return policy.IsMet(work.WorkplaceClass, facts.MonthsWorked, facts.AnnualIncome) ? CountingCategory.Counted : CountingCategory.BelowStandard;
    }

    private static bool IsInScope(CountingFacts facts, CountingPolicy policy) =>
        policy.StatusesThatCount.Contains(facts.Status)
        && policy.VerificationsThatCount.Contains(facts.Verification)
        && policy.AbilitiesThatCount.Contains(facts.Ability)
        && (policy.HomeNowCounts || facts.Working);

    /// <summary>Farming only where it is paid as wages; every other industry is second or third sector (指标解释1).</summary>
    private static bool IsWork(LastWork work, CountingPolicy policy) =>
        work.Industry is not { } industry || !policy.IndustriesOfFarming.Contains(industry)
        || (work.EmploymentForm is { } form && policy.EmploymentFormsOfWages.Contains(form));

    private static CountingPlace ColumnOf(string? placeClass)
    {
        if (placeClass == InCounty)
        {
            return CountingPlace.InCounty;
        }

        return placeClass == OutOfProvince ? CountingPlace.OutOfProvince : CountingPlace.OutOfCountyInProvince;
    }
}
