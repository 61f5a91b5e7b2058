using Guzhang.Domain.Forms;

namespace Guzhang.Domain;

/// <summary>Who counts as 外出务工贫困劳动力 (form.md, Counting; docs/dispatch-table.md).</summary>
public static class Counting
{
    private static readonly string Normal = Status.Normal.Code();
    private static readonly string Verified = Verification.Verified.Code();
    private static readonly string NeverWorked = NotWorkingType.NeverWorked.Code();
    private static readonly string SelfEmployed = EmploymentForm.SelfEmployed.Code();
    private static readonly string OtherForm = EmploymentForm.Other.Code();
    private static readonly string Planting = Industry.Planting.Code();
    private static readonly string Breeding = Industry.Breeding.Code();
    private static readonly string InCounty = PlaceClass.InCounty.Code();
    private static readonly string OutOfProvince = PlaceClass.OutOfProvince.Code();

    /// <summary>Decides for one confirmed form.</summary>
    public static CountingResult Decide(CountingFacts facts, CountingPolicy policy)
    {
        var work = WorkOf(facts);
        var place = PlaceOf(work.WorkplaceClass);
        return new CountingResult(CategoryOf(facts, work, place, policy), place, facts.Working);
    }

    /// <summary>Present work; at home the last confirmed work, else the place before return, taken as wage work.</summary>
    private static LastWork WorkOf(CountingFacts facts)
    {
        if (facts.Working)
        {
            return new LastWork(facts.EmploymentForm, facts.Industry, facts.WorkplaceClass);
        }

        return facts.LastWork ?? new LastWork(null, null, facts.WorkplaceBeforeClass);
    }

    private static CountingCategory CategoryOf(CountingFacts facts, LastWork work, CountingPlace place, CountingPolicy policy)
    {
        if (!facts.Working && facts.NotWorkingType == NeverWorked)
        {
            return CountingCategory.Lead;
        }

        if (work.EmploymentForm == SelfEmployed)
        {
            return CountingCategory.SelfEmployed;
        }

        if (facts.Status != Normal || facts.Verification != Verified || !IsWageWork(work))
        {
            return CountingCategory.Other;
        }

        var limit = policy.LimitFor(place == CountingPlace.InCounty);
        return limit.IsMet(facts.MonthsWorked, facts.AnnualIncome) ? CountingCategory.Counted : CountingCategory.BelowStandard;
    }

    /// <summary>种植 and 养殖 only where they are paid as wages; every other industry is second or third sector.</summary>
    private static bool IsWageWork(LastWork work) =>
        (work.Industry != Planting && work.Industry != Breeding)
        || (work.EmploymentForm is not null && work.EmploymentForm != OtherForm && work.EmploymentForm != SelfEmployed);

    private static CountingPlace PlaceOf(string? placeClass)
    {
        if (placeClass == InCounty)
        {
            return CountingPlace.InCounty;
        }

        return placeClass == OutOfProvince ? CountingPlace.OutOfProvince : CountingPlace.OutOfCountyInProvince;
    }
}
